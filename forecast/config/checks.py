"""Checks that need more than one part of a config.

Names must exist, numbers must be unique, and dates must be in order.
"""

import zlib
from collections.abc import Iterator

from forecast.config.baseline import Sector, Side
from forecast.config.branch import Aid, Branch, Intelligence, Package, Surge
from forecast.config.entries import WrittenEntry, check_entry, may_be_misspelt, valid_fields
from forecast.config.ids import check_ids
from forecast.config.levers import BRANCH_KEYS, DONOR_KEYS, UNITS
from forecast.config.limits import range_problem
from forecast.config.models import MAX_MEMBERS, SOBOL_BLOCKS, Design
from forecast.config.outcomes import RESERVED
from forecast.config.parts import Facts
from forecast.config.tree import (
    Finding,
    Map,
    Path,
    all_keys,
    at,
    child,
    dotted,
    is_broken,
    is_empty,
    key_place,
    names,
    value_place,
)
from forecast.config.units import UnitError, factor_between
from forecast.config.wording import unknown, unknown_key


def check_parts(root: Map, facts: Facts, entries: dict[Path, WrittenEntry]) -> Iterator[Finding]:
    """Yield the problems that concern more than one part of a config.

    Values that are wrong by themselves are skipped: `forecast.config.parts` reports them.

    Parameters
    ----------
    root : Map
        The merged tree.
    facts : Facts
        Ids, date and horizon of the tree, as far as they can be read.
    entries : dict of Path to WrittenEntry
        Entries of the baseline's state and of the priors.
    """
    yield from _reference(root)
    yield from _design(root)
    yield from check_ids(root)
    yield from _baseline(root, facts)
    yield from _priors(root, facts, entries)
    for name in names(child(root, "branches")):
        yield from _branch(root, facts, ("branches", name))
        yield from _donors(root, facts, ("branches", name))
    yield from _lever_priors(root, facts, entries)
    yield from _switched_inputs(root, entries)
    columns = facts.quantities()
    for name in names(child(root, "success")):
        if name in columns or name in RESERVED:
            yield Finding(key_place(root, ("success", name)), f"success.{name}: there is a result column of that name")


def _reference(root: Map) -> Iterator[Finding]:
    """Check the reference alone, so that a mistake in another key does not hide a wrong name."""
    branches, node = child(root, "branches"), child(root, "reference")
    name = getattr(node, "value", None)
    if node is not None and isinstance(name, str) and isinstance(branches, Map) and name not in names(branches):
        yield Finding(node.place, f"reference: {unknown('branch', name, names(branches))}")


def _design(root: Map) -> Iterator[Finding]:
    node = child(root, "design")
    values = valid_fields(Design, node, {})
    if "replicates" not in names(node) and not may_be_misspelt(Design, node, ("replicates",)):
        values["replicates"] = 1
    if not {"draws", "replicates"} <= set(values):
        return
    replicates, members = values["replicates"], values.get("members")
    if values.get("layout") == "sobol_groups":
        yield from _rows_of_blocks(root, values["draws"] * replicates * SOBOL_BLOCKS, replicates, members)
        return
    full = values["draws"] * replicates
    if full > MAX_MEMBERS:
        yield Finding(value_place(root, ("design", "draws")), f"design: {full:,} members; at most {MAX_MEMBERS:,}")
    if members is not None and not full - replicates < members <= full:
        text = f"design.members: must be {full - replicates + 1} to {full} with these draws"
        yield Finding(value_place(root, ("design", "members")), text)


def _rows_of_blocks(root: Map, full: int, replicates: int, members: int | None) -> Iterator[Finding]:
    if full > MAX_MEMBERS:
        text = f"design: {full:,} members ({SOBOL_BLOCKS} draws for each row); at most {MAX_MEMBERS:,}"
        yield Finding(value_place(root, ("design", "draws")), text)
    if replicates < 2:
        text = "design.replicates: must be 2 or more with layout sobol_groups, which needs them to measure chance"
        yield Finding(value_place(root, ("design", "replicates")), text)
    if members is not None and members != full:
        text = f"design.members: must be {full} with these draws (layout sobol_groups), or be left out"
        yield Finding(value_place(root, ("design", "members")), text)


