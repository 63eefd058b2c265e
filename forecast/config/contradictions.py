"""Finds values that are valid one by one and contradict each other: no run could honour both."""

from collections.abc import Iterator

from forecast.config.baseline import Sector
from forecast.config.branch import Branch, Offer, Package, Troops
from forecast.config.entries import WrittenEntry, may_be_misspelt, valid_fields
from forecast.config.limits import middle
from forecast.config.parts import Facts
from forecast.config.quantities import PriorRef
from forecast.config.tree import Finding, Map, Node, Path, at, child, dotted, key_place, names, value_place
from forecast.config.units import UnitError, factor_between

LAND, REFERENCE = "held_t0", "held_reference"
AREA = "km2"
ABOVE = 1.05
"""The most that a side may hold at week 0, relative to its land before the invasion: an army may stand beyond its
border, as in Korea in July 1951 (1.05)."""


def contradictions(root: Map, facts: Facts, entries: dict[Path, WrittenEntry]) -> Iterator[Finding]:
    """Yield the contradictions of a config.

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
    yield from _land(root, entries)
    for name in names(at(root, ("baseline", "sectors"))):
        yield from _sector(root, ("baseline", "sectors", name))
    for name in names(child(root, "branches")):
        yield from _offer(root, facts, ("branches", name))
        yield from _package(root, facts, ("branches", name))


def _land(root: Map, entries: dict[Path, WrittenEntry]) -> Iterator[Finding]:
    """Find land at week 0 far above the land before the invasion, by the middles of the two inputs."""
    held = {entry.values.get("sets"): (path, entry) for path, entry in entries.items()}
    if not {LAND, REFERENCE} <= set(held):
        return
    (path, now), (other, before) = held[LAND], held[REFERENCE]
    area, reference = _area(now), _area(before)
    if area is not None and reference is not None and area > ABOVE * reference > 0.0:
        text = f"{area:,.0f} km2 at week 0 is more than {ABOVE:g} times the {reference:,.0f} km2 of '{other[-1]}'"
        yield Finding(key_place(root, (*path, *now.kinds())), f"{dotted(path)}: {text}, the land before the invasion")


def _area(entry: WrittenEntry) -> float | None:
    spread = entry.clipped_distribution()
    try:
        return middle(spread) * factor_between(entry.values["unit"], AREA) if spread else None
    except (KeyError, UnitError):
        return None


def _sector(root: Map, path: Path) -> Iterator[Finding]:
    sector = valid_fields(Sector, at(root, path), {})
    stay, opening, share = sector.get("active_stay"), sector.get("active_open"), sector.get("share")
    place = value_place(root, (*path, "active_open"))
    if opening != 0.0:
        return
    if stay == 1.0:
        text = "0 with active_stay 1 leaves open how often it is active; write a chance above 0, or active_stay below 1"
        yield Finding(place, f"{dotted(path)}.active_open: {text}")
    elif share:
        text = f"with 0 it falls quiet for good, but its share of the gain is {share:g}; write share: 0 or a chance"
        yield Finding(place, f"{dotted(path)}.active_open: {text} above 0")


def _offer(root: Map, facts: Facts, path: Path) -> Iterator[Finding]:
    branch = at(root, path)
    if "offer" not in names(branch) or may_be_misspelt(Branch, branch, ("package",)):
        return
    if "package" not in names(branch):
        text = "an ultimatum needs a 'package' that it asks to accept; write one, or leave out 'offer'"
        yield Finding(key_place(root, (*path, "offer")), f"{dotted((*path, 'offer'))}: {text}")
        return
    offer = valid_fields(Offer, child(branch, "offer"), facts.context())
    package = valid_fields(Package, child(branch, "package"), facts.context())
    announced, deadline = offer.get("announced"), offer.get("deadline")
    tabled, withdrawn = package.get("on_table"), package.get("withdrawn")
    if isinstance(announced, float) and isinstance(withdrawn, float) and withdrawn <= announced:
        place = value_place(root, (*path, "package", "withdrawn"))
        yield Finding(place, f"{dotted(path)}.package.withdrawn: the package is off the table before the ultimatum")
    ends = announced + deadline if isinstance(announced, float) and isinstance(deadline, float) else None
    if ends is not None and isinstance(tabled, float) and tabled > ends:
        place = value_place(root, (*path, "package", "on_table"))
        yield Finding(place, f"{dotted(path)}.package.on_table: lies after the deadline of the ultimatum")
    if "surge_from" in names(child(branch, "offer")) and not _has_surge(branch):
        where = (*path, "offer", "surge_from")
        text = "has no effect without 'if_refused' with a surge, strikes or sanctions"
        yield Finding(key_place(root, where), f"{dotted(where)}: {text}")


def _has_surge(branch: Node | None) -> bool:
    refused = at(branch, ("offer", "if_refused"))
    words = {getattr(child(refused, key), "value", None) for key in ("strikes", "sanctions")}
    return "surge" in names(refused) or bool(words & {"unrestricted", "surge"})


def _package(root: Map, facts: Facts, path: Path) -> Iterator[Finding]:
    node = at(root, (*path, "package"))
    package = valid_fields(Package, node, facts.context())
    troops = valid_fields(Troops, child(node, "troops"), facts.context())
    is_none = package.get("membership") == "none" or (
        "membership" not in names(node) and not may_be_misspelt(Package, node, ("membership",))
    )
    stays = troops.get("until_membership")
    if is_none and (stays is True or isinstance(stays, PriorRef)):
        where = (*path, "package", "troops", "until_membership")
        text = "the package has no membership; write 'membership: path' in it"
        yield Finding(value_place(root, where), f"{dotted(where)}: {text}")
