"""The view of the length of the surge: does a longer one help?"""

from collections.abc import Sequence
from typing import NamedTuple

from forecast.analysis.draw_groups import DrawGroup
from forecast.analysis.estimates import Estimate
from forecast.analysis.ties import ties
from forecast.display.numbers import band_of_points, points
from forecast.display.units import unit_words
from forecast.report.material import Material
from forecast.report.surge_lines import SurgeLine, surge_lines, surge_prior
from forecast.report.views.flips import lead_text
from forecast.report.views.view import View
from forecast.text.outcome_tables import TextTable

TITLE = "Does a longer surge help?"
NOTE = (
    "Points ± one Monte Carlo standard error [80% of the draws of the group]. Each group holds a fifth of the draws. "
    "All differences are taken over the same futures."
)
BLUFF = (
    "The second policy makes the same offer and never carries out the threat: against it only the surge differs. If "
    "nothing differed, one of two comparisons would still look clear by chance in one run of ten."
)
REACH = (
    "The length varies within what the run assumes for it, {low} to {high} {unit}. A longer surge than that is not "
    "simulated."
)


def view(material: Material) -> View | None:
    """Compare groups of draws by the drawn length; None if it is fixed or the tested branch has no surge."""
    prior, lines = surge_prior(material), surge_lines(material)
    if prior is None or not lines:
        return None
    unit = unit_words(prior.unit)
    groups = lines[0].groups
    changes = [_change(material, line) for line in lines]
    return View(
        "length",
        TITLE,
        (_answer(changes), *(_claim(change, unit.name) for change in changes)),
        folded=_table(lines, unit.name),
        caveats=tuple(
            filter(
                None,
                [
                    _how_often(material),
                    BLUFF if len(lines) > 1 else "",
                    REACH.format(low=f"{groups[0].low:.0f}", high=f"{groups[-1].high:.0f}", unit=unit.name),
                    f"The length is of grade {prior.grade}: {prior.source.rstrip('.')}.",
                ],
            )
        ),
        explained="docs/surges.md",
    )


class _Change(NamedTuple):
    """How the lead changes from the shortest to the longest surges: 1 if it grows, -1 if it falls, 0 for a tie."""

    line: SurgeLine
    sign: int
    reason: str


def _change(material: Material, line: SurgeLine) -> _Change:
    change = (line.groups[-1].linear - line.groups[0].linear).estimate
    reasons = ties(change, float("nan"), float("nan"), material.members.clusters.count)
    reason = "" if not reasons else "within two errors" if "chance" in reasons else "under one point"
    return _Change(line, 0 if reasons else 1 if change.value > 0.0 else -1, reason)


def _answer(changes: Sequence[_Change]) -> str:
    """Answer the question of the title over all comparisons."""
    signs = {change.sign for change in changes}
    if signs == {0}:
        return "No difference of a point or more shows between short and long surges: all comparisons are ties."
    if signs == {1}:
        return "A longer surge helps, within the lengths that the run assumes."
    if signs == {-1}:
        return "A longer surge makes it worse, within the lengths that the run assumes."
    return "That is not clear: the comparisons do not agree."


def _claim(change: _Change, unit: str) -> str:
    """Compare the group with the longest surges with that with the shortest."""
    short, long = change.line.groups[0], change.line.groups[-1]
    told = {1: "grows with the length", -1: "falls with the length"}
    verdict = told.get(change.sign, f"shows no clear change (a tie, {change.reason})")
    return (
        f"The lead over “{change.line.title}” {verdict}: {lead_text(short.difference, short.band)} with surges of "
        f"{_span(short)} {unit}, {lead_text(long.difference, long.band)} with {_span(long)} {unit}."
    )


def _how_often(material: Material) -> str:
    """Say in what share of futures the surge begins: the length cannot matter in the others."""
    headline = material.headline("surge_begun_by_w104")
    tested = material.tested_branch
    if headline is None or tested is None:
        return ""
    share = f"{100.0 * headline.values(tested).mean():.0f}%"
    return f"The surge begins within two years in {share} of futures. In the others its length changes nothing."


def _span(group: DrawGroup) -> str:
    return f"{group.low:.0f}-{group.high:.0f}"


def _table(lines: tuple[SurgeLine, ...], unit: str) -> TextTable:
    head = (f"length of the surge, {unit}", *(f"lead over {line.title}" for line in lines))
    rows = tuple(
        (_span(parts[0]), *(_cell(part.difference, part) for part in parts))
        for parts in zip(*(line.groups for line in lines), strict=True)
    )
    return TextTable(head, rows, NOTE)


def _cell(value: Estimate, group: DrawGroup) -> str:
    low, high = group.band.low.value, group.band.high.value
    ends = f"[{band_of_points(low, high)}]" if low < high else "[draws not told apart]"
    return f"{points(value._replace(mcse=0.0))} ±{100.0 * value.mcse:.1f} {ends}"