def _baseline(root: Map, facts: Facts) -> Iterator[Finding]:
    path: Path = ("baseline",)
    sides, sectors = at(root, (*path, "sides")), at(root, (*path, "sectors"))
    roles = [valid_fields(Side, child(sides, name), {}).get("role", "") for name in names(sides)]
    if roles and all(roles) and sorted(roles) != ["attacker", "defender"]:
        place = key_place(root, (*path, "sides"))
        yield Finding(place, "baseline.sides: needs exactly one defender and one attacker")
    for donor in set(Surge.model_fields) & set(facts.donors):
        place = key_place(root, (*path, "donors", donor))
        yield Finding(place, f"baseline.donors: '{donor}' is a key of a surge; choose another id")
    read = [valid_fields(Sector, child(sectors, name), {}) for name in names(sectors)]
    for column in ("share", "counter_share"):
        if read and all(sector.get(column) == 0 for sector in read):
            yield Finding(key_place(root, (*path, "sectors")), f"baseline.sectors: every '{column}' is 0")
    if facts.date is not None and not 1900 <= facts.date.year <= 2199:
        yield Finding(value_place(root, (*path, "date")), "baseline.date: must lie between 1900 and 2199")


def _priors(root: Map, facts: Facts, entries: dict[Path, WrittenEntry]) -> Iterator[Finding]:
    by_name: dict[str, Path] = {}
    by_dimension: dict[int, Path] = {}
    by_stream: dict[int, Path] = {}
    for path, entry in entries.items():
        yield from check_entry(root, facts, path, entry)
        name = str(path[-1])
        first = by_name.setdefault(name, path)
        if first != path:
            yield Finding(key_place(root, path), f"prior '{name}' is already defined at {key_place(root, first)}")
        elif by_stream.setdefault(zlib.crc32(name.encode()), path) != path:
            yield Finding(key_place(root, path), f"'{name}' shares its random stream with another prior; rename it")
        if name in RESERVED:
            yield Finding(key_place(root, path), f"'{name}' is a name of the result files; choose another")
        dimension = entry.values.get("dimension")
        if dimension is not None:
            other = by_dimension.setdefault(dimension, path)
            if other != path:
                text = f"{dotted(path)}.dimension: {dimension} belongs to '{other[-1]}'; next free: "
                used = {each.values.get("dimension", 0) for each in entries.values()}
                yield Finding(value_place(root, (*path, "dimension")), f"{text}{max(used) + 1}")


def _donors(root: Map, facts: Facts, path: Path) -> Iterator[Finding]:
    """Find unknown donor ids of a branch, whether or not the rest of the branch is valid."""
    surge = (*path, "offer", "if_refused", "surge")
    named = [(*path, "aid", donor) for donor in all_keys(at(root, (*path, "aid")))]
    named += [(*surge, key) for key in all_keys(at(root, surge)) if key not in Surge.model_fields]
    for donor_path in named:
        if facts.donors and donor_path[-1] not in facts.donors:
            others = tuple(Surge.model_fields) if donor_path[-2] == "surge" else ()
            yield Finding(key_place(root, donor_path), unknown_key(donor_path, (*facts.donors, *others)))


