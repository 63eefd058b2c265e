"""Writes the page docs/worlds.md, also as plain text."""

from collections.abc import Iterator, Sequence

from forecast.calibration.level_prior import ROWS
from forecast.text.table import aligned
from studies.markdown import bullet, markdown_table, paragraph
from studies.worlds.catalogue import WORLDS
from studies.worlds.findings import (
    OVER_WORLDS_HEAD,
    PRIOR_HEAD,
    WORLD_HEAD,
    best_line,
    over_worlds_rows,
    prior_rows,
    sentences,
    world_rows,
)
from studies.worlds.score_ratios import WorldsReport
from studies.worlds.study import DRAWS, HORIZONS, ORIGINS, SAMPLES, STEP, WEEKS

HEAD = """# Is the prior of the level good in every world, or only in the one that came?

Made by this command, in about five minutes on one core. MAP_1 and MAP_2 are made from the training series
([data.md](data.md)); the page cannot be regenerated without them. Do not edit by hand.

```sh
{command}
```

In the training series the level of the front fell below zero in the summer of 2023 and then only rose, to 150 km² a
week. So any prior that pulls a low level up scores well on it, and the score cannot choose the long-run level, its
spread or the half-life. These were set for reasons, which are given below. This page tests them in worlds that were
possible at the end of the series ({end}): eight laws by which the war goes on for {weeks} weeks, with {replicates}
continuations each, shown by {maps} maps with the noise of the maps. At {origins} origins, every {step} weeks from the
end of the series, every model is fitted again to what was shown by then and forecasts {horizons} weeks
ahead. No week after {end} is used.
"""
READING = """## How to read the tables

- **Ratio**: mean fair CRPS over continuations, origins and maps, divided by that of the best benchmark in this world
  at this horizon; below 1 is better. ± is a Monte Carlo standard error (jackknife over continuations, which chooses
  the best benchmark again each time). Geometric mean: over the five horizons. *less ours*: on the same continuations
  and random numbers, so its error is smaller.
- **Forecasters**: the six [benchmarks](benchmarks.md); `true`, which knows the law, its parameters and the present
  state of the world exactly, but not the future; `frontcast`, ours; and ours with other priors. `true` fits nothing
  and sees no map noise in the present level. So it is a bound that no forecaster reaches, not a rival.
- **Ours** is the level of the front as in the kernel ([model.md](model.md)). Fit and filter are those of `forecast
  hindcast`; shock, gross gains with their caps, ruptures and map noise are the same. For speed it is one stretch of
  front in NumPy, without sectors and without the thinning of the line. On the training series, before shocks had a
  memory, its 80 % intervals were 0.94 to 0.99 times as wide as the kernel's, depending on the horizon, and the median
  at 52 weeks was 3 % lower (8,192 members each).
- **Fitting** at each origin is importance sampling from the posterior of the origin before, with {draws} draws. If
  fewer than 100 are effective it is repeated from that result, and then from the prior as in a hindcast (effective
  number: median {median:,.0f}, least {least:,.0f}). A forecast has {samples} samples. `local_level` and
  `arma_11` maximise the same likelihood as statsmodels, on a grid that is refined.
- **Fan**: width of the central 80 % on the first map from the end of the series, and its ends. **Evidence**: log
  marginal likelihood of the observed series. A difference of 1 is negligible, and the worlds do not enter it.
- Priors with powers other than 1/3 keep their meaning: what is in units of the transformed level is multiplied by
  (1 + 80/15)^(power - 1/3), so that the same relative change is as likely at the long-run level. `tight` has the
  half-life and long-run level of the dossier's tight priors (relative spread 0.4, 0.56 on our scale); everything else
  is ours.
- All worlds have equal weight. That is a judgment too: they are not equally likely, two of them fall and one rises,
  and most have no long-run level. In all worlds but `own` the noise is that of the asinh scale, which is not ours.
"""


def page(report: WorldsReport) -> str:
    """Return the whole page, in Markdown."""
    ess = [scores.ess for scores in report.scores.values()]
    facts = {
        "command": report.command, "end": report.end, "weeks": WEEKS, "replicates": report.replicates,
        "maps": report.start.net.shape[1], "origins": ORIGINS, "step": STEP, "horizons": ", ".join(map(str, HORIZONS)),
    }  # fmt: skip
    lines = [
        HEAD.format(**facts),
        "## Findings\n",
        *map(bullet, sentences(report)),
        "\n## All worlds together\n",
        "Geometric mean over horizons of the ratio to the best benchmark; mean and largest over worlds.\n",
        *markdown_table(OVER_WORLDS_HEAD, over_worlds_rows(report)),
        f"\n## The priors, and their fans at the end of the series ({report.end})\n",
        *markdown_table(PRIOR_HEAD, prior_rows(report)),
        "\n## Our prior and the reasons for it\n",
        *markdown_table(("parameter", "median", "spread", "unit", "ground"), _prior_grounds()),
        "\nLog-normal with this spread of the log; only the long-run level is normal, on the scale of the level.",
        "\n## The worlds\n",
        *(bullet(f"`{world.name}`: {world.law}. *Why*: {world.reason}.") for world in WORLDS),
        "\n## World by world\n",
    ]
    for name, scores in report.scores.items():
        lines += [
            f"### {name}\n",
            paragraph(best_line(scores)),
            "",
            *markdown_table(WORLD_HEAD, world_rows(scores)),
            "",
        ]
    least, median = min(low for low, _ in ess), sum(middle for _, middle in ess) / len(ess)
    lines.append(READING.format(draws=DRAWS, samples=SAMPLES, least=least, median=median).rstrip())
    return "\n".join(lines) + "\n"


def text(report: WorldsReport) -> str:
    """Return the tables and the findings for a terminal."""
    lines = []
    for name, scores in report.scores.items():
        lines += [f"{name}. {best_line(scores)}", *_plain(WORLD_HEAD, world_rows(scores)), ""]
    lines += [*_plain(OVER_WORLDS_HEAD, over_worlds_rows(report)), "", *_plain(PRIOR_HEAD, prior_rows(report)), ""]
    lines += [sentence.replace("**", "").replace("`", "") for sentence in sentences(report)]
    return "\n".join(lines) + "\n"


def _plain(head: Sequence[str], rows: Iterator[Sequence[str]]) -> list[str]:
    return aligned(head, list(rows), left=len(head))


def _prior_grounds() -> Iterator[tuple[str, ...]]:
    for row in ROWS:
        yield row.name, f"{row.median:g}", f"{row.spread:g}", row.unit.replace("km2", "km²"), row.ground
