"""Warnings at the top of a report: the judgments that the numbers and the order of the branches depend on.

An input is a judgment if the evidence for it has grade C. `docs/glossary.md` defines branch, draw, prior and grade.
"""

from collections.abc import Sequence
from typing import NamedTuple

from forecast.analysis.branch_table import BranchTable
from forecast.analysis.drivers import Driver, Thirds, by_thirds, collect_inputs
from forecast.analysis.estimates import Estimate
from forecast.analysis.headlines import YEARS_IN_WORDS
from forecast.analysis.members import Members
from forecast.config import PriorRef
from forecast.config.branch import Package
from forecast.display.digits import UNKNOWN, format_value
from forecast.experiment.evidence import evidence


class DriverRanking(NamedTuple):
    """The inputs that explain most of the spread of one outcome, strongest first.

    is_lead: the outcome is the difference of a branch from the reference, not the outcome of one branch.
    """

    title: str
    drivers: list[Driver]
    is_lead: bool = False


class JudgedInput(NamedTuple):
    """An input that rests on judgment.

    parameter: the model parameter that a prior sets with it. meaning: a phrase that completes "depends on ...", in
    which `{attacker}` stands for the attacker's name.
    """

    parameter: str
    meaning: str


class Reason(NamedTuple):
    """Why the order of the branches is a matter of judgment.

    phrase: completes "depends on ...". evidence: a sentence with the numbers that show it, '' if there are none.
    """

    phrase: str
    evidence: str


THREAT = JudgedInput("accept_threat", "how far a threat of more aid moves {attacker}")
NEUTRALITY = JudgedInput("accept_neutrality", "what a promise of neutrality is worth to {attacker}")
VERIFICATION_PARAMETER, RELIEF_PARAMETER = "standing_verification", "relief_drift"


def judgment_warnings(members: Members, table: BranchTable, rankings: Sequence[DriverRanking]) -> list[str]:
    """Write one or two paragraphs of plain text.

    The first one says how many inputs are judgments. The second one names the judgments that the order of the branches
    depends on; a run with one branch has no order and no second paragraph.

    Parameters
    ----------
    members : Members
        The run.
    table : BranchTable
        Headline outcomes of the run.
    rankings : sequence of DriverRanking
        Drivers of some outcomes. The first paragraph quotes the first ranking that explains anything.
    """
    grades = _describe_grades(members, rankings)
    if len(table.branches) == 1:
        return [grades]
    return [grades, _describe_order(members, table) + _describe_lead(rankings) + _describe_relief(members, table)]


def _describe_grades(members: Members, rankings: Sequence[DriverRanking]) -> str:
    basis = evidence(members.run.experiment)
    count = basis.by_grade
    text = (
        f"These numbers rest mainly on judgment. Of the {basis.total} inputs and constants, {count['C']} are judgments "
        f"(grade C), {count['B']} come from the literature (B) and {count['A']} were measured (A). The ± after a "
        "number is the error of the simulation only. The inputs are not known exactly, which adds much more "
        "uncertainty. The bands between draws show how much."
    )
    for title, drivers, _ in rankings:
        explained = sum(driver.first_order.value for driver in drivers)
        if explained > 0.0:
            judged = sum(driver.first_order.value for driver in drivers if driver.grade == "C") / explained
            return (
                f"{text} For “{title}”, about {judged:.0%} of the variance that the leading inputs explain comes from "
                "inputs of grade C."
            )
    return text


def _describe_order(members: Members, table: BranchTable) -> str:
    """Name the judgments that the order depends on, and show how two branches differ where each is low and high."""
    attacker = members.side_name(members.manifest.sides[1])
    reasons = []
    for judged, branch, other in _comparisons(members, table):
        prior = next((p for p in collect_inputs(members).drawn if p.sets == judged.parameter), None)
        meaning = judged.meaning.format(attacker=attacker)
        if prior is None:
            reasons.append(Reason(f"{meaning} ({judged.parameter})", ""))
            continue
        evidence = _contrast_thirds(members, table, prior.name, branch, other)
        reasons.append(Reason(f"{meaning} ({prior.name}, grade {prior.grade})", evidence))
    reasons.append(_verification_reason(members, table))
    phrases = ", on ".join(reason.phrase for reason in reasons[:-1]) + f" and on {reasons[-1].phrase}"
    evidence = "".join(reason.evidence for reason in reasons)
    outcome = ""
    if evidence and table.years is not None:
        outcome = (
            " The next sentences compare the share of futures with a ceasefire that lasts "
            f"{YEARS_IN_WORDS[table.years]}."
        )
    return f"The order of the branches depends on judgments, among them on {phrases}.{outcome}{evidence}"


