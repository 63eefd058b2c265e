"""Writes plain messages for values that the models refuse, with the nearest valid key."""

import difflib
import re
from collections.abc import Callable, Iterable
from typing import Any

from pydantic import ValidationError

from forecast.config.tree import Finding, Map, Node, Path, at, dotted, key_place
from forecast.config.values import fix_of_flag, fix_of_number, quoted, write_number

_MAX_KEYS = 20
_MAX_FINDINGS_OF_A_PART = 50
_MAX_NAME_LENGTH = 200
NAME = "use lower-case letters, digits and _, starting with a letter"


def nearest(word: str, valid: Iterable[str]) -> str | None:
    """Return the valid word most similar to `word`, or None. Capitals do not matter, nor `-` or a space for `_`."""
    known = {_folded(name): name for name in reversed(list(valid))}
    same = known.get(_folded(word))
    if same is not None:
        return same
    matches = difflib.get_close_matches(word, known.values(), n=1) or [
        known[name] for name in difflib.get_close_matches(_folded(word), known, n=1)
    ]
    return matches[0] if matches else None


def _folded(word: str) -> str:
    return re.sub(r"[-\s]+", "_", word.strip().lower())


def unknown(what: str, name: str, valid: Iterable[str]) -> str:
    """Return `unknown WHAT 'NAME'; did you mean 'X'?`. If no name is similar, a short list of valid names is added.

    Parameters
    ----------
    what : str
        What is named, such as `key` or `branch`.
    name : str
        The unknown name. It may be a path with dots.
    valid : iterable of str
        Names that may stand there.
    """
    known = list(valid)
    name = name if len(name) <= _MAX_NAME_LENGTH else f"{name[:_MAX_NAME_LENGTH]}..."
    near = nearest(name, known) or nearest(name.rsplit(".", 1)[-1], known)
    if near:
        return f"unknown {what} '{name}'; did you mean '{near}'?"
    few = f"; valid here: {', '.join(known)}" if 0 < len(known) <= _MAX_KEYS else ""
    return f"unknown {what} '{name}'{few}"


def unknown_key(path: Path, valid: Iterable[str]) -> str:
    """Return the message for an unknown key."""
    return unknown("key", dotted(path), valid)


def findings_of(error: ValidationError, root: Node, prefix: Path) -> list[Finding]:
    """Return one finding for each value that a model refused.

    Unknown keys are left out: `forecast.config.keys` finds them, also those without a value.

    Parameters
    ----------
    error : ValidationError
        What the model raised.
    root : Node
        Tree that holds the data of the model.
    prefix : Path
        Path of the model's data in `root`.
    """
    items = [dict(item) for item in error.errors(include_url=False)]
    refused = [item for item in items if item["type"] != "extra_forbidden" and not _is_long_enough(item)]
    return [_finding(item, root, prefix) for item in refused[:_MAX_FINDINGS_OF_A_PART]]


def _is_long_enough(item: dict[str, Any]) -> bool:
    """Return whether a list is long enough as written. Pydantic counts only its valid entries."""
    return item["type"] == "too_short" and bool(len(item["input"]) >= item["ctx"]["min_length"])


def _finding(item: dict[str, Any], root: Node, prefix: Path) -> Finding:
    kind, loc = item["type"], tuple(part for part in item["loc"] if part != "[key]")
    path = (*prefix, *loc)
    node = at(root, path)
    if kind == "missing":
        is_written = isinstance(at(root, path[:-1]), Map) and node is not None
        return Finding(key_place(root, path), f"{dotted(path)} is {'empty' if is_written else 'missing'}")
    is_key = "[key]" in item["loc"]
    is_whole = node is None or isinstance(node, Map) or is_key
    place = key_place(root, path) if is_whole or node is None else node.place
    return Finding(place, f"{dotted(path)}: {_message(kind, item.get('ctx', {}), item['input'], item['msg'])}")


def _message(kind: str, ctx: dict[str, Any], value: Any, otherwise: str) -> str:
    write = _MESSAGES.get(kind)
    return write(ctx, value) if write else f"{otherwise[:1].lower()}{otherwise[1:]}, got {quoted(value)}"


def _literal(ctx: dict[str, Any], value: Any) -> str:
    choices = str(ctx["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
    near = nearest(value, choices) if isinstance(value, str) else None
    hint = f"; did you mean '{near}'?" if near else ""
    alternatives = f"{', '.join(choices[:-1])} or {choices[-1]}"
    return f"must be {alternatives}, got {quoted(value)}{hint}"


def _bound(word: str, key: str) -> Callable[[dict[str, Any], Any], str]:
    return lambda ctx, value: f"must be {word} {write_number(ctx[key])}, got {quoted(value)}"


def _entries(word: str, key: str) -> Callable[[dict[str, Any], Any], str]:
    return lambda ctx, value: f"needs {word} {ctx[key]} {'entry' if ctx[key] == 1 else 'entries'}"


def _expected(what: str) -> Callable[[dict[str, Any], Any], str]:
    return lambda ctx, value: f"expected {what}, got {quoted(value)}{fix_of_number(value)}"


def _mapping(ctx: dict[str, Any], value: Any) -> str:
    is_glued = isinstance(value, str) and re.match(r"[a-z_]+:[^\s/]", value)
    hint = "; is a space missing after the ':'?" if is_glued else ""
    return f"expected a mapping (`key: value` lines), got {quoted(value)}{hint}"


def _text(ctx: dict[str, Any], value: Any) -> str:
    hint = "; put it in quotes" if isinstance(value, int | float) else ""
    return f"expected text, got {quoted(value)}{hint}"


_MESSAGES: dict[str, Callable[[dict[str, Any], Any], str]] = {
    "config": lambda ctx, value: str(ctx["text"]),
    "literal_error": _literal,
    "string_type": _text,
    "string_too_short": lambda ctx, value: "is empty text",
    "string_too_long": lambda ctx, value: f"is longer than {ctx['max_length']} characters",
    "string_pattern_mismatch": lambda ctx, value: f"{quoted(value)} is not a valid name: {NAME}",
    "bool_type": lambda ctx, value: f"expected true or false, got {quoted(value)}{fix_of_flag(value)}",
    "int_type": _expected("a whole number"),
    "greater_than": _bound("above", "gt"),
    "greater_than_equal": _bound("at least", "ge"),
    "less_than": _bound("below", "lt"),
    "less_than_equal": _bound("at most", "le"),
    "model_type": _mapping,
    "dict_type": _mapping,
    "tuple_type": _expected("a list"),
    "list_type": _expected("a list"),
    "too_short": _entries("at least", "min_length"),
    "too_long": _entries("at most", "max_length"),
}
