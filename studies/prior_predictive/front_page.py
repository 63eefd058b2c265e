"""Writes the page docs/prior_predictive_2025.md: the front alone, for a baseline later than the training series."""

from collections.abc import Sequence

from studies.prior_predictive.compare import INSIDE, MISS, WITH_ERROR, StatisticComparison
from studies.prior_predictive.findings import markdown
from studies.prior_predictive.record import WEEKS
from studies.prior_predictive.simulated import MapNoise

CREDIT = """## Credit

The front was measured on maps by [DeepStateMap.live](https://deepstatemap.live) (first map) and the
[UA Control Map](https://github.com/owlmaps/map-data) (second map). Only statistics are printed here.
"""
NOISE_2025: MapNoise = ((0.51, 0.19), (0.85, 0.14))
"""Noise of both maps, median and spread of the log: posterior through 2025-11-29
(configs/posteriors/front-2025-11-29/README.md)."""
HEAD = """# What the second baseline says about the front of autumn 2025

Made by `python -m studies prior_predictive {config} --until {last} --members {members} --markdown`.
Do not edit by hand.

{members:,} members of the reference branch ({branch}), one for each draw, run for {weeks} weeks
from week 0 ({last}) without talks and without collapse of either side. The same statistics are
computed from them and from the {weeks} weeks of the two maps that end with week 0. Nothing is tuned
here. The page on the [first baseline](prior_predictive.md) says how to read the table and what
agreement can show: the observed weeks lie before week 0 and the simulated ones after it.

Claimed losses are left out: the later series have monthly sums only. There is no salient.

{count} rows: {inside} inside the central 80 % of members, {near} inside once the sampling error is
added, {missed} missed. \\* is an input.
"""


def front_page(
    rows: Sequence[StatisticComparison], *, config: str, branch: str, members: int, last: str, east: Sequence[str]
) -> str:
    """Return the whole page, in Markdown.

    Parameters
    ----------
    rows : sequence of StatisticComparison
        Comparisons of the statistics of the front.
    config, branch, last : str
        Path of the config, the simulated branch, and the last day of the observed weeks.
    members : int
        Number of simulated members.
    east : sequence of str
        Ids of the sectors of the eastern push.
    """
    count = {word: sum(row.verdict == word for row in rows) for word in (INSIDE, WITH_ERROR, MISS)}
    head = HEAD.format(
        config=config, members=members, branch=branch, weeks=WEEKS, last=last, count=len(rows), inside=count[INSIDE],
        near=count[WITH_ERROR], missed=count[MISS],
    )  # fmt: skip
    return "\n".join(
        [head, *markdown(rows), "", f"The eastern sectors are {', '.join(east)}.", "", CREDIT.rstrip(), ""]
    )
