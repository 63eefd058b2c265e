"""Checks that need more than one part: names that must exist, numbers that must be unique, dates in order."""

import zlib
from collections.abc import Iterator

from forecast.config.baseline import Baseline
from forecast.config.branch import Branch, Surge
from forecast.config.levers import BRANCH_KEYS, DONOR_KEYS, UNITS
from forecast.config.limits import wrong_range
from forecast.config.models import MOST_MEMBERS, Design
from forecast.config.outcomes import RESERVED
from forecast.config.parts import Facts, Parts
from forecast.config.prior import PriorEntry
from forecast.config.tree import Finding, Map, Path, Place, at, child, dotted, is_broken, is_empty, key_place, names
from forecast.config.units import UnitError, factor_between
from forecast.config.wording import unknown, unknown_key


def check_parts(root: Map, facts: Facts, parts: Parts) -> Iterator[Finding]:
    """Everything that one part cannot know alone."""
    yield from _reference(root)
    if parts.head is not None:
        yield from _design(root, parts.head.design)
    if parts.baseline is not None:
        yield from _baseline(root, parts.baseline)
    yield from _priors(root, facts, parts.priors)
    for name, branch in parts.branches.items():
        yield from _branch(root, ("branches", name), branch)
    for name in names(child(root, "branches")):
        yield from _donors(root, facts, ("branches", name))
    yield from _lever_priors(root, facts, parts)
    columns = facts.quantities()
    for name in parts.success:
        if name in columns or name in RESERVED:
            yield Finding(key_place(root, ("success", name)), f"success.{name}: there is a result column of that name")


def _reference(root: Map) -> Iterator[Finding]:
    """Looked up by itself: a mistake elsewhere in the head must not hide a wrong name."""
    branches, node = child(root, "branches"), child(root, "reference")
    name = getattr(node, "value", None)
    if node is not None and isinstance(name, str) and isinstance(branches, Map) and name not in names(branches):
        yield Finding(node.place, f"reference: {unknown('branch', name, names(branches))}")


def _design(root: Map, design: Design) -> Iterator[Finding]:
    whole = design.draws * design.replicates
    if whole > MOST_MEMBERS:
        yield Finding(_place(root, ("design", "draws")), f"design: {whole:,} members; at most {MOST_MEMBERS:,}")
    if design.members is not None and not whole - design.replicates < design.members <= whole:
        low = whole - design.replicates + 1
        yield Finding(_place(root, ("design", "members")), f"design.members: must be {low} to {whole} with these draws")


def _baseline(root: Map, baseline: Baseline) -> Iterator[Finding]:
    roles = sorted(side.role for side in baseline.sides.values())
    if roles != ["attacker", "defender"]:
        place = key_place(root, ("baseline", "sides"))
        yield Finding(place, "baseline.sides: needs exactly one defender and one attacker")
    for donor in set(Surge.model_fields) & set(baseline.donors):
        place = key_place(root, ("baseline", "donors", donor))
        yield Finding(place, f"baseline.donors: '{donor}' is a key of a surge; choose another id")
    for column in ("share", "counter_share"):
        if not any(getattr(sector, column) for sector in baseline.sectors.values()):
            yield Finding(key_place(root, ("baseline", "sectors")), f"baseline.sectors: every '{column}' is 0")
    if "total" in baseline.sectors:
        place = key_place(root, ("baseline", "sectors", "total"))
        yield Finding(place, "baseline.sectors: 'total' stands for all sectors in the results; choose another id")
    if not 1900 <= baseline.date.year <= 2199:
        yield Finding(_place(root, ("baseline", "date")), "baseline.date: must lie between 1900 and 2199")


