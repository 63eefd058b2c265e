"""The page docs/worlds.md, and the same as plain text."""

from collections.abc import Iterator
from textwrap import fill

from forecast.calibration.level_prior import ROWS
from studies.worlds.catalogue import WORLDS
from studies.worlds.findings import sentences
from studies.worlds.report import Report
from studies.worlds.study import DRAWS, HORIZONS, ORIGINS, SAMPLES, STEP, WEEKS
from studies.worlds.tables import (
    PRIOR_HEAD,
    RANK_HEAD,
    WORLD_HEAD,
    best_line,
    pipes,
    plain,
    prior_rows,
    rank_rows,
    world_rows,
)

WIDTH = 120
HEAD = """# Is the prior of the level good in any world, or in the one that came?

Made by this command, in about five minutes on one core; MAP_1 and MAP_2 are made from the training series
([data.md](data.md)), without which the page cannot be made again. Do not edit by hand.

```sh
{command}
```

In the training series the level of the front fell below zero in the summer of 2023 and then only rose, to 150 km² a
week. So it flatters whatever pulls a low level up, and its score cannot choose the long-run level, its spread or the
half-life. They were set for reasons, given
below, and are held here against worlds that a forecaster had to reckon with at the end of the series ({end}): eight
laws by which the war goes on for {weeks} weeks, {replicates} continuations each, shown by {maps} maps with the noise of
the maps. At {origins} origins, every {step} weeks from the end of the series, everything is fitted anew to what was
shown by then and forecast {horizons} weeks ahead. None of it uses a week after {end}.
"""
READING = """## How to read the tables

- **Ratio**: mean fair CRPS over continuations, origins and maps, over that of the benchmark that is best in this world
  at this horizon; below 1 is better. ± is a Monte Carlo standard error (jackknife over continuations, the best
  benchmark found anew each time). Geometric mean: over the five horizons. *less ours*: on the same continuations and
  random numbers, so its error is smaller.
- **Forecasters**: the six [benchmarks](benchmarks.md); `true`, which knows the law, its parameters and the present
  state of the world exactly, but not the future; `frontcast`, ours; and ours with other priors. `true` has no fit to
  make and sees no map noise in the present level, so it is a bound that no forecaster reaches, not a rival.
- **Ours** is the level of the front as in the kernel ([model.md](model.md)): fit and filter are those of `forecast
  hindcast`, and so are shock, gross gains with their caps, ruptures and map noise. For speed it is one stretch of front
  in NumPy, without sectors and without the thinning of the line. On the training series its 80 % intervals are 0.94 to
  0.99 times as wide as the kernel's, by horizon, and the median at 52 weeks is 3 % lower (8,192 members each).
- **Fitting** at each origin is importance sampling from the posterior of the origin before, {draws} draws, again from
  what that gave if fewer than 100 are effective, and then from the prior as in a hindcast (effective number: median
  {median:,.0f}, least {least:,.0f}). A forecast has {samples} samples. `local_level` and `arma_11` maximise the same
  likelihood as statsmodels, on a grid that is refined.
- **Fan**: width of the central 80 % on the first map from the end of the series, and its ends. **Evidence**: log
  marginal likelihood of the observed series; a difference of 1 is nothing to speak of, and it does not see the worlds.
- Powers other than 1/3 keep the priors' meaning: what is in units of the transformed level is multiplied by
  (1 + 80/15)^(power - 1/3), so that the same relative change is as likely at the long-run level. `tight` has the
  half-life and long-run level of the dossier's tight priors (relative spread 0.4, 0.56 on our scale); all else is ours.
- All worlds count alike. That is a judgment too: they are not equally likely, two of them fall and one rises, and most
  have no long-run level. In all worlds but `own` the noise is that of the asinh scale, which is not ours.
"""


def page(report: Report) -> str:
    """The whole page, Markdown."""
    ess = [scores.ess for scores in report.scores.values()]
    facts = {
        "command": report.command, "end": report.end, "weeks": WEEKS, "replicates": report.replicates,
        "maps": report.now.net.shape[1], "origins": ORIGINS, "step": STEP, "horizons": ", ".join(map(str, HORIZONS)),
    }  # fmt: skip
    lines = [
        HEAD.format(**facts),
        "## What came out\n",
        *(_bullet(sentence) for sentence in sentences(report)),
        "\n## All worlds together\n",
        "Geometric mean over horizons of the ratio to the best benchmark; mean and largest over worlds.\n",
        *pipes(RANK_HEAD, rank_rows(report)),
        f"\n## The priors, and their fans at the end of the series ({report.end})\n",
        *pipes(PRIOR_HEAD, prior_rows(report)),
        "\n## Our prior and its grounds\n",
        *pipes(("parameter", "median", "spread", "unit", "ground"), _grounds()),
        "\nLog-normal with this spread of the log; the long-run level is normal on the scale of the level.",
        "\n## The worlds\n",
        *(_bullet(f"`{world.name}`: {world.law}. *Why*: {world.reason}.") for world in WORLDS),
        "\n## World by world\n",
    ]
    for name, scores in report.scores.items():
        lines += [f"### {name}\n", fill(best_line(scores), WIDTH), "", *pipes(WORLD_HEAD, world_rows(scores)), ""]
    least, median = min(low for low, _ in ess), sum(middle for _, middle in ess) / len(ess)
    lines.append(READING.format(draws=DRAWS, samples=SAMPLES, least=least, median=median).rstrip())
    return "\n".join(lines) + "\n"


def text(report: Report) -> str:
    """The tables and the findings for a terminal."""
    lines = []
    for name, scores in report.scores.items():
        lines += [f"{name}. {best_line(scores)}", *plain(WORLD_HEAD, world_rows(scores)), ""]
    lines += [*plain(RANK_HEAD, rank_rows(report)), "", *plain(PRIOR_HEAD, prior_rows(report)), ""]
    lines += [sentence.replace("**", "").replace("`", "") for sentence in sentences(report)]
    return "\n".join(lines) + "\n"


def _grounds() -> Iterator[tuple[str, ...]]:
    for row in ROWS:
        yield row.name, f"{row.median:g}", f"{row.spread:g}", row.unit.replace("km2", "km²"), row.ground


def _bullet(sentence: str) -> str:
    return fill(f"- {sentence}", WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
