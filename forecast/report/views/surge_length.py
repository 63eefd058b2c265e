"""The view of the length of the surge: does a longer one help?"""

from forecast.analysis.draw_groups import DrawGroup
from forecast.analysis.estimates import Estimate
from forecast.analysis.ties import ties
from forecast.display.branches import inside_sentence
from forecast.display.numbers import band_of_points, points
from forecast.display.units import unit_words
from forecast.report.material import Material
from forecast.report.surge_lines import SurgeLine, surge_lines, surge_prior
from forecast.report.views.view import View
from forecast.text.outcome_tables import TextTable

TITLE = "Does a longer surge help?"
NOTE = (
    "Points ± one Monte Carlo standard error [80% of the draws of the group]. Each group holds a fifth of the draws. "
    "All differences are taken over the same futures."
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
    return View(
        "length",
        TITLE,
        tuple(_claim(material, line, unit.name) for line in lines),
        folded=_table(lines, unit.name),
        caveats=tuple(
            filter(
                None,
                [
                    _how_often(material),
                    REACH.format(low=f"{groups[0].low:.0f}", high=f"{groups[-1].high:.0f}", unit=unit.name),
                    f"The length is of grade {prior.grade}: {prior.source.rstrip('.')}.",
                ],
            )
        ),
        explained="docs/surges.md",
    )


def _claim(material: Material, line: SurgeLine, unit: str) -> str:
    """Compare the group with the longest surges with that with the shortest."""
    short, long = line.groups[0], line.groups[-1]
    change = (long.linear - short.linear).estimate
    reasons = ties(change, float("nan"), float("nan"), material.members.clusters.count)
    against = f"Against “{inside_sentence(line.title)}”"
    ends = f"{_point_text(long)} in the draws with the longest surges, {_point_text(short)} in those with the shortest"
    span = f"({_span(long)} and {_span(short)} {unit})"
    if not reasons:
        verdict = "a longer surge helps" if change.value > 0.0 else "a longer surge makes it worse"
        return f"{against} {verdict}: the lead is {ends} {span}."
    reason = "within two errors" if "chance" in reasons else "under one point"
    return (
        f"{against} no effect of a longer surge shows: the lead is {ends} {span}. The difference is {reason}, so it is "
        "a tie."
    )


def _how_often(material: Material) -> str:
    """Say in what share of futures the surge begins: the length cannot matter in the others."""
    headline = material.headline("surge_begun_by_w104")
    tested = material.tested_branch
    if headline is None or tested is None:
        return ""
    share = headline.values(tested).mean()
    return f"The surge begins within two years in {100.0 * share:.0f}% of futures; in the others its length is nothing."


def _point_text(group: DrawGroup) -> str:
    ends = band_of_points(group.band.low.value, group.band.high.value)
    return f"{points(group.difference)} points" + (f" ({ends})" if ends[0] in "+-0" else "")


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
    ends = band_of_points(group.band.low.value, group.band.high.value)
    return f"{points(value._replace(mcse=0.0))} ±{100.0 * value.mcse:.1f} [{ends}]"
