"""Writes the page docs/as_it_came.md."""

from collections.abc import Iterator, Mapping

import numpy as np

from forecast.analysis.estimates import Clusters, Estimate, Linear, Sorted, mean
from forecast.config import Experiment, config_hash
from forecast.display.digits import format_value
from forecast.hindcast.run_score.clustered import clustered_crps
from studies.as_it_came.observed import Seen
from studies.as_it_came.paths import WEEKS, Paths
from studies.markdown import TitledTable, paragraph

TITLE = "Which branch did history resemble?"
COMMAND = "python -m studies as_it_came configs/as_it_came.yaml --markdown"
WHAT_CAME = """**Made with hindsight.** The branch `as_it_came` puts into the study of December 2024 what was done
until November 2025. So it is no forecast and supports no claim of skill. The law of the front was made when 2025
was known, too ([decision 10](decisions/0010-two-time-scales.md)). In the branch, US allocations of military aid
end: the last package came on 9 January 2025, and none from February on (Kiel Institute). Intelligence is paused
from 5 to 11 March. Europe replaces more than was expected. With its purchases from US stocks (PURL, from August on)
it replaced 0.70 of the US mean of 2022 to 2024 in the year to November, so the branch has 1.75 times the expected
share. The alliance pledged 3.5 % of output on 25 June in The Hague. The US put sanctions on Rosneft and Lukoil on
22 October. Two things are not in the branch. The pause of deliveries from 3 to 11 March is left out, because no
lever holds back a week of aid. The talks of the year are left out, because they put nothing on the table that both
sides took up."""
READING = """Gains are of the whole front since week 0, in km². *Observed* is the first map (DeepStateMap.live) and
the second (UA Control Map). For each branch: the median of the members, their central 80 %, the share of members
below the mean of the two maps (percentile), and the CRPS against that mean (lower is better). ± is the Monte Carlo
error."""


def page(exp: Experiment, paths: Mapping[str, Paths], clusters: Clusters, seen: Seen, markdown: bool) -> str:
    """Return the page as text.

    Parameters
    ----------
    exp : Experiment
        What was simulated.
    paths : mapping of str to Paths
        Branch -> its members.
    clusters : Clusters
        Clusters of the members.
    seen : Seen
        What was observed.
    markdown : bool
        Whether to write Markdown.
    """
    gains = [_gains(k, paths, clusters, seen) for k in range(len(WEEKS))]
    tables = [*gains, _others(paths, clusters, seen)]
    words = [_provenance(exp), WHAT_CAME.replace("\n", " "), *_verdict(paths, clusters, seen)]
    if not markdown:
        lines = [TITLE, *(f"\n{paragraph(text)}" for text in (*words, READING.replace("\n", " ")))]
        for table in tables:
            lines += ["", *table.text()]
        return "\n".join(lines).replace("`", "").replace("*", "") + "\n"
    lines = [f"# {TITLE}", "", f"Made by `{COMMAND}`. Do not edit by hand."]
    for text in (*words, READING.replace("\n", " ")):
        lines += ["", paragraph(text)]
    for table in tables:
        lines += ["", f"## {table.title}", "", *table.markdown()]
    return "\n".join(lines) + "\n"