def _verification_reason(members: Members, table: BranchTable) -> Reason:
    """The judgment on verification, and the priors that set its chance in the packages."""
    experiment, tested, reference = members.run.experiment, members.tested_branch, members.reference
    priors = experiment.priors
    values = (package.verification for package in (_package(members, b) for b in table.branches) if package)
    prior_names = list(dict.fromkeys(value.prior for value in values if isinstance(value, PriorRef)))
    drawn = {prior.name for prior in collect_inputs(members).drawn}
    drawn_name = next((name for name in prior_names if name in drawn), None)
    standing = (prior.name for prior in priors.values() if prior.sets == VERIFICATION_PARAMETER)
    prior_names += [name for name in standing if name not in prior_names]
    sources = "; ".join(["package.verification", *(f"{name}, grade {priors[name].grade}" for name in prior_names)])
    evidence = ""
    if drawn_name is not None and tested is not None:
        evidence = _contrast_thirds(members, table, drawn_name, tested, reference)
    return Reason(f"whether an agreement comes with verification on site ({sources})", evidence)


def _describe_relief(members: Members, table: BranchTable) -> str:
    """Say what sanctions relief costs the side that gives it; '' if no branch gives it."""
    packages = {branch: _package(members, branch) for branch in table.branches}
    giving = [b for b, package in packages.items() if package and package.sanctions_relief not in (None, False)]
    if not giving:
        return ""
    drift = next((p for p in members.run.experiment.priors.values() if p.sets == RELIEF_PARAMETER), None)
    rate = f"The rate is a judgment ({drift.name}, grade {drift.grade})." if drift else "The rate is fixed."
    attacker = members.side_name(members.manifest.sides[1])
    return (
        f" Sanctions relief (in {', '.join(giving)}) makes an agreement more likely. In peace the relief also pays for "
        f"new arms of {attacker}. {rate}"
    )


def _describe_lead(rankings: Sequence[DriverRanking]) -> str:
    """Name the input that the lead over the reference depends on most; '' if its drivers are not known."""
    driver = next((ranking.drivers[0] for ranking in rankings if ranking.is_lead and ranking.drivers), None)
    if driver is None:
        return ""
    return (
        f" The lead over the reference depends most on {driver.prior.name} (grade {driver.grade}): see the figure "
        "“Which assumptions matter most”."
    )


def _comparisons(members: Members, table: BranchTable) -> list[tuple[JudgedInput, str, str]]:
    """Choose for each judged input two branches whose difference should depend on it."""
    reference = members.reference
    tested = members.tested_branch or reference
    neutral = next((b for b in table.branches if b != tested and _is_neutral(members, b)), reference)
    return [(THREAT, tested, reference), (NEUTRALITY, neutral, tested)]


def _contrast_thirds(members: Members, table: BranchTable, prior_name: str, branch: str, other: str) -> str:
    """Compare two branches in lasting ceasefires, in the draws where an input is low and in those where it is high."""
    row = table.durable
    if row is None or branch == other:
        return ""
    thirds: Thirds = by_thirds(members, prior_name, row.headline.values(branch), row.headline.values(other))
    low, high = (_points_text(difference) for difference in thirds)
    return (
        f" Where {prior_name} is lowest (a third of the draws), {branch} is {low} {other}; where it is highest, {high} "
        f"{other}."
    )


def _points_text(difference: Estimate) -> str:
    """'4.0 ±0.5 percentage points above', for a difference of two probabilities."""
    size = format_value(difference._replace(value=abs(difference.value)), 100.0)
    if size == UNKNOWN:
        return "an unknown distance from"
    return f"{size} percentage points {'below' if difference.value < 0.0 else 'above'}"


def _is_neutral(members: Members, branch: str) -> bool:
    package = _package(members, branch)
    return package is not None and package.neutrality is True


def _package(members: Members, branch: str) -> Package | None:
    return members.run.experiment.branches[branch].package