def _priors(root: Map, facts: Facts, priors: dict[Path, PriorEntry]) -> Iterator[Finding]:
    by_name: dict[str, Path] = {}
    by_dimension: dict[int, Path] = {}
    by_stream: dict[int, Path] = {}
    for path, prior in priors.items():
        name = str(path[-1])
        first = by_name.setdefault(name, path)
        if first != path:
            yield Finding(key_place(root, path), f"prior '{name}' is already defined at {key_place(root, first)}")
        elif by_stream.setdefault(zlib.crc32(name.encode()), path) != path:
            yield Finding(key_place(root, path), f"'{name}' shares its random stream with another prior; rename it")
        if name in RESERVED:
            yield Finding(key_place(root, path), f"'{name}' is a name of the result files; choose another")
        if prior.dimension is not None:
            other = by_dimension.setdefault(prior.dimension, path)
            if other != path:
                text = f"{dotted(path)}.dimension: {prior.dimension} belongs to '{other[-1]}'; next free: "
                used = {entry.dimension or 0 for entry in priors.values()}
                yield Finding(_place(root, (*path, "dimension")), f"{text}{max(used) + 1}")
        if prior.as_of is not None and facts.date is not None and prior.as_of > facts.date:
            late = f"{dotted(path)}.as_of: {prior.as_of} is after the baseline date {facts.date}"
            yield Finding(_place(root, (*path, "as_of")), late)


def _donors(root: Map, facts: Facts, path: Path) -> Iterator[Finding]:
    """Donor ids of a branch, whether or not the rest of it is right."""
    surge = (*path, "offer", "if_refused", "surge")
    named = [(*path, "aid", donor) for donor in names(at(root, (*path, "aid")))]
    named += [(*surge, key) for key in names(at(root, surge)) if key not in Surge.model_fields]
    for place in named:
        if facts.donors and place[-1] not in facts.donors:
            others = tuple(Surge.model_fields) if place[-2] == "surge" else ()
            yield Finding(key_place(root, place), unknown_key(place, (*facts.donors, *others)))


def _branch(root: Map, path: Path, branch: Branch) -> Iterator[Finding]:
    for donor, aid in branch.aid.items():
        if aid.change is None and (aid.keep not in (None, 1.0) or aid.pipeline == "halted"):
            place = (*path, "aid", donor)
            yield Finding(key_place(root, place), f"{dotted(place)}: needs 'change', the week when the flow moves")
    cut = branch.intelligence
    if cut and isinstance(cut.cut, float) and isinstance(cut.back, float) and cut.back < cut.cut:
        place = (*path, "intelligence", "back")
        yield Finding(_place(root, place), f"{dotted(place)}: lies before the cut")


def _lever_priors(root: Map, facts: Facts, parts: Parts) -> Iterator[Finding]:
    by_name = {str(path[-1]): entry for path, entry in parts.priors.items()}
    places = [(place, key) for place in (("baseline", "state"), ("priors",)) for key in names(at(root, place))]
    written = {key for _, key in places}
    free = [key for place, key in places if is_empty(at(root, (*place, key, "sets")))]
    hidden = is_broken(child(root, "priors")) or is_broken(child(root, "baseline"))
    for path, row in _lever_places(root, facts):
        name = child(at(root, path), "prior")
        value = getattr(name, "value", None)
        if name is None or not isinstance(value, str):
            continue
        prior = by_name.get(value)
        if value not in written and not hidden:
            yield Finding(name.place, f"{dotted(path)}: {unknown('prior', value, free)}")
        elif prior is not None and prior.sets is not None:
            yield Finding(name.place, f"{dotted(path)}: prior '{value}' sets '{prior.sets}'; use one without 'sets'")
        elif prior is not None and not _fits(prior.unit, UNITS[row]):
            yield Finding(name.place, f"{dotted(path)}: prior '{value}' is in {prior.unit}, not in {UNITS[row]}")
        elif prior is not None and (
            wrong := wrong_range(prior, row, factor_between(prior.unit, UNITS[row]), str(path[-1]))
        ):
            yield Finding(name.place, f"{dotted(path)}: prior '{value}' {wrong}")


def _lever_places(root: Map, facts: Facts) -> Iterator[tuple[Path, str]]:
    for name in names(child(root, "branches")):
        for row, keys in BRANCH_KEYS.items():
            yield ("branches", name, *keys), row
        for donor in facts.donors:
            for row, keys in DONOR_KEYS.items():
                yield ("branches", name, *(donor if key == "*" else key for key in keys)), row


def _fits(unit: str, target: str) -> bool:
    try:
        factor_between(unit, target)
    except UnitError:
        return False
    return True


def _place(root: Map, path: Path) -> Place:
    node = at(root, path)
    return node.place if node is not None else key_place(root, path)
