"""Writes the page docs/prior_predictive.md."""

from collections.abc import Iterator, Sequence

from studies.markdown import bullet, paragraph
from studies.prior_predictive.compare import INSIDE, MISS, WITH_ERROR, StatisticComparison
from studies.prior_predictive.findings import markdown
from studies.prior_predictive.record import WEEKS
from studies.prior_predictive.simulated import NOISE

HEAD = """# What the baseline says about the front before anything is assumed about it

Made by `python -m studies prior_predictive {config} --members {members} --markdown`. Do not edit by hand.

The front of 2024, the push in the east, the casualties and a fairly static 2025 are claims of the argument that the
study is about. The model should reproduce them by itself. To check this, {members:,} members of the reference branch
({branch}), one for each draw, run for {weeks} weeks from week 0 without talks and without collapse of either side.
The same statistics are computed from them and from the last {weeks} weeks of the training series (to 30 November
2024). Nothing is tuned here.

Two things limit what agreement can show. First, the observed weeks lie *before* week 0 and the simulated weeks after
it: a level that rose all year is compared with one that starts high and drifts back. Second, a row with a star is an
input: the baseline took that number from the same weeks, so agreement only shows that the model kept it.
"""
READING = """## How to read the table

- **observed (se)**: on each map. The standard error is a block bootstrap over weeks (blocks of 8 weeks, 4 in a
  quarter, 1,000 series, fixed seed). It does not see slow drift, so it is too small where the level moves through the
  year.
- **median, 10 %, 90 %**: over members, with Monte Carlo standard errors. **percentile**: members at or below the
  observed value, per cent.
- **verdict**: *inside* the central 80 % of members; *inside with error* if the central 80 % of the observed value's
  own error reaches that band; else *MISS* with the distance. Even if the model is right, one row in five lies outside
  the band, and rows of one family are not independent.
- **Maps err in time.** A map shows a gain days late and moves a village in one step. So the simulated totals get the
  timing noise of the map that they are compared with before dispersion, autocorrelation and the link with casualties
  are computed. On the scale of the level (modulus transformation with power 1/3) its standard deviation is {first:g}
  for the first map and {second:g} for the second, as fitted with the level; a moving average gives part of it back in
  the next week ([calibration.md](calibration.md)). A transformed gain is a gain on that scale. Levels and sums are
  compared without the noise, because it cancels in them. No noise was estimated by sector, so rows on sectors have
  none. Maps are updated in batches, which makes the observed sectors more lumpy than the simulated ones.
- A sector's gain is its net gain where that is above 0. Without movement means at most half a km² on balance. The
  eastern sectors are {east}.
- Simulated claims are true losses divided by the assumed share of claims that is true.
"""
CREDIT = """## Credit

The front was measured on maps by [DeepStateMap.live](https://deepstatemap.live) (first map) and the
[UA Control Map](https://github.com/owlmaps/map-data) (second map). Casualties are claims of the Ukrainian General
Staff. Only statistics are printed here.
"""

# Known causes of misses, printed only for statistics that miss. Each text was written from the measurement that it
# names: check it again after a change of the model.
TREND = (
    "The observed year is one long rise, from about 14 to about 115 km² a week, and a trend raises every "
    "autocorrelation. Simulated years begin high and usually come down. Around a straight line the first "
    "autocorrelation agrees (it has its own row)."
)
CAUSES: dict[str, str] = {
    **{f"{stem}_{lag}": TREND for stem in ("acf", "log_acf") for lag in (1, 2, 4, 8)},
    "jump": (
        "The noise of both maps was estimated on all 105 weeks. In the first half of them gains were near zero, where "
        "noise on this scale is largest; the last 57 weeks are calmer. Without map noise the simulated changes have "
        "about the observed size (median 0.76). The moving average of the noise, which was not in the fit, adds a "
        "little. So the noise of the maps is too large for this year, not that of the war. The coefficients of "
        "variation, which include the slower moves, agree."
    ),
    "east_13": (
        "In the last quarter hardly anything moved outside the east. The model gives quiet sectors more than that on "
        "purpose: an expected share is six tenths of the share in the last quarter and four tenths an equal part, "
        "because that rule came close to the best forecast of the next quarter's shares ([baseline.md](baseline.md))."
    ),
    "still": (
        "The chances of activity count gross gains, but this row counts net moves. And a map moves a village in one "
        "step where the model moves a little every week. Both lower the simulated share."
    ),
    "claimed": (
        "Claims rose by two thirds in the year. The baseline starts from where they ended, and nothing in the model "
        "makes losses return to an older, lower rate: it treats the rise as a new state, not as a peak. A year "
        "observed on the way up cannot show which is right."
    ),
    "link_raw": (
        "Claims and gains both rose through the observed year, so this is mostly a correlation of two trends. In the "
        "model the two separate after week 0: gains revert to a lower level, losses stay where they are."
    ),
}
UNKNOWN = "No cause is known yet."


def page(
    rows: Sequence[StatisticComparison],
    claims: Sequence[str],
    *,
    config: str,
    branch: str,
    members: int,
    east: Sequence[str],
) -> str:
    """Return the whole page, in Markdown.

    Parameters
    ----------
    rows, claims : sequence
        Comparisons, and sentences about the claims.
    config, branch : str
        Path of the config as the page names it, and the branch that was simulated.
    members : int
        Number of simulated members.
    east : sequence of str
        Ids of the sectors of the eastern push.
    """
    misses = [row for row in rows if row.verdict == MISS]
    count = {word: sum(row.verdict == word for row in rows) for word in (INSIDE, WITH_ERROR, MISS)}
    return "\n".join(
        [
            HEAD.format(config=config, members=members, branch=branch, weeks=WEEKS),
            "## The claims\n",
            *map(bullet, claims),
            "\n## The table\n",
            f"{len(rows)} rows: {count[INSIDE]} inside, {count[WITH_ERROR]} inside once the sampling error is added, "
            f"{count[MISS]} missed. \\* is an input.\n",
            *markdown(rows),
            "",
            *_explain_misses(misses),
            READING.format(east=", ".join(east), first=NOISE[0][0], second=NOISE[1][0]),
            CREDIT.rstrip(),
            "",
        ]
    )


def _explain_misses(misses: Sequence[StatisticComparison]) -> Iterator[str]:
    """Yield one paragraph for each cause of misses, with the rows that it explains."""
    if not misses:
        return
    yield "## The misses\n"
    by_cause: dict[str, list[str]] = {}
    for row in misses:
        label = row.statistic.label + (f" (map {row.map})" if row.map else "")
        by_cause.setdefault(CAUSES.get(row.statistic.name, UNKNOWN), []).append(label)
    for cause, labels in by_cause.items():
        names = "; ".join(labels)
        yield paragraph(f"**{names[0].upper()}{names[1:]}.** {cause}") + "\n"
