"""What is right in a part that is wrong somewhere: the fields that are valid by themselves."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Optional

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from forecast.config.tree import Map, Node, plain
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
