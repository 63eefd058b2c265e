"""Checks each part of the tree with its model, one by one, so that a mistake in one part hides none in another.

A part is what one key at the top of an experiment holds: baseline, priors, branches, success and so on.
"""

import re
from datetime import date
from typing import Any, Literal, NamedTuple, TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from forecast.config.baseline import Baseline, BaselineFile
from forecast.config.branch import Branch
from forecast.config.fields import Horizon
from forecast.config.keys import unknown_keys
from forecast.config.known import Known
from forecast.config.models import Design
from forecast.config.outcomes import Quantity, quantities
from forecast.config.prior import Id, Line, Model, PriorEntry
from forecast.config.success import Success
from forecast.config.switches import Switches
from forecast.config.tree import (
    Finding,
    Map,
    Node,
    Path,
    Scalar,
    Seq,
    are_too_many,
    at,
    child,
    dotted,
    is_broken,
    is_empty,
    key_place,
    names,
    plain,
)
from forecast.config.values import read_date
from forecast.config.wording import NAME, findings_of

ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
NO_IDS = frozenset({"true", "false", "null", "none", "nan", "inf", "infinity", "yes", "no", "on", "off", "total"})
_Part = TypeVar("_Part", bound=Model)


class Head(Model):
    """The keys of an experiment that can be checked without the other keys."""

    experiment: Id
    question: Line
    horizon: Horizon
    reference: str
    design: Design
    hindsight: Literal["refused", "allowed"] = "refused"


class _Horizon(Model):
    horizon: Horizon


class Facts(NamedTuple):
    """Values of the tree that the checks of other parts need. A value that cannot be read is None."""

    date: date | None
    defender: str | None
    attacker: str | None
    donors: tuple[str, ...]
    horizon: int | None
    hindsight: bool = False

    def quantities(self) -> dict[str, Quantity]:
        """Return the quantities that success conditions may name; empty if the sides are not known."""
        if self.defender is None or self.attacker is None:
            return {}
        return quantities(self.defender, self.attacker, self.donors)

    def context(self) -> dict[str, Any]:
        """Return the context that the validators of the models read."""
        return {"date": self.date, "horizon": self.horizon, "quantities": self.quantities()}


class Parts(NamedTuple):
    """The valid parts. A part that is not valid is None, or missing in its mapping."""

    head: Head | None
    baseline: Baseline | None
    priors: dict[Path, PriorEntry]
    branches: dict[str, Branch]
    success: dict[str, Success]
    switches: Switches | None
    known: dict[str, Known]


def read_facts(root: Node) -> Facts:
    """Read the facts from the tree without the models, so that they are known even if a part is not valid."""
    sides = at(root, ("baseline", "sides"))
    ids = {role: _side_id(sides, role) for role in ("defender", "attacker")}
    donors = at(root, ("baseline", "donors"))
    hindsight = _value(child(root, "hindsight")) == "allowed"
    return Facts(_date(root), ids["defender"], ids["attacker"], tuple(names(donors)), _horizon(root), hindsight)


def validate_parts(root: Map, facts: Facts, findings: list[Finding]) -> Parts:
    """Check all parts and return the valid ones.

    Parameters
    ----------
    root : Map
        The merged tree.
    facts : Facts
        Ids, date and horizon of the tree, as far as they can be read.
    findings : list of Finding
        Problems are added to it.
    """
    findings.extend(unknown_keys(root))
    for key in ("baseline", "priors", "branches"):
        if is_empty(child(root, key)):
            state = "empty" if key in root.entries else "missing"
            findings.append(Finding(key_place(root, (key,)), f"{key} is {state}"))
    context = facts.context()
    head = {key: entry for key, entry in root.entries.items() if key in Head.model_fields}
    return Parts(
        _validate_part(Head, Map(head, root.place), root, (), context, findings),
        _validate_baseline(root, context, findings),
        {
            path: entry
            for mapping in (("baseline", "state"), ("priors",))
            for path, entry in _validate_entries(PriorEntry, root, mapping, context, findings).items()
        },
        {
            str(path[-1]): part
            for path, part in _validate_entries(Branch, root, ("branches",), context, findings).items()
        },
        {
            str(path[-1]): part
            for path, part in _validate_entries(Success, root, ("success",), context, findings).items()
        },
        _validate_switches(root, context, findings),
        {str(path[-1]): part for path, part in _validate_entries(Known, root, ("known",), context, findings).items()},
    )


def _validate_switches(root: Map, context: dict[str, Any], findings: list[Finding]) -> Switches | None:
    node = child(root, "switches")
    return Switches() if is_empty(node) else _validate_part(Switches, node, root, ("switches",), context, findings)


def _validate_baseline(root: Map, context: dict[str, Any], findings: list[Finding]) -> Baseline | None:
    node = child(root, "baseline")
    if is_empty(node) or is_broken(node):
        return None
    if not isinstance(node, Map):
        return _validate_part(BaselineFile, node, root, ("baseline",), context, findings)
    without_state = Map({key: entry for key, entry in node.entries.items() if key != "state"}, node.place)
    baseline = _validate_part(BaselineFile, without_state, root, ("baseline",), context, findings)
    return Baseline(**{name: getattr(baseline, name) for name in Baseline.model_fields}) if baseline else None


def _validate_entries(
    model: type[_Part], root: Map, path: Path, context: dict[str, Any], findings: list[Finding]
) -> dict[Path, _Part]:
    node = at(root, path)
    if node is None or is_empty(node) or not isinstance(node, Map):
        if isinstance(node, Scalar | Seq) and not is_empty(node):
            findings.append(Finding(node.place, f"{dotted(path)}: expected a mapping from names to entries"))
        return {}
    valid: dict[Path, _Part] = {}
    for name, entry in node.entries.items():
        if are_too_many(findings):
            break
        if is_empty(entry.node) or is_broken(entry.node):
            continue
        if not ID.fullmatch(name) or name in NO_IDS:
            reason = "the word has another meaning" if name in NO_IDS else NAME
            findings.append(Finding(entry.key, f"{dotted(path)}: '{name}' is not a valid name: {reason}"))
        part = _validate_part(model, entry.node, root, (*path, name), context | {"key": name}, findings)
        if part is not None:
            valid[(*path, name)] = part
    return valid


def _validate_part(
    model: type[_Part], node: Node | None, root: Map, path: Path, context: dict[str, Any], findings: list[Finding]
) -> _Part | None:
    if node is None:
        return None
    try:
        return model.model_validate(plain(node), context=context)
    except ValidationError as error:
        findings.extend(findings_of(error, root, path))
        return None


def _side_id(sides: Node | None, role: str) -> str | None:
    if not isinstance(sides, Map):
        return None
    ids = [name for name, entry in sides.entries.items() if _value(child(entry.node, "role")) == role]
    return ids[0] if len(ids) == 1 else None


def _date(root: Node) -> date | None:
    try:
        return read_date(_value(at(root, ("baseline", "date"))))
    except PydanticCustomError:
        return None


def _horizon(root: Node) -> int | None:
    try:
        return _Horizon.model_validate({"horizon": _value(child(root, "horizon"))}).horizon
    except ValidationError:
        return None


def _value(node: Node | None) -> Any:
    return node.value if isinstance(node, Scalar) else None
