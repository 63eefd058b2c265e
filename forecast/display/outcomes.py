"""Outcomes for people: name, unit, and in which direction the defender's supporters would call more of it better."""

from dataclasses import dataclass, replace

from forecast.analysis.members import Members
from forecast.display.units import UNITS, UnitWords, unit_words

PERCENT = UnitWords("%", 100.0, "more likely", "less likely")
SHARE = UnitWords("%", 100.0, "more", "less")
MONEY, LOSSES, GROUND = UNITS["EUR bn"], UNITS["thousand persons"], UNITS["km2"]


@dataclass(frozen=True)
class OutcomeWords:
    """An outcome as people read it.

    Attributes
    ----------
    target : str
        Name in the files.
    name : str
        Name in words, without its unit.
    unit : UnitWords
        Unit, scale and the words for more and less of it.
    better : int
        1 if more of it is better for the defender, -1 if less is, 0 if that depends on what one values.
    """

    target: str
    name: str
    unit: UnitWords
    better: int = 0


_WORDS: dict[str, tuple[str, UnitWords, int]] = {
    "package_signed_by_w{week}": ("Both sign the package within {span}", PERCENT, 0),
    "refused_by_w{week}": ("The offer is refused within {span}", PERCENT, 0),
    "surge_begun_by_w{week}": ("The surge begins within {span}", PERCENT, 0),
    "{defender}_refused": ("{Attacker} is ready, {Defender} does not sign", PERCENT, 0),
    "agreement_by_w{week}": ("An agreement within {span}", PERCENT, 0),
    "ceasefire_by_w{week}": ("A ceasefire within {span}", PERCENT, 0),
    "ceasefire_in_26w_given_agreement_by_w104": ("An agreement becomes a ceasefire in half a year", PERCENT, 0),
    "net_km2_w{week}": ("Ground that {Attacker} gains in {span}", GROUND, -1),
    "share_pre2022_w{week}": ("Land of before 2022 that {Defender} holds after {span}", SHARE, 1),
    "sovereignty_w{week}": ("Sovereignty index of {Defender} after {span}", unit_words("1"), 1),
    "losses_{defender}_w{week}": ("Killed and wounded of {Defender} in {span}", LOSSES, -1),
    "losses_{attacker}_w{week}": ("Killed and wounded of {Attacker} in {span}", LOSSES, 0),
    "collapse_{defender}_by_w{week}": ("The army of {Defender} collapses within {span}", PERCENT, -1),
    "collapse_{attacker}_by_w{week}": ("The war effort of {Attacker} breaks down within {span}", PERCENT, 0),
    "complete_defeat": ("{Defender} is defeated completely by the end of the run", PERCENT, -1),
    "keepers_cost_eur_bn": ("Cost of foreign troops to the end of the run", MONEY, 0),
}
_LASTING = {
    "durable_{n}y": ("A ceasefire within two years that lasts {years}", 1),
    "quiet_{n}y": ("The same without smaller fighting, {years}", 1),
    "no_large_war_{n}y": ("A ceasefire within two years, no large war for {years}", 1),
    "lasts_{n}y_given_ceasefire_by_w104": ("A ceasefire, once there, lasts {years}", 1),
}
SPANS = {4: "four weeks", 13: "a quarter", 26: "half a year", 52: "a year", 104: "two years", 520: "ten years"}
YEARS = {1: "a year", 2: "two years", 5: "five years", 10: "ten years"}


def outcome_words(members: Members) -> dict[str, OutcomeWords]:
    """Describe every outcome column and headline outcome of a run, by target.

    A column without words of its own is described by its long name in the files.
    """
    sides = dict(zip(("defender", "attacker"), members.manifest.sides, strict=True))
    names = {role.capitalize(): members.side_name(side) for role, side in sides.items()}
    found = {
        name: OutcomeWords(name, _capital(variable.long_name), _unit(variable.unit, variable.kind))
        for name, variable in members.variables.items()
    }
    for pattern, (words, unit, better) in _WORDS.items():
        for week, span in SPANS.items():
            target = pattern.format(week=week, **sides)
            found[target] = OutcomeWords(target, words.format(span=span, **names), unit, better)
    for pattern, (words, better) in _LASTING.items():
        for n, years in YEARS.items():
            found[pattern.format(n=n)] = OutcomeWords(pattern.format(n=n), words.format(years=years), PERCENT, better)
    for donor in members.manifest.donors:
        name = members.run.experiment.baseline.donors[donor].name
        target = f"aid_{donor}_eur_bn"
        found[target] = OutcomeWords(target, f"Aid of {name} in two years", MONEY)
    for name, success in members.run.experiment.success.items():
        found[name] = replace(OutcomeWords(name, _capital(success.about or name), PERCENT, 1))
    return found


def _unit(unit: str, kind: str) -> UnitWords:
    return PERCENT if kind == "flag" else unit_words(unit)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