def _branch(root: Map, facts: Facts, path: Path) -> Iterator[Finding]:
    context = facts.context()
    for donor in names(at(root, (*path, "aid"))):
        aid_path = (*path, "aid", donor)
        node = at(root, aid_path)
        aid = valid_fields(Aid, node, context)
        is_changed = aid.get("keep", 1.0) != 1.0 or aid.get("pipeline") == "halted"
        if is_changed and "change" not in names(node) and not may_be_misspelt(Aid, node, ("change",)):
            yield Finding(
                key_place(root, aid_path), f"{dotted(aid_path)}: needs 'change', the week when the flow moves"
            )
        change, back = aid.get("change"), aid.get("back")
        if isinstance(change, float) and isinstance(back, float) and back < change:
            back_path = (*aid_path, "back")
            yield Finding(value_place(root, back_path), f"{dotted(back_path)}: lies before the change")
    branch = at(root, path)
    package = valid_fields(Package, at(root, (*path, "package")), context)
    tabled, withdrawn = package.get("on_table", 0.0), package.get("withdrawn")
    if isinstance(tabled, float) and isinstance(withdrawn, float) and withdrawn < tabled:
        until = (*path, "package", "withdrawn")
        yield Finding(value_place(root, until), f"{dotted(until)}: lies before the package is on the table")
    pressed = valid_fields(Branch, branch, context).get("pressure")
    if (
        pressed not in (None, 0.0)
        and "package" not in names(branch)
        and not may_be_misspelt(Branch, branch, ("package",))
    ):
        pressure = (*path, "pressure")
        yield Finding(key_place(root, pressure), f"{dotted(pressure)}: has no effect without a 'package' to press for")
    weeks = valid_fields(Intelligence, at(root, (*path, "intelligence")), context)
    cut, back = weeks.get("cut"), weeks.get("back")
    if isinstance(cut, float) and isinstance(back, float) and back < cut:
        back_path = (*path, "intelligence", "back")
        yield Finding(value_place(root, back_path), f"{dotted(back_path)}: lies before the cut")


def _switched_inputs(root: Map, entries: dict[Path, WrittenEntry]) -> Iterator[Finding]:
    """Find inputs under `switches.inputs` that do not exist or that have a single value."""
    known = {str(path[-1]): entry for path, entry in entries.items()}
    for name in names(at(root, ("switches", "inputs"))):
        path: Path = ("switches", "inputs", name)
        if name not in known:
            yield Finding(key_place(root, path), f"switches.inputs: {unknown('input', name, known)}")
        elif "fixed" in known[name].values:
            yield Finding(key_place(root, path), f"{dotted(path)}: has a single value; change it under 'priors'")


def _lever_priors(root: Map, facts: Facts, entries: dict[Path, WrittenEntry]) -> Iterator[Finding]:
    by_name = {str(path[-1]): entry for path, entry in entries.items()}
    priors = [(*mapping, key) for mapping in (("baseline", "state"), ("priors",)) for key in names(at(root, mapping))]
    written = {path[-1] for path in priors}
    free = [str(path[-1]) for path in priors if is_empty(at(root, (*path, "sets")))]
    hidden = is_broken(child(root, "priors")) or is_broken(child(root, "baseline"))
    for path, row in _lever_paths(root, facts):
        name = child(at(root, path), "prior")
        value = getattr(name, "value", None)
        if name is None or not isinstance(value, str):
            continue
        if value not in written and not hidden:
            yield Finding(name.place, f"{dotted(path)}: {unknown('prior', value, free)}")
        elif value in by_name and (wrong := _misfit(by_name[value], row, str(path[-1]))):
            yield Finding(name.place, f"{dotted(path)}: prior '{value}' {wrong}")


def _misfit(prior: WrittenEntry, row: str, label: str) -> str | None:
    """Return why a lever cannot be drawn from a prior, or None. Only the valid fields of the prior are considered."""
    unit, sets = prior.values.get("unit"), prior.values.get("sets")
    if unit is None or (sets is None and not prior.lacks("sets")):
        return None
    try:
        factor = factor_between(unit, UNITS[row])
    except UnitError as error:
        return f"is in {unit}, not in {UNITS[row]}" if "cannot be converted" in str(error) else None
    spread = prior.clipped_distribution()
    return range_problem(spread, row, factor, label) if spread else None


def _lever_paths(root: Map, facts: Facts) -> Iterator[tuple[Path, str]]:
    for name in names(child(root, "branches")):
        for row, keys in BRANCH_KEYS.items():
            yield ("branches", name, *keys), row
        for donor in facts.donors:
            for row, keys in DONOR_KEYS.items():
                yield ("branches", name, *(donor if key == "*" else key for key in keys)), row
