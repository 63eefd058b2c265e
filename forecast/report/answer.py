"""The answers of the first screen: one short paragraph for each question that a reader brings."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from forecast.analysis.branch_table import Cell, OutcomeRow
from forecast.analysis.estimates import Estimate, Floats, mean
from forecast.analysis.headlines import YEARS_IN_WORDS
from forecast.analysis.lasting_peace import LastingPeace
from forecast.analysis.ties import Tie
from forecast.display.numbers import amount, band_of_points, band_of_shares, percent, points
from forecast.display.outcomes import MONEY
from forecast.display.units import UNITS
from forecast.experiment.evidence import Evidence
from forecast.report.material import Material

STANDING = 1
"""Value of `agreement_item` for the terms that are on the table in every branch."""

GRADE_WORDS = {"A": "measured", "B": "from the literature", "C": "judgment"}


class Claim(NamedTuple):
    """A question of the reader, and the answer in plain text: claim, number, caveat."""

    question: str
    answer: str


def claims(material: Material) -> list[Claim]:
    """Answer the questions that the run can answer, in reading order."""
    made = [_peace(material), _sure(material), _accepted(material), _cost(material), _war(material)]
    return [claim for claim in made if claim is not None]


def band(cell: Cell) -> str:
    """Write a share with its 80% band between draws: '23% (1-58)'."""
    text = percent(cell.estimate)
    if cell.split is None:
        return text
    low, high = (end.value for end in cell.split.epistemic)
    return f"{text} ({band_of_shares(low, high)})"


def _peace(material: Material) -> Claim | None:
    peace, row = material.peace, material.table.durable
    if peace is None or row is None:
        return None
    years, reference = YEARS_IN_WORDS[peace.years[0]], material.members.reference
    if material.tested_branch is None:
        share = band(row.cells[reference])
        sentence = f"A ceasefire within two years that lasts {years} comes in {share} of the futures."
        return Claim("How often does peace last?", sentence)
    tested = material.tested_branch
    gap = peace.differences[tested, peace.years[0]]
    best, other = (tested, reference) if gap.value.value >= 0.0 else (reference, tested)
    sentence = (
        f"{_verdict(material.titles[best], gap.tie)} A ceasefire within two years that lasts {years} comes in "
        f"{band(row.cells[best])} of its futures, under “{material.titles[other]}” in {band(row.cells[other])}. "
        f"“{material.titles[tested]}” minus “{material.titles[reference]}”: {points(gap.value)} points"
        f"{_span(gap.draws.low, gap.draws.high)}."
    )
    return Claim("What is better for lasting peace?", f"{sentence} {_ends(peace, material)}".rstrip())


def _verdict(first: str, tie: Tie | None) -> str:
    if tie in ("chance", "small"):
        return "The two are too close to tell."
    if tie == "draws":
        return f"“{first}” does better on average, but what is not known of the inputs could turn it round."
    return f"“{first}”."


def _ends(peace: LastingPeace, material: Material) -> str:
    """Name the branch with the most and the one with the least lasting peace, where the sentence before does not."""
    first = peace.years[0]
    said = {material.tested_branch, material.members.reference}
    order = sorted(peace.branches, key=lambda b: peace.estimates[b, first].mean.value)
    pieces = []
    for words, branch in (("Most", order[-1]), ("Least", order[0])):
        if len(order) > 2 and not (words == "Most" and branch == material.tested_branch) and branch not in said:
            pieces.append(f"{words}: “{material.titles[branch]}”, {percent(peace.estimates[branch, first].mean)}.")
    if len(order) > 2 and order[-1] == material.tested_branch:
        pieces.insert(0, f"No other of the {len(order)} policies has more.")
    return " ".join(pieces)


def _sure(material: Material) -> Claim | None:
    peace, tested = material.peace, material.tested_branch
    if peace is None or tested is None:
        return None
    gap = peace.differences[tested, peace.years[0]]
    basis = material.evidence
    ahead, favour = ("ahead", gap.draws.in_favour.value) if gap.value.value >= 0 else (
        "behind", 1.0 - gap.draws.in_favour.value)  # fmt: skip
    sentence = (
        f"“{material.titles[tested]}” is {ahead} in {100.0 * favour:.0f}% of the combinations of inputs that could be "
        f"true. Chance in the simulation moves the difference by ±{_error(gap.value)} points only."
        if favour == favour
        else f"Chance in the simulation moves the difference by ±{_error(gap.value)} points."
    )
    return Claim("How sure is that?", f"{sentence} {grade_in_words(basis)}")


def grade_in_words(basis: Evidence) -> str:
    """Say in words what the numbers rest on, and what follows from it."""
    if basis.grade == "C":
        return (
            f"The inputs are the weak point: {basis.by_grade['C']} of {basis.total} are judgments (grade C). Trust the "
            "direction more than the size."
        )
    return f"The weakest inputs are {GRADE_WORDS[basis.grade]} (grade {basis.grade})."


def _error(estimate: Estimate) -> str:
    return f"{max(100.0 * estimate.mcse, 0.1):.1f}"


def _accepted(material: Material) -> Claim | None:
    tested, table = material.tested_branch, material.table
    refused, package, agreed = (table.row(f"{event}_by_w104") for event in ("refused", "package_signed", "agreement"))
    if tested is None or refused is None or package is None or agreed is None:
        return None
    if material.experiment.branches[tested].offer is None:
        return None
    attacker, reference = material.attacker, material.members.reference
    surge = table.row("surge_begun_by_w104")
    begun = f" The surge then begins in {band(surge.cells[tested])}." if surge is not None else ""
    return Claim(
        f"Would {attacker} accept the offer?",
        f"Rarely as it is written: within two years the offer is refused in {band(refused.cells[tested])} of the "
        f"futures, and its package is signed in {band(package.cells[tested])}.{begun} Some agreement comes in "
        f"{band(agreed.cells[tested])} (“{material.titles[reference]}”: {percent(agreed.cells[reference].estimate)})"
        f"{_standing(material, tested)}."
        if package.cells[tested].estimate.value < 0.5
        else f"Its package is signed within two years in {band(package.cells[tested])} of the futures.{begun}",
    )


def _standing(material: Material, branch: str) -> str:
    """Say which part of the first agreements is on the terms that are on the table in every branch."""
    members = material.members
    if "agreement_item" not in members.variables:
        return ""
    item, week = members.values(branch, "agreement_item"), members.values(branch, "agreement_week")
    on_terms = np.where(week <= 104, item == STANDING, np.nan).astype(np.float64)
    share = mean(on_terms, members.clusters).estimate
    return f", {percent(share)} of them on the bare terms that are on the table anyway" if share.n else ""


def total_cost(material: Material, branch: str) -> Floats | None:
    """Aid of all donors within two years plus foreign troops to the end of the run, EUR bn, float64[members]."""
    members = material.members
    columns = [f"aid_{donor}_eur_bn" for donor in members.manifest.donors] + ["keepers_cost_eur_bn"]
    if any(column not in members.variables for column in columns):
        return None
    total = members.values(branch, columns[0]).copy()
    for column in columns[1:]:
        total += members.values(branch, column)
    return total


def _cost(material: Material) -> Claim | None:
    members, tested = material.members, material.tested_branch
    base = total_cost(material, members.reference)
    if base is None or tested is None:
        return None
    own = total_cost(material, tested)
    assert own is not None
    costs = [mean(values, members.clusters).estimate for values in (own, base, own - base)]
    more = "more" if costs[2].value >= 0 else "less"
    size = amount(Estimate(abs(costs[2].value), costs[2].mcse, costs[2].n), MONEY)
    return Claim(
        "What does it cost?",
        f"Aid of all donors in two years, and foreign troops: {amount(costs[0], MONEY)} on average, against "
        f"{amount(costs[1], MONEY)} under “{material.titles[members.reference]}” ({size} {more}). Undiscounted.",
    )


def _war(material: Material) -> Claim | None:
    table, members, tested = material.table, material.members, material.tested_branch
    defender = members.manifest.sides[0]
    if tested is None:
        return None
    pieces = list(_amounts(material, tested, table.row("net_km2_w52"), table.row(f"losses_{defender}_w104")))
    collapse = table.row(f"collapse_{defender}_by_w104")
    if collapse is not None:
        worst = max(table.branches, key=lambda b: collapse.cells[b].estimate.value)
        other = (
            f"; most often under “{material.titles[worst]}”, {percent(collapse.cells[worst].estimate)}"
            if worst not in (tested, members.reference)
            else ""
        )
        pieces.append(
            f"The army of {material.defender} collapses within two years in {percent(collapse.cells[tested].estimate)} "
            f"against {percent(collapse.cells[members.reference].estimate)}{other}."
        )
    return Claim("What happens in the war?", " ".join(pieces)) if pieces else None


def _amounts(material: Material, tested: str, ground: OutcomeRow | None, losses: OutcomeRow | None) -> Iterator[str]:
    reference = material.members.reference
    if ground is not None:
        cells = ground.cells[tested], ground.cells[reference]
        wide = ""
        if cells[0].interval is not None:
            low, high = (amount(end, UNITS["km2"], with_unit=False) for end in cells[0].interval)
            wide = f" ({low} to {high})"
        yield (
            f"In the first year {material.attacker} gains {amount(cells[0].estimate, UNITS['km2'])}{wide} of ground on "
            f"the front, against {amount(cells[1].estimate, UNITS['km2'])}."
        )
    if losses is not None:
        own, base = (amount(losses.cells[b].estimate, UNITS["thousand persons"], False) for b in (tested, reference))
        yield f"{material.defender} has {own} against {base} thousand killed and wounded in two years."


def _span(low: Estimate, high: Estimate) -> str:
    if low.value != low.value:
        return ""
    return f" (80% band: {band_of_points(low.value, high.value)})"
