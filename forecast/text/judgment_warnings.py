"""Warnings of the first screen: the judgments that the numbers and the order of the branches depend on."""

from collections.abc import Sequence
from typing import NamedTuple

from forecast.analysis.branch_table import BranchTable
from forecast.analysis.drivers import Driver, Thirds, by_thirds, inputs
from forecast.analysis.headlines import IN_WORDS
from forecast.analysis.members import Members
from forecast.config import PriorRef
from forecast.config.branch import Package
from forecast.text.digits import format_value


class DriverRanking(NamedTuple):
    """The inputs that explain most of one outcome, best first. is_lead: the outcome is a lead over the reference."""

    title: str
    drivers: list[Driver]
    is_lead: bool = False


class Judgment(NamedTuple):
    """A judged input (a row of the kernel's parameters), and its meaning, with `{attacker}` for the name."""

    row: str
    meaning: str


class Reason(NamedTuple):
    """A judgment that the order of the branches depends on, and a sentence with the numbers that show it, or ''."""

    judgment: str
    sentence: str


THREAT = Judgment("accept_threat", "how far a threat of more aid moves {attacker}")
NEUTRALITY = Judgment("accept_neutrality", "what a promise of neutrality is worth to {attacker}")
STANDING, RELIEF = "standing_verification", "relief_drift"


def judgment_warnings(members: Members, table: BranchTable, rankings: Sequence[DriverRanking]) -> list[str]:
    """Paragraphs of plain text: what the inputs rest on, and with several branches what their order depends on.

    Parameters
    ----------
    members : Members
        The run.
    table : BranchTable
        Its headline outcomes.
    rankings : sequence of DriverRanking
        Drivers of some outcomes. The first paragraph quotes the first one that explains anything.
    """
    grades = _grades(members, rankings)
    if len(table.branches) == 1:
        return [grades]
    return [grades, _order(members, table) + _lead(rankings) + _relief(members, table)]


def _grades(members: Members, rankings: Sequence[DriverRanking]) -> str:
    count = inputs(members).by_grade
    text = (
        f"These numbers rest mainly on judgment. Of the {sum(count.values())} inputs, {count['C']} are judgments "
        f"(grade C), {count['B']} come from the literature (B) and {count['A']} were measured (A). The ± after a "
        "number is the error of the simulation only. Not knowing the inputs makes every outcome far more uncertain: "
        "the bands across draws show by how much."
    )
    for title, drivers, _ in rankings:
        explained = sum(driver.index.value for driver in drivers)
        if explained > 0.0:
            judged = sum(driver.index.value for driver in drivers if driver.grade == "C") / explained
            return f"{text} For “{title}”, about {judged:.0%} of what the leading inputs explain is of grade C."
    return text


def _order(members: Members, table: BranchTable) -> str:
    """Which judgments the order depends on, with the difference of two branches where each is low and high."""
    attacker = members.side_name(members.manifest.sides[1])
    reasons = []
    for judgment, branch, other in _pairs(members, table):
        prior = next((p for p in inputs(members).drawn if p.sets == judgment.row), None)
        meaning = judgment.meaning.format(attacker=attacker)
        if prior is None:
            reasons.append(Reason(f"{meaning} ({judgment.row})", ""))
            continue
        sentence = _contrast(members, table, prior.name, branch, other)
        reasons.append(Reason(f"{meaning} ({prior.name}, grade {prior.grade})", sentence))
    reasons.append(_verification(members, table))
    listed = ", on ".join(reason.judgment for reason in reasons[:-1]) + f" and on {reasons[-1].judgment}"
    numbers = "".join(reason.sentence for reason in reasons)
    years = table.years
    start = f" Compare the ceasefires that last {IN_WORDS[years]}." if numbers and years is not None else ""
    return f"The order of the branches depends on judgments, among them on {listed}.{start}{numbers}"


def _verification(members: Members, table: BranchTable) -> Reason:
    """The judgment on verification, with the priors behind it."""
    experiment, focus, reference = members.run.experiment, members.focus, members.reference
    priors = experiment.priors
    chances = (package.verification for package in (_package(members, b) for b in table.branches) if package)
    names = list(dict.fromkeys(chance.prior for chance in chances if isinstance(chance, PriorRef)))
    drawn = {prior.name for prior in inputs(members).drawn}
    prior = next((name for name in names if name in drawn), None)
    names += [p.name for p in priors.values() if p.sets == STANDING]
    sources = "; ".join(["package.verification", *(f"{name}, grade {priors[name].grade}" for name in names)])
    sentence = "" if prior is None or focus is None else _contrast(members, table, prior, focus, reference)
    return Reason(f"whether an agreement comes with verification on site ({sources})", sentence)


def _relief(members: Members, table: BranchTable) -> str:
    """What sanctions relief costs the side that gives it, if a branch gives it."""
    packages = {branch: _package(members, branch) for branch in table.branches}
    giving = [b for b, package in packages.items() if package and package.sanctions_relief not in (None, False)]
    if not giving:
        return ""
    drift = next((p for p in members.run.experiment.priors.values() if p.sets == RELIEF), None)
    rate = f"at a rate that is a judgment ({drift.name}, grade {drift.grade})" if drift else "at a fixed rate"
    attacker = members.side_name(members.manifest.sides[1])
    return (
        f" Sanctions relief (in {', '.join(giving)}) makes an agreement more likely. In peace it also pays for the "
        f"arms of {attacker}, {rate}."
    )


def _lead(rankings: Sequence[DriverRanking]) -> str:
    """What a lead over the reference depends on most, if its drivers are known."""
    driver = next((ranking.drivers[0] for ranking in rankings if ranking.is_lead and ranking.drivers), None)
    if driver is None:
        return ""
    return (
        f" The lead over the reference depends most on {driver.prior.name} (grade {driver.grade}): see the figure "
        "“Which assumptions matter most”."
    )


def _pairs(members: Members, table: BranchTable) -> list[tuple[Judgment, str, str]]:
    """Each judgment with the two branches whose comparison it should move."""
    reference = members.reference
    focus = members.focus or reference
    neutral = next((b for b in table.branches if b != focus and _is_neutral(members, b)), reference)
    return [(THREAT, focus, reference), (NEUTRALITY, neutral, focus)]


def _contrast(members: Members, table: BranchTable, prior: str, branch: str, other: str) -> str:
    """The difference of two branches in lasting ceasefires where an input is low, and where it is high."""
    row = table.durable
    if row is None or branch == other:
        return ""
    thirds: Thirds = by_thirds(members, prior, row.headline.values(branch), row.headline.values(other))
    low, high = (format_value(difference, 100.0, signed=True) for difference in thirds)
    return (
        f" {branch} minus {other} is {low} of 100 in the third of the draws with the lowest {prior} "
        f"and {high} in the third with the highest."
    )


def _is_neutral(members: Members, branch: str) -> bool:
    package = _package(members, branch)
    return package is not None and package.neutrality is True


def _package(members: Members, branch: str) -> Package | None:
    return members.run.experiment.branches[branch].package
