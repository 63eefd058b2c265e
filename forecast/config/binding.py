"""Which kernel row each entry sets. Every row is set exactly once."""

from typing import NamedTuple

from forecast.config.limits import wrong_range
from forecast.config.parts import Facts
from forecast.config.prior import PriorEntry
from forecast.config.tree import (
    Finding,
    Map,
    Node,
    Path,
    Place,
    Scalar,
    at,
    child,
    dotted,
    enough,
    is_broken,
    key_place,
)
from forecast.config.units import UnitError, factor_between
from forecast.config.wording import unknown
from forecast_kernels.layout.column import Column
from forecast_kernels.layout.donors import DONOR_PARAMETERS
from forecast_kernels.layout.parameters import PARAMETERS

LEVER_UNITS = ("weeks", "thousand persons", "1")
"""What a prior without `sets` is converted to: the one of these that measures the same thing."""


class Row(NamedTuple):
    """A kernel row under the name that a config gives it. donor: its number, or None for a row of all."""

    name: str
    column: Column
    donor: int | None = None


def rows(facts: Facts) -> dict[str, Row]:
    """All rows by every name that `sets:` may use; the names with ids in them come first."""
    ids = {"_0": facts.defender, "_1": facts.attacker}
    named: dict[str, Row] = {}
    for column in PARAMETERS:
        side = ids.get(column.name[-2:])
        name = f"{column.name[:-2]}.{side}" if side else column.name
        named[name] = Row(name, column)
    for number, donor in enumerate(facts.donors):
        for column in DONOR_PARAMETERS:
            name = f"donors.{donor}.{column.name}"
            named[name] = Row(name, column, number)
    for row in list(named.values()):
        if row.donor is None:
            named.setdefault(row.column.name, row)
    return named


def unit_factor(entry: PriorEntry, row: Row | None) -> float:
    """What a drawn value is multiplied by to be in the unit of its row or lever. Raises UnitError."""
    if row is not None:
        return factor_between(entry.unit, row.column.unit)
    for unit in LEVER_UNITS:
        try:
            return factor_between(entry.unit, unit)
        except UnitError as error:
            if "cannot be converted" not in str(error):
                raise
    raise UnitError(f"unit '{entry.unit}' fits no lever; a lever is in weeks, persons or a plain number")


def check_binding(root: Map, facts: Facts, priors: dict[Path, PriorEntry], findings: list[Finding]) -> None:
    """Unknown rows, rows set twice or never, and units that do not fit."""
    if facts.defender is None or facts.attacker is None or not facts.donors:
        return
    known = rows(facts)
    taken: dict[str, tuple[Path, Node]] = {}
    for place in (("baseline", "state"), ("priors",)):
        node = at(root, place)
        for name, entry in node.entries.items() if isinstance(node, Map) else ():
            sets = child(entry.node, "sets")
            if enough(findings):
                return
            if isinstance(sets, Scalar) and isinstance(sets.value, str):
                _take(known, taken, (*place, name), sets, findings)
    for path, prior in priors.items():
        row = known.get(prior.sets) if prior.sets is not None else None
        if prior.sets is None or row is not None:
            _check_unit(root, path, prior, row, findings)
    missing = [row.name for name, row in known.items() if name == row.name and name not in taken]
    if missing and not any(is_broken(at(root, place)) for place in (("baseline",), ("priors",))):
        rows_are = "1 kernel row is" if len(missing) == 1 else f"{len(missing)} kernel rows are"
        text = f"priors: {rows_are} set by no entry: {', '.join(missing)}"
        findings.append(Finding(key_place(root, ("priors",)), text))


def _take(
    known: dict[str, Row], taken: dict[str, tuple[Path, Node]], path: Path, sets: Scalar, findings: list[Finding]
) -> None:
    row = known.get(sets.value)
    if row is None:
        findings.append(Finding(sets.place, unknown("kernel row", sets.value, known)))
        return
    first = taken.setdefault(row.name, (path, sets))
    if first[1] is not sets:
        text = f"'{row.name}' is already set by '{first[0][-1]}' at {first[1].place}; remove one of them"
        findings.append(Finding(sets.place, text))


def _check_unit(root: Map, path: Path, prior: PriorEntry, row: Row | None, findings: list[Finding]) -> None:
    try:
        factor = unit_factor(prior, row)
        wrong = wrong_range(prior, row.column.name, factor, row.name) if row else None
        if wrong:
            findings.append(Finding(_distribution_place(root, path, prior), f"{dotted(path)}: {wrong}"))
    except UnitError as error:
        wanted = f", the unit of '{row.name}'" if row and "cannot be converted" in str(error) else ""
        node = at(root, (*path, "unit"))
        findings.append(Finding(node.place if node else root.place, f"{dotted(path)}: {error}{wanted}"))


def _distribution_place(root: Map, path: Path, prior: PriorEntry) -> Place:
    return key_place(root, (*path, prior.distribution.kind))
