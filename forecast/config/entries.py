"""Reads the valid fields of each entry, so that one mistake hides no other.

An entry is an input of a config, in the baseline's state or among the priors.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple, Optional

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from forecast.config.data_cut import look_ahead
from forecast.config.parts import Facts
from forecast.config.prior import KINDS, PriorEntry
from forecast.config.tree import Finding, Map, Node, Path, at, dotted, key_place, names, plain, value_place
from forecast.config.wording import nearest


def valid_fields(model: type[BaseModel], node: Node | None, context: dict[str, Any]) -> dict[str, Any]:
    """Return, by key, the fields of a model that are written in a mapping and valid by themselves.

    Parameters
    ----------
    model : type[BaseModel]
        Model of the mapping.
    node : Node or None
        The mapping. If it is something else, no field is returned.
    context : dict
        What the validators need, from `Facts.context`.
    """
    valid: dict[str, Any] = {}
    written = plain(node) if isinstance(node, Map) else {}
    for key, adapter in _adapters(model).items():
        if key in written:
            try:
                valid[key] = adapter.validate_python(written[key], context=context)
            except ValidationError:
                continue
    return {key: value for key, value in valid.items() if value is not None}


def may_be_misspelt(model: type[BaseModel], node: Node | None, keys: Iterable[str]) -> bool:
    """Return whether one of `keys` may be missing only because it is misspelt.

    Parameters
    ----------
    model : type[BaseModel]
        Model of the mapping.
    node : Node or None
        The mapping.
    keys : iterable of str
        Keys to look for. A key may be misspelt if it is the nearest valid key to an unknown key of the mapping.
    """
    wanted_keys = set(keys)
    known = list(_adapters(model))
    written = node.entries if isinstance(node, Map) else ()
    return any(nearest(name, known) in wanted_keys for name in written if name not in known)


@cache
def _adapters(model: type[BaseModel]) -> dict[str, TypeAdapter[Any]]:
    adapters: dict[str, TypeAdapter[Any]] = {}
    for name, field in model.model_fields.items():
        kind: Any = Optional[field.rebuild_annotation()]  # noqa: UP045
        adapters[field.alias or name] = TypeAdapter(kind, config=ConfigDict(strict=True))
    return adapters


class WrittenEntry(NamedTuple):
    """An entry as written: its node in the tree, and the values of the fields that are valid by themselves."""

    node: Node
    values: dict[str, Any]

    def has(self, key: str) -> bool:
        """Whether the key is written, with a valid value or not."""
        return key in names(self.node)

    def lacks(self, *keys: str) -> bool:
        """Whether none of the keys is written, not even misspelt."""
        return not any(map(self.has, keys)) and not may_be_misspelt(PriorEntry, self.node, keys)

    def kinds(self) -> list[str]:
        """Return the names of the distributions that are written."""
        return [kind for kind in KINDS if self.has(kind)]

    def clipped_distribution(self) -> PriorEntry | None:
        """Return only the distribution and its clips (`at_least`, `at_most`), or None if they cannot be read."""
        kinds, clips = self.kinds(), [key for key in ("at_least", "at_most") if self.has(key)]
        if len(kinds) != 1 or not {*kinds, *clips} <= set(self.values) or self.clips_crossed():
            return None
        return PriorEntry.model_construct(**{key: self.values[key] for key in (*kinds, *clips)})

    def clips_crossed(self) -> bool:
        """Whether both clips can be read and leave nothing between them."""
        low, high = self.values.get("at_least"), self.values.get("at_most")
        return low is not None and high is not None and low >= high


def written_entries(root: Map, facts: Facts) -> dict[Path, WrittenEntry]:
    """Return, by path, the entries of the baseline's state and of the priors that are mappings."""
    context = facts.context()
    entries: dict[Path, WrittenEntry] = {}
    for mapping in (("baseline", "state"), ("priors",)):
        for name in names(at(root, mapping)):
            node = at(root, (*mapping, name))
            if isinstance(node, Map):
                entries[(*mapping, name)] = WrittenEntry(node, valid_fields(PriorEntry, node, context))
    return entries


def check_entry(root: Map, facts: Facts, path: Path, entry: WrittenEntry) -> Iterator[Finding]:
    """Yield the problems between fields of one entry, and between the entry and the date of the baseline.

    Parameters
    ----------
    root : Map
        The merged tree.
    facts : Facts
        Ids, date and horizon of the tree, as far as they can be read.
    path : Path
        Path of the entry in the tree.
    entry : WrittenEntry
        The entry.
    """
    place, name, kinds = key_place(root, path), dotted(path), entry.kinds()
    if len(kinds) > 1 or entry.lacks(*KINDS):
        got = f"got {' and '.join(kinds)}" if kinds else "got none"
        yield Finding(place, f"{name}: needs exactly one distribution ({', '.join(KINDS)}), {got}")
    if kinds and "fixed" not in kinds and entry.lacks("dimension"):
        yield Finding(place, f"{name}: needs a 'dimension': a Sobol dimension that no other prior has")
    if entry.clips_crossed():
        low, high = entry.values["at_least"], entry.values["at_most"]
        yield Finding(place, f"{name}: needs at_least < at_most, got {low:g} and {high:g}")
    day = entry.values.get("as_of")
    may_be_later = facts.hindsight and path[0] == "priors"
    if day is not None and facts.date is not None and day > facts.date and not may_be_later:
        late = f"{name}.as_of: {look_ahead(entry.values.get('sets'), day, facts.date)}"
        yield Finding(value_place(root, (*path, "as_of")), late)