def _provenance(exp: Experiment) -> str:
    draws = -(-exp.members // exp.design.replicates)
    return (
        f"Experiment `{exp.experiment}` (config hash `{config_hash(exp)[:8]}`): {exp.members:,} members in each of "
        f"{len(exp.branches)} branches, {draws:,} draws, simulated for {WEEKS[-1]} weeks from {exp.baseline.date}."
    )


def _truth(seen: Seen, k: int) -> float:
    return sum(seen.gains[k]) / 2.0


def _score(paths: Mapping[str, Paths], clusters: Clusters, seen: Seen, branch: str, k: int) -> Linear:
    return clustered_crps(paths[branch].net[k], _truth(seen, k), clusters)


def _gains(k: int, paths: Mapping[str, Paths], clusters: Clusters, seen: Seen) -> TitledTable:
    one, two = seen.gains[k]
    rows = []
    for branch, part in paths.items():
        ordered = Sorted(part.net[k], clusters)
        low, middle, high = (ordered.quantile(level).estimate for level in (0.1, 0.5, 0.9))
        below = mean(part.net[k] < _truth(seen, k), clusters).estimate
        rows.append(
            (
                f"`{branch}`", f"{one:,.0f}, {two:,.0f}", format_value(middle),
                f"{format_value(low)} to {format_value(high)}", f"{format_value(below, 100.0)} %",
                format_value(_score(paths, clusters, seen, branch, k).estimate),
            )
        )  # fmt: skip
    head = ("branch", "observed", "median", "80 %", "percentile", "CRPS")
    return TitledTable(f"Gain by week {WEEKS[k]}", head, rows)


def _others(paths: Mapping[str, Paths], clusters: Clusters, seen: Seen) -> TitledTable:
    rows = []
    for branch, part in paths.items():
        ordered = Sorted(part.claimed, clusters)
        low, middle, high = (ordered.quantile(level).estimate for level in (0.1, 0.5, 0.9))
        war = Sorted(part.claimed[~part.agreed], Clusters(clusters.index[~part.agreed]))
        rows.append(
            (
                f"`{branch}`", f"{format_value(_share(part.agreed, clusters), 100.0)} %",
                f"{format_value(_share(part.ceasefire, clusters), 100.0)} %", f"{seen.claimed:,.0f}",
                format_value(middle), f"{format_value(low)} to {format_value(high)}",
                format_value(war.quantile(0.5).estimate),
            )
        )  # fmt: skip
    head = (
        "branch", "agreement by week 49", "ceasefire held four weeks", "claimed losses a day, observed", "median",
        "80 %", "median without agreement",
    )  # fmt: skip
    return TitledTable("Agreements and claimed losses", head, rows)


def _share(chosen: "np.ndarray[tuple[int], np.dtype[np.bool_]]", clusters: Clusters) -> Estimate:
    return mean(chosen, clusters).estimate


def _verdict(paths: Mapping[str, Paths], clusters: Clusters, seen: Seen) -> Iterator[str]:
    """Yield the sentences whose numbers the run gives."""
    last = len(WEEKS) - 1
    agreed = _share(paths["as_it_came"].agreed, clusters)
    below = mean(paths["as_it_came"].net[last] < _truth(seen, last), clusters).estimate
    early = mean(paths["as_it_came"].net[1] < _truth(seen, 1), clusters).estimate
    best = min(paths, key=lambda branch: _score(paths, clusters, seen, branch, last).value)
    medians = {branch: float(np.median(part.net[last])) for branch, part in paths.items()}
    spread = max(medians.values()) - min(medians.values())
    width = float(np.subtract(*np.quantile(paths["as_it_came"].net[last], [0.9, 0.1])))
    yield (
        f"**What came.** From {seen.first} to {seen.last}, {WEEKS[-1]} weeks, the two maps show a gain of "
        f"{seen.gains[last][0]:,.0f} and {seen.gains[last][1]:,.0f} km². There was no general ceasefire. Claimed "
        f"losses were "
        f"{seen.claimed:,.0f} a day."
    )
    yield (
        f"**What the branch says.** With the levers that came, {format_value(agreed, 100.0)} % of members have signed "
        f"an agreement by "
        f"week {WEEKS[-1]}; history did not. The observed gain by week {WEEKS[1]} is above "
        f"{format_value(early, 100.0)} % of the "
        f"members, that by week {WEEKS[-1]} above {format_value(below, 100.0)} %."
    )
    yield (
        f"**Which branch.** By levers, history was nearest to `europe_led` without its package: US aid ran out and "
        f"Europe replaced more. At week {WEEKS[-1]} `{best}` has the lowest CRPS, but that says little. The medians of "
        f"all branches lie within {spread:,.0f} km², and the central 80 % of one branch is {width:,.0f} km² wide. So "
        "the front of one year cannot tell the branches apart, and the score is no evidence for a policy."
    )
