"""The page docs/prior_predictive.md."""

from collections.abc import Iterator, Sequence
from textwrap import fill

from studies.prior_predictive.causes import CAUSES, UNKNOWN
from studies.prior_predictive.compare import Row
from studies.prior_predictive.map_noise import NOISE
from studies.prior_predictive.record import WEEKS
from studies.prior_predictive.tables import pipes

WIDTH = 120
HEAD = """# What the baseline says of the front before anything is assumed about it

Made by `python -m studies prior_predictive {config} --members {members} --markdown`. Do not edit by hand.

The front of 2024, the push in the east, the casualties and a fairly static 2025 are claims of the argument that the
study is about. The model should give them by itself. So {members:,} members of the reference branch ({branch}), one for
each draw, run for {weeks} weeks from week 0 without talks and without collapse of either side, and the same statistics
are taken of them and of the last {weeks} weeks of the training series (to 30 November 2024). Nothing is tuned here.

Two things limit what agreement can show. The observed weeks lie *before* week 0 and the simulated ones after it: a
level that rose all year is met by one that starts high and drifts back. And a row with a star is an input: the baseline
took that number from the same weeks, so that agreement only shows that nothing was lost on the way.
"""
READING = """## How to read the table

- **observed (se)**: on either map; the standard error is a block bootstrap over weeks (blocks of 8 weeks, 4 in a
  quarter, 1,000 series, fixed seed). It knows nothing of slow drift, so it is too small where the level moves through
  the year.
- **median, 10 %, 90 %**: over members, with Monte Carlo standard errors. **percentile**: members at or below what was
  observed, per cent.
- **verdict**: *inside* the central 80 % of members; *inside with error* if the central 80 % of the observed value's own
  error reaches it; else *MISS* with the distance. Of rows that are right one in five would lie outside the band, and
  rows of one family hang together.
- **Maps err in time.** A map shows a gain days late and moves a village in one step. Before dispersion, autocorrelation
  and the link with casualties are computed, the simulated totals get the timing noise of the map that they are held
  against: on the scale of the level (modulus transformation with power 1/3), standard deviation {first:g} for the first
  map and {second:g} for the second, as fitted with the level, with a moving average that gives part of it back in the
  next week ([calibration.md](calibration.md)). A transformed gain is one on that scale. Levels and sums are compared
  without it, since it cancels in them. No noise was estimated by sector, so rows on sectors have none; batches of
  mapping make the observed sectors more lumpy than the simulated.
- A sector's gain is its net gain where that is above 0. Without movement means at most half a km² on balance. The
  eastern sectors are {east}.
- Simulated claims are true losses over the assumed share of claims that is true.
"""
CREDIT = """## Credit

The front was measured on maps by [DeepStateMap.live](https://deepstatemap.live) (first map) and the
[UA Control Map](https://github.com/owlmaps/map-data) (second map); casualties are claims of the Ukrainian General
Staff. Only statistics are printed here.
"""


def page(
    rows: Sequence[Row], sentences: Sequence[str], *, config: str, branch: str, members: int, east: Sequence[str]
) -> str:
    """The whole page, Markdown."""
    misses = [row for row in rows if row.verdict == "MISS"]
    count = {word: sum(row.verdict == word for row in rows) for word in ("inside", "inside with error", "MISS")}
    return "\n".join(
        [
            HEAD.format(config=config, members=members, branch=branch, weeks=WEEKS),
            "## The claims\n",
            *(fill(f"- {sentence}", WIDTH, subsequent_indent="  ") for sentence in sentences),
            "\n## The table\n",
            f"{len(rows)} rows: {count['inside']} inside, {count['inside with error']} inside once the sampling error "
            f"is added, {count['MISS']} missed. \\* is an input.\n",
            *pipes(rows),
            "",
            *_missed(misses),
            READING.format(east=", ".join(east), first=NOISE[0][0], second=NOISE[1][0]),
            CREDIT.rstrip(),
            "",
        ]
    )


def _missed(misses: Sequence[Row]) -> Iterator[str]:
    """One paragraph for each cause, with the rows that it explains."""
    if not misses:
        return
    yield "## The misses\n"
    by_cause: dict[str, list[str]] = {}
    for row in misses:
        label = row.statistic.label + (f" (map {row.map})" if row.map else "")
        by_cause.setdefault(CAUSES.get(row.statistic.name, UNKNOWN), []).append(label)
    for cause, labels in by_cause.items():
        names = "; ".join(labels)
        yield fill(f"**{names[0].upper()}{names[1:]}.** {cause}", WIDTH) + "\n"
