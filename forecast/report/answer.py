"""The answers of the first screen: one short paragraph for each question that a reader brings."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from forecast.analysis.branch_table import Cell, OutcomeRow
from forecast.analysis.estimates import Estimate, Floats, mean
from forecast.analysis.headlines import YEARS_IN_WORDS
from forecast.analysis.lasting_peace import LastingPeace
from forecast.analysis.ties import Difference
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
    sentence = (
        f"{_verdict(material, gap)} A ceasefire within two years and then no return to war for {years} comes in "
        f"{band(row.cells[tested])} of the futures under it and in {band(row.cells[reference])} under "
        f"“{material.titles[reference]}”: {points(gap.value)} points{_span(gap.draws.low, gap.draws.high)}."
    )
    pieces = [sentence, _more_or_longer(material, tested), _others(peace, material)]
    return Claim("What is better for lasting peace?", " ".join(filter(None, pieces)))


def _verdict(material: Material, gap: Difference) -> str:
    tested, reference = material.titles[material.tested_branch or ""], material.titles[material.members.reference]
    if gap.tie in ("chance", "small"):
        return f"“{tested}” and “{reference}” are too close to tell."
    ahead = gap.value.value >= 0.0
    if gap.tie == "draws":
        return f"“{tested}” is {'ahead' if ahead else 'behind'} on average; the inputs leave the sign open."
    return f"“{tested if ahead else reference}”."


def _more_or_longer(material: Material, tested: str) -> str:
    """Say whether the difference comes from more ceasefires or from longer ones."""
    table = material.table
    came, lasts = table.row("ceasefire_by_w104"), table.lasts
    if came is None or lasts is None:
        return ""
    cells = [(row.cells[tested].estimate, row.cells[material.members.reference].estimate) for row in (came, lasts)]
    shares = [f"{percent(own)} against {percent(base)}" for own, base in cells]
    return f"Ceasefires come in {shares[0]}; of those that come, {shares[1]} last."


def _others(peace: LastingPeace, material: Material) -> str:
    """Name the best two of the other policies, and the last one."""
    first = peace.years[0]
    rest = [b for b in peace.branches if b not in (material.tested_branch, material.members.reference)]
    rest.sort(key=lambda b: -peace.estimates[b, first].mean.value)
    told = [f"“{material.titles[b]}” {percent(peace.estimates[b, first].mean)}" for b in rest]
    if len(told) < 4:
        return f"Others: {', '.join(told)}." if told else ""
    return f"Best of the others: {told[0]}, {told[1]}; last: {told[-1]}."


def _sure(material: Material) -> Claim | None:
    peace, tested = material.peace, material.tested_branch
    if peace is None or tested is None:
        return None
    gap = peace.differences[tested, peace.years[0]]
    favour = gap.draws.in_favour.value
    chance = f"Chance in the simulation moves the difference by ±{_error(gap.value)} points only."
    if favour != favour:
        return Claim("How sure is that?", f"{chance} {grade_in_words(material.evidence)}")
    ahead = f"Ahead in {100.0 * favour:.0f}% of the draws of the inputs, behind in {100.0 * (1.0 - favour):.0f}%."
    return Claim("How sure is that?", f"{ahead} {grade_in_words(material.evidence)} {chance}")


def grade_in_words(basis: Evidence) -> str:
    """Say in words what the numbers rest on, and what follows from it."""
    if basis.grade == "C":
        return (
            f"That is no probability: {basis.by_grade['C']} of {basis.total} inputs are judgments (grade C), so the "
            "size can be trusted less than the direction."
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
    surge, signed = table.row("surge_begun_by_w104"), package.cells[tested].estimate.value
    begun = f" The surge begins in {band(surge.cells[tested])} of all futures." if surge is not None else ""
    return Claim(
        f"Would {attacker} accept the offer?",
        f"{'Rarely as it is written. ' if signed < 0.2 else ''}Within two years its package is signed in "
        f"{band(package.cells[tested])} of the futures; the offer runs out without an agreement in "
        f"{band(refused.cells[tested])}.{begun} Some agreement comes in {band(agreed.cells[tested])}, under "
        f"“{material.titles[reference]}” in {percent(agreed.cells[reference].estimate)}{_standing(material, tested)}.",
    )


def _standing(material: Material, branch: str) -> str:
    """Say which part of the first agreements is on the terms that are on the table in every branch."""
    members = material.members
    if "agreement_item" not in members.variables:
        return ""
    item, week = members.values(branch, "agreement_item"), members.values(branch, "agreement_week")
    on_terms = np.where(week <= 104, item == STANDING, np.nan).astype(np.float64)
    share = mean(on_terms, members.clusters).estimate
    return f"; {percent(share)} of these agreements are on terms that are on the table anyway" if share.n else ""


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
    costs = [mean(values, members.clusters).estimate for values in (own, base)]
    return Claim(
        "What does it cost, and who pays?",
        f"{amount(costs[0], MONEY)} on average ({_payers(material, tested)}), against {amount(costs[1], MONEY)} under "
        f"“{material.titles[members.reference]}” ({_payers(material, members.reference)}). Aid in two years, troops to "
        "the end of the run, undiscounted.",
    )


def _payers(material: Material, branch: str) -> str:
    members, donors = material.members, material.experiment.baseline.donors
    names = {f"aid_{donor}_eur_bn": donors[donor].name for donor in members.manifest.donors}
    shares = {**names, "keepers_cost_eur_bn": "troops"}
    return ", ".join(
        f"{name} {amount(mean(members.values(branch, column), members.clusters).estimate, MONEY, with_unit=False)}"
        for column, name in shares.items()
    )


def _war(material: Material) -> Claim | None:
    table, members, tested = material.table, material.members, material.tested_branch
    defender, attacker = members.manifest.sides
    if tested is None:
        return None
    pieces = list(_ground_gained(material, tested, table.row("net_km2_w52")))
    losses = [(name, table.row(f"losses_{side}_w104")) for name, side in (
        (material.defender, defender), (material.attacker, attacker))]  # fmt: skip
    told = [
        f"{name} {_thousand(row.cells[tested])} against {_thousand(row.cells[members.reference])}"
        for name, row in losses
        if row is not None
    ]
    if told:
        pieces.append(f"Killed and wounded in two years, thousand: {', '.join(told)}.")
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
            f"against {percent(collapse.cells[members.reference].estimate)}{other}. After a collapse nobody fights, so "
            "losses end too."
        )
    return Claim("What happens in the war?", " ".join(pieces)) if pieces else None


def _thousand(cell: Cell) -> str:
    return amount(cell.estimate, UNITS["thousand persons"], with_unit=False)


def _ground_gained(material: Material, tested: str, ground: OutcomeRow | None) -> Iterator[str]:
    if ground is None:
        return
    cells = ground.cells[tested], ground.cells[material.members.reference]
    wide = ""
    if cells[0].interval is not None:
        low, high = (amount(end, UNITS["km2"], with_unit=False) for end in cells[0].interval)
        wide = f" (80% of futures: {low} to {high})"
    yield (
        f"{material.attacker} gains a median {amount(cells[0].estimate, UNITS['km2'])}{wide} on the front in the first "
        f"year, against {amount(cells[1].estimate, UNITS['km2'])}; land lost in a collapse is not in it."
    )


def _span(low: Estimate, high: Estimate) -> str:
    if low.value != low.value:
        return ""
    return f" (80% band {band_of_points(low.value, high.value)})"
