"""The valid fields of what is written, so that one mistake hides no other."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple, Optional

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from forecast.config.parts import Facts
from forecast.config.prior import KINDS, PriorEntry
from forecast.config.tree import Finding, Map, Node, Path, at, dotted, key_place, names, plain, value_place
from forecast.config.wording import nearest


def valid_fields(model: type[BaseModel], node: Node | None, context: dict[str, Any]) -> dict[str, Any]:
    """The fields of a model that are written in a mapping and valid by themselves, by key.

    Parameters
    ----------
    model : type[BaseModel]
        Model of the mapping.
    node : Node or None
        The mapping; anything else has no fields.
    context : dict
        For the validators, from `Facts.context`.
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


def may_be_meant(model: type[BaseModel], node: Node | None, keys: Iterable[str]) -> bool:
    """Whether one of `keys` may be missing only because it is misspelt.

    Parameters
    ----------
    model : type[BaseModel]
        Model of the mapping.
    node : Node or None
        The mapping.
    keys : iterable of str
        A key may be misspelt if it is the nearest valid key to an unknown key of the mapping.
    """
    meant = set(keys)
    known = list(_adapters(model))
    written = node.entries if isinstance(node, Map) else ()
    return any(nearest(name, known) in meant for name in written if name not in known)


@cache
def _adapters(model: type[BaseModel]) -> dict[str, TypeAdapter[Any]]:
    adapters: dict[str, TypeAdapter[Any]] = {}
    for name, field in model.model_fields.items():
        kind: Any = Optional[field.rebuild_annotation()]  # noqa: UP045
        adapters[field.alias or name] = TypeAdapter(kind, config=ConfigDict(strict=True))
    return adapters


class Written(NamedTuple):
    """An entry of priors: its node, and the fields that are valid by themselves."""

    node: Node
    values: dict[str, Any]

    def has(self, key: str) -> bool:
        """Whether the key is written, with a valid value or not."""
        return key in names(self.node)

    def lacks(self, *keys: str) -> bool:
        """Whether none of the keys is written, not even misspelt."""
        return not any(map(self.has, keys)) and not may_be_meant(PriorEntry, self.node, keys)

    def kinds(self) -> list[str]:
        """Distributions that are written."""
        return [kind for kind in KINDS if self.has(kind)]

    def spread(self) -> PriorEntry | None:
        """The distribution with its clips, without the rest of the entry; None if they cannot be read."""
        kinds, clips = self.kinds(), [key for key in ("at_least", "at_most") if self.has(key)]
        if len(kinds) != 1 or not {*kinds, *clips} <= set(self.values) or self.clips_crossed():
            return None
        return PriorEntry.model_construct(**{key: self.values[key] for key in (*kinds, *clips)})

    def clips_crossed(self) -> bool:
        """Whether both clips can be read and leave nothing between them."""
        low, high = self.values.get("at_least"), self.values.get("at_most")
        return low is not None and high is not None and low >= high


def written_entries(root: Map, facts: Facts) -> dict[Path, Written]:
    """All entries of the baseline's state and of the priors that are mappings."""
    context = facts.context()
    entries: dict[Path, Written] = {}
    for mapping in (("baseline", "state"), ("priors",)):
        for name in names(at(root, mapping)):
            node = at(root, (*mapping, name))
            if isinstance(node, Map):
                entries[(*mapping, name)] = Written(node, valid_fields(PriorEntry, node, context))
    return entries


def check_entry(root: Map, facts: Facts, path: Path, entry: Written) -> Iterator[Finding]:
    """Problems between the fields of one entry, and between the entry and the date of the baseline.

    Parameters
    ----------
    root : Map
        The merged tree.
    facts : Facts
        What could be read of it.
    path : Path
        Path of the entry in the tree.
    entry : Written
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
        late = f"{name}.as_of: {day} is after the baseline date {facts.date}"
        yield Finding(value_place(root, (*path, "as_of")), late)
