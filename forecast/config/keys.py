"""Finds unknown keys at every depth, with or without a value.

The models cannot find them all: a key with an empty value counts as not written and is not passed to a model.
"""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from forecast.config.baseline import BaselineFile
from forecast.config.branch import Branch
from forecast.config.models import ExperimentFile, PriorsFile
from forecast.config.quantities import PriorRef
from forecast.config.tree import Finding, Map, Node, Path, Place, Scalar, Seq, are_too_many, dotted, is_empty
from forecast.config.wording import unknown_key

EXTENDABLE: tuple[type[BaseModel], ...] = (ExperimentFile, BaselineFile, PriorsFile, Branch)
"""Models of whole files. Such a file may have the key `extends` before it is merged."""

_OTHER_IDS = ("aid",)
"""Mappings from ids that are defined elsewhere. In them an id without a value is allowed and counts as not written."""


class _Shape(NamedTuple):
    """What a value may be: a mapping from names to `ids`, a list of `items`, or a mapping with the keys of `models`."""

    ids: Any = None
    items: Any = None
    models: tuple[type[BaseModel], ...] = ()


def unknown_keys(root: Node) -> list[Finding]:
    """Return the unknown keys of a merged experiment, and the names without a value that take nothing away."""
    search = _Search(is_merged=True)
    search.check_keys(root, ExperimentFile, ())
    return search.findings


def unknown_keys_of_file(node: Node, model: type[BaseModel], reported: Collection[Place]) -> list[Finding]:
    """Return the unknown keys of one file before it is merged, because a file that extends it may hide them.

    Parameters
    ----------
    node : Node
        Content of the file.
    model : type[BaseModel]
        What the file describes, one of EXTENDABLE.
    reported : collection of Place
        Places of keys that are reported already and left out here.
    """
    search = _Search(is_merged=False)
    search.check_keys(node, model, ())
    return [finding for finding in search.findings if finding.place not in reported]


class _Search:
    """Walks a tree along the models. is_merged: the tree is a whole experiment, where `extends` has been followed."""

    def __init__(self, is_merged: bool) -> None:
        self.is_merged = is_merged
        self.findings: list[Finding] = []

    def check_value(self, node: Node, shape: _Shape | None, path: Path) -> None:
        if shape is None:
            return
        if isinstance(node, Seq):
            for number, item in enumerate(node.items):
                self.check_value(item, shape.items, (*path, number))
        elif isinstance(node, Map) and shape.ids is not None:
            self.check_names(node, shape.ids, path)
        elif isinstance(node, Map) and shape.models:
            is_reference = "prior" in node.entries and PriorRef in shape.models
            self.check_keys(node, PriorRef if is_reference else shape.models[0], path)

    def check_names(self, node: Map, shape: _Shape, path: Path) -> None:
        """Check a mapping from names that a user chooses."""
        for name, entry in node.entries.items():
            is_useless = is_empty(entry.node) and not getattr(entry.node, "removes", False)
            if self.is_merged and is_useless and path[-1] not in _OTHER_IDS:
                text = f"{dotted((*path, name))} is empty and takes nothing away; give it a value or remove it"
                self.findings.append(Finding(entry.key, text))
            self.check_value(entry.node, shape, (*path, name))

    def check_keys(self, node: Node, model: type[BaseModel], path: Path) -> None:
        """Check a mapping with the keys of a model."""
        if not isinstance(node, Map) or are_too_many(self.findings):
            return
        fields = _fields(model)
        extra = _REFERENCE if model.model_config.get("extra") == "allow" else None
        for key, entry in node.entries.items():
            if key in fields or extra is not None:
                if not isinstance(entry.node, Scalar):
                    self.check_value(entry.node, fields.get(key, extra), (*path, key))
            elif model is PriorRef and "prior" in node.entries:
                text = f"{dotted(path)}: {{prior: NAME}} stands alone; remove '{key}'"
                self.findings.append(Finding(entry.key, text))
            elif not (key == "extends" and model in EXTENDABLE and not self.is_merged):
                valid = [*fields, "extends"] if model in EXTENDABLE and key != "extends" else fields
                self.findings.append(Finding(entry.key, unknown_key((*path, key), valid)))


_REFERENCE = _Shape(models=(PriorRef,))


@cache
def _fields(model: type[BaseModel]) -> dict[str, _Shape]:
    """Return the keys of a model with the shapes of their values."""
    return {field.alias or name: _shape(field.annotation) for name, field in model.model_fields.items()}


def _shape(annotation: Any) -> _Shape:
    kinds = list(_alternatives(annotation))
    ids = next((_shape(get_args(kind)[1]) for kind in kinds if get_origin(kind) is dict), None)
    items = next((_shape(get_args(kind)[0]) for kind in kinds if get_origin(kind) in (list, tuple)), None)
    models = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return _Shape(ids, items, tuple(sorted(models, key=lambda model: model is PriorRef)))


def _alternatives(annotation: Any) -> Iterator[Any]:
    """Yield the types that a union, an optional or an annotated type stands for."""
    if isinstance(annotation, type) or get_origin(annotation) in (dict, list, tuple):
        yield annotation
        return
    for part in get_args(annotation):
        yield from _alternatives(part)
