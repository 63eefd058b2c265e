"""The warnings of the first screen: what the numbers rest on, and what the order of the branches hangs on."""

from typing import NamedTuple

from forecast.analysis.drivers import Driver, Thirds, by_thirds, inputs
from forecast.analysis.headlines import IN_WORDS
from forecast.config import PriorRef
from forecast.config.branch import Package
from forecast.report.figures.drivers import LEAD
from forecast.report.material import Material
from forecast.text.digits import format_value


class Judgment(NamedTuple):
    """A judged input (a row of the kernel's parameters), and what it says, with `{attacker}` for the name."""

    row: str
    says: str


THREAT = Judgment("accept_threat", "how far a threat of more aid moves {attacker}")
NEUTRALITY = Judgment("accept_neutrality", "what a promise of neutrality is worth to {attacker}")
STANDING, RELIEF = "standing_verification", "relief_drift"


def first_notes(material: Material, drivers: dict[str, list[Driver]]) -> list[str]:
    """Plain text of both, of one branch the first only. drivers: by what they drive; the first with any is quoted."""
    if len(material.branches) == 1:
        return [_grades(material, drivers)]
    return [_grades(material, drivers), _order(material) + _lead(drivers) + _relief(material)]


def _grades(material: Material, drivers: dict[str, list[Driver]]) -> str:
    count = inputs(material.members).by_grade
    text = (
        f"Judgment rules these numbers. Of the {sum(count.values())} inputs {count['C']} are elicited (grade C), "
        f"{count['B']} come from the literature (B) and {count['A']} were measured (A). The ± after a number is the "
        "error of the simulation only; not knowing the inputs widens every outcome far more, as the bands across draws "
        "show."
    )
    for title, ranked in drivers.items():
        carried = sum(d.index.value for d in ranked)
        if carried > 0.0:
            judged = sum(d.index.value for d in ranked if d.grade == "C") / carried
            return f"{text} Of what the leading inputs explain of “{title}”, about {judged:.0%} is grade C."
    return text


def _order(material: Material) -> str:
    """Which judgments the order hangs on, shown by the draws where each is low and high."""
    found = []
    for judgment, branch, other in _pairs(material):
        prior = next((p for p in inputs(material.members).drawn if p.sets == judgment.row), None)
        says = judgment.says.format(attacker=material.attacker)
        if prior is None:
            found.append((f"{says} ({judgment.row})", ""))
            continue
        thirds = _contrast(material, prior.name, branch, other)
        found.append((f"{says} ({prior.name}, grade {prior.grade})", _sentence(prior.name, branch, other, thirds)))
    found.append(_verification(material))
    hangs = ", on ".join(says for says, _ in found[:-1]) + f" and on {found[-1][0]}"
    shown = "".join(sentence for _, sentence in found)
    years = material.table.years
    start = f" In ceasefires that last {IN_WORDS[years]}:" if shown and years is not None else ""
    return f"The order of the branches hangs on judgments, among them on {hangs}.{start}{shown}"


def _verification(material: Material) -> tuple[str, str]:
    """The judgment on verification with the priors behind it, and what the lead hangs on it if one is drawn."""
    priors, focus, reference = material.experiment.priors, material.focus, material.members.reference
    given = (package.verification for package in (_package(material, b) for b in material.branches) if package)
    names = list(dict.fromkeys(chance.prior for chance in given if isinstance(chance, PriorRef)))
    drawn = {p.name for p in inputs(material.members).drawn}
    shown = next((name for name in names if name in drawn), None)
    names += [p.name for p in priors.values() if p.sets == STANDING]
    said = "; ".join(["package.verification", *(f"{name}, grade {priors[name].grade}" for name in names)])
    says = f"whether an agreement comes with verification on site ({said})"
    if shown is None or focus is None:
        return says, ""
    return says, _sentence(shown, focus, reference, _contrast(material, shown, focus, reference))


def _relief(material: Material) -> str:
    """What sanctions relief costs its giver, where a branch gives it."""
    packages = {b: _package(material, b) for b in material.branches}
    giving = [b for b, package in packages.items() if package and package.sanctions_relief not in (None, False)]
    if not giving:
        return ""
    drift = next((p for p in material.experiment.priors.values() if p.sets == RELIEF), None)
    rate = f"at a rate that is a judgment ({drift.name}, grade {drift.grade})" if drift else "at a fixed rate"
    return (
        f" Sanctions relief (in {', '.join(giving)}) eases agreement, and in peace it pays for the arms of "
        f"{material.attacker} {rate}."
    )


def _lead(drivers: dict[str, list[Driver]]) -> str:
    """What a lead over the reference hangs on most, if the drivers of one were sought."""
    found = next((ranked[0] for title, ranked in drivers.items() if ranked and title.startswith(LEAD)), None)
    if found is None:
        return ""
    return f" The lead over the reference hangs most on {found.prior.name} (grade {found.grade}): see the last figure."


def _pairs(material: Material) -> list[tuple[Judgment, str, str]]:
    """Each judgment with the two branches whose comparison should feel it."""
    focus, reference = material.focus or material.members.reference, material.members.reference
    neutral = next((b for b in material.branches if b != focus and _is_neutral(material, b)), reference)
    return [(THREAT, focus, reference), (NEUTRALITY, neutral, focus)]


def _contrast(material: Material, prior: str, branch: str, other: str) -> Thirds | None:
    row = material.table.durable
    if row is None or branch == other:
        return None
    return by_thirds(material.members, prior, row.headline.values(branch), row.headline.values(other))


def _sentence(prior: str, branch: str, other: str, thirds: Thirds | None) -> str:
    if thirds is None:
        return ""
    low, high = (format_value(found, 100.0, signed=True) for found in thirds)
    return (
        f" {branch} minus {other} is {low} of 100 in the third of the draws with the lowest {prior} "
        f"and {high} in the third with the highest."
    )


def _is_neutral(material: Material, branch: str) -> bool:
    package = _package(material, branch)
    return package is not None and package.neutrality is True


def _package(material: Material, branch: str) -> Package | None:
    return material.experiment.branches[branch].package
