"""The valid part of what is written, so that one mistake hides no other: fields of any model, entries of priors."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple, Optional

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from forecast.config.parts import Facts
from forecast.config.prior import KINDS, PriorEntry
from forecast.config.tree import Finding, Map, Node, Path, at, dotted, key_place, names, plain, value_place
from forecast.config.wording import nearest


def valid_fields(model: type[BaseModel], node: Node | None, context: dict[str, Any]) -> dict[str, Any]:
    """Key to value of every field of `model` that is written in `node` and valid whatever the others are."""
    found: dict[str, Any] = {}
    written = plain(node) if isinstance(node, Map) else {}
    for key, adapter in _adapters(model).items():
        if key in written:
            try:
                found[key] = adapter.validate_python(written[key], context=context)
            except ValidationError:
                continue
    return {key: value for key, value in found.items() if value is not None}


def may_be_meant(model: type[BaseModel], node: Node | None, keys: Iterable[str]) -> bool:
    """Whether one of `keys` is missing only because it is misspelt: an unknown key of `node` comes nearest to it."""
    wanted = set(keys)
    known = list(_adapters(model))
    written = node.entries if isinstance(node, Map) else ()
    return any(nearest(name, known) in wanted for name in written if name not in known)


@cache
def _adapters(model: type[BaseModel]) -> dict[str, TypeAdapter[Any]]:
    found: dict[str, TypeAdapter[Any]] = {}
    for name, field in model.model_fields.items():
        kind: Any = Optional[field.rebuild_annotation()]  # noqa: UP045
        found[field.alias or name] = TypeAdapter(kind, config=ConfigDict(strict=True))
    return found


class Written(NamedTuple):
    """An entry: where it stands, and its fields that are valid by themselves."""

    node: Node
    values: dict[str, Any]

    def has(self, key: str) -> bool:
        """Whether the key is written, rightly or not."""
        return key in names(self.node)

    def lacks(self, *keys: str) -> bool:
        """Whether none of the keys is written, not even misspelt."""
        return not any(map(self.has, keys)) and not may_be_meant(PriorEntry, self.node, keys)

    def kinds(self) -> list[str]:
        """Distributions that are written."""
        return [kind for kind in KINDS if self.has(kind)]

    def spread(self) -> PriorEntry | None:
        """The distribution with its clips, without the rest of the entry; None if they do not say what can be drawn."""
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
    found: dict[Path, Written] = {}
    for place in (("baseline", "state"), ("priors",)):
        for name in names(at(root, place)):
            node = at(root, (*place, name))
            if isinstance(node, Map):
                found[(*place, name)] = Written(node, valid_fields(PriorEntry, node, context))
    return found


def check_entry(root: Map, facts: Facts, path: Path, entry: Written) -> Iterator[Finding]:
    """What does not go together within one entry, or with the date of the baseline."""
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
