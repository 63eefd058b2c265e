"""Keys that are not known, at every depth and whether or not a value stands behind them.

The models cannot tell: an empty value counts as not written, so its key never reaches them.
"""

from collections.abc import Collection, Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from forecast.config.baseline import BaselineFile
from forecast.config.branch import Branch
from forecast.config.models import ExperimentFile, PriorsFile
from forecast.config.quantities import PriorRef
from forecast.config.tree import Finding, Map, Node, Path, Place, Seq, dotted, is_empty
from forecast.config.wording import unknown_key

EXTENDABLE: tuple[type[BaseModel], ...] = (ExperimentFile, BaselineFile, PriorsFile, Branch)
"""Models of whole files, which may have the key `extends` as long as files are not merged."""

_OTHER_IDS = ("aid",)
"""Mappings from ids that are defined elsewhere: an empty value there means not written, as for any other key."""


def unknown_keys(root: Node) -> Iterator[Finding]:
    """Unknown keys of a merged experiment, and names without a value that take nothing away."""
    yield from _walk(root, ExperimentFile, (), is_merged=True)


def unknown_keys_of_file(node: Node, model: type[BaseModel], elsewhere: Collection[Place]) -> Iterator[Finding]:
    """Unknown keys of one file before it is merged; a file that builds on it may hide them.

    Parameters
    ----------
    node : Node
        Content of the file.
    model : type[BaseModel]
        What the file describes, one of EXTENDABLE.
    elsewhere : collection of Place
        Places of keys that are reported already.
    """
    for finding in _walk(node, model, (), is_merged=False):
        if finding.place not in elsewhere:
            yield finding


def _walk(node: Node, annotation: Any, path: Path, is_merged: bool) -> Iterator[Finding]:
    kinds = list(_alternatives(annotation))
    if isinstance(node, Map):
        ids = next((get_args(kind)[1] for kind in kinds if get_origin(kind) is dict), None)
        model = _model_of(node, kinds)
        if ids is not None:
            yield from _named(node, ids, path, is_merged)
        elif model is not None:
            yield from _keyed(node, model, path, is_merged)
    elif isinstance(node, Seq):
        items = next((get_args(kind)[0] for kind in kinds if get_origin(kind) in (list, tuple)), None)
        for number, item in enumerate(node.items):
            yield from _walk(item, items, (*path, number), is_merged)


def _named(node: Map, annotation: Any, path: Path, is_merged: bool) -> Iterator[Finding]:
    """A mapping from names that a user chooses."""
    for name, entry in node.entries.items():
        is_lost = is_empty(entry.node) and not getattr(entry.node, "removes", False)
        if is_merged and is_lost and path[-1] not in _OTHER_IDS:
            text = f"{dotted((*path, name))} is empty and takes nothing away; give it a value or remove it"
            yield Finding(entry.key, text)
        yield from _walk(entry.node, annotation, (*path, name), is_merged)


def _keyed(node: Map, model: type[BaseModel], path: Path, is_merged: bool) -> Iterator[Finding]:
    """A mapping with the keys of a model."""
    fields = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
    valid = [*fields, "extends"] if model in EXTENDABLE and not is_merged else list(fields)
    takes_ids = model.model_config.get("extra") == "allow"
    for key, entry in node.entries.items():
        if key in fields or takes_ids:
            yield from _walk(entry.node, fields.get(key, PriorRef), (*path, key), is_merged)
        elif model is PriorRef:
            if is_empty(entry.node):
                yield Finding(entry.key, f"{dotted(path)}: {{prior: NAME}} stands alone; remove '{key}'")
        elif key not in valid:
            yield Finding(entry.key, unknown_key((*path, key), valid))


def _model_of(node: Map, kinds: list[Any]) -> type[BaseModel] | None:
    """The model that the keys of a mapping belong to, if it can have keys."""
    models = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
    if PriorRef in models:
        others = [model for model in models if model is not PriorRef]
        return PriorRef if "prior" in node.entries else next(iter(others), None)
    return next(iter(models), None)


def _alternatives(annotation: Any) -> Iterator[Any]:
    """The types that a union, an optional or an annotated type stands for."""
    if isinstance(annotation, type) or get_origin(annotation) in (dict, list, tuple):
        yield annotation
        return
    for part in get_args(annotation):
        yield from _alternatives(part)
