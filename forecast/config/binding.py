"""Finds which kernel row each entry sets. Every row must be set exactly once.

A kernel row is one input of the simulation, with one value per member. An entry is an input of a config.
"""

from typing import NamedTuple

from forecast.config.entries import WrittenEntry
from forecast.config.limits import range_problem
from forecast.config.parts import Facts
from forecast.config.tree import (
    Finding,
    Map,
    Node,
    Path,
    Scalar,
    are_too_many,
    child,
    dotted,
    is_broken,
    key_place,
    value_place,
)
from forecast.config.units import UnitError, factor_between, parse_unit
from forecast.config.wording import unknown
from forecast_kernels.layout.column import Column
from forecast_kernels.layout.donors import DONOR_PARAMETERS
from forecast_kernels.layout.parameters import PARAMETERS

LEVER_UNITS = ("weeks", "thousand persons", "km2", "1")
"""Units of levers. A prior without `sets` is converted to the unit in this list that measures the same thing."""


class KernelRow(NamedTuple):
    """A kernel row with the name that a config uses. donor: number of the donor it belongs to, or None."""

    name: str
    column: Column
    donor: int | None = None

    @property
    def needed(self) -> bool:
        """Whether an entry must set the row, because it has no neutral value."""
        return self.column.default is None


def kernel_rows(facts: Facts) -> dict[str, KernelRow]:
    """Return the rows by every name that `sets:` may use; names with ids come first.

    In names without ids a side is `_0` or `_1` and a donor is its number, so that priors can be used for another war.
    """
    ids = {"_0": facts.defender, "_1": facts.attacker}
    named: dict[str, KernelRow] = {}
    for column in PARAMETERS:
        side = ids.get(column.name[-2:])
        name = f"{column.name[:-2]}.{side}" if side else column.name
        named[name] = KernelRow(name, column)
    for number, donor in enumerate(facts.donors):
        for column in DONOR_PARAMETERS:
            name = f"donors.{donor}.{column.name}"
            named[name] = KernelRow(name, column, number)
    for row in list(named.values()):
        name = row.column.name
        named.setdefault(name if row.donor is None else f"donors.{row.donor}.{name}", row)
    return named


def unit_factor(unit: str, row: KernelRow | None) -> float:
    """Return the factor from `unit` to the unit of the row, or to the unit of a lever if `row` is None.

    Raises
    ------
    UnitError
        If the unit cannot be read or converted.
    """
    if row is not None:
        return factor_between(unit, row.column.unit)
    for target in LEVER_UNITS:
        try:
            return factor_between(unit, target)
        except UnitError as error:
            if "cannot be converted" not in str(error):
                raise
    raise UnitError(f"unit '{unit}' fits no lever; a lever is in weeks, persons or a plain number")


def check_binding(root: Map, facts: Facts, entries: dict[Path, WrittenEntry], findings: list[Finding]) -> None:
    """Find rows that are unknown, set twice or never set, and units that do not fit.

    If the ids of sides and donors could not be read, only names without ids are checked.

    Parameters
    ----------
    root : Map
        The merged tree.
    facts : Facts
        Ids, date and horizon of the tree, as far as they can be read.
    entries : dict of Path to WrittenEntry
        Entries of the baseline's state and of the priors.
    findings : list of Finding
        Problems are added to it.
    """
    known = kernel_rows(facts)
    is_known = bool(facts.defender and facts.attacker and facts.donors)
    setters: dict[str, tuple[Path, Node]] = {}
    for path, entry in entries.items():
        sets = child(entry.node, "sets")
        if are_too_many(findings):
            return
        is_text = isinstance(sets, Scalar) and isinstance(sets.value, str)
        if isinstance(sets, Scalar) and is_text and (is_known or "." not in sets.value):
            _record_setter(known, setters, path, sets, findings)
        row = known.get(sets.value) if isinstance(sets, Scalar) and is_text else None
        _check_unit(root, path, entry, row, findings)
    missing = [row.name for name, row in known.items() if name == row.name and name not in setters and row.needed]
    if missing and is_known and not any(is_broken(child(root, key)) for key in ("baseline", "priors")):
        rows_are = "1 kernel row is" if len(missing) == 1 else f"{len(missing)} kernel rows are"
        text = f"priors: {rows_are} set by no entry: {', '.join(missing)}"
        findings.append(Finding(key_place(root, ("priors",)), text))


def _record_setter(
    known: dict[str, KernelRow],
    setters: dict[str, tuple[Path, Node]],
    path: Path,
    sets: Scalar,
    findings: list[Finding],
) -> None:
    row = known.get(sets.value)
    if row is None:
        findings.append(Finding(sets.place, unknown("kernel row", sets.value, known)))
        return
    first = setters.setdefault(row.name, (path, sets))
    if first[1] is not sets:
        text = f"'{row.name}' is already set by '{first[0][-1]}' at {first[1].place}; remove one of them"
        findings.append(Finding(sets.place, text))


def _check_unit(root: Map, path: Path, entry: WrittenEntry, row: KernelRow | None, findings: list[Finding]) -> None:
    unit = entry.values.get("unit")
    if unit is None:
        return
    try:
        if row is None and not entry.lacks("sets"):
            parse_unit(unit)
            return
        factor = unit_factor(unit, row)
        spread = entry.clipped_distribution() if row else None
        problem = range_problem(spread, row.column.name, factor, row.name) if row and spread else None
        if spread and problem:
            findings.append(Finding(key_place(root, (*path, *entry.kinds())), f"{dotted(path)}: {problem}"))
    except UnitError as error:
        needed_unit = f", the unit of '{row.name}'" if row and "cannot be converted" in str(error) else ""
        findings.append(Finding(value_place(root, (*path, "unit")), f"{dotted(path)}: {error}{needed_unit}"))
