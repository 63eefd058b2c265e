"""Reads the block `stopping:` of a config from the tree, so that every mistake has its line and column."""

from collections.abc import Iterator

from pydantic import TypeAdapter, ValidationError

from forecast.config.entries import valid_fields
from forecast.config.fields import Whole
from forecast.config.models import MAX_MEMBERS, Design
from forecast.config.outcomes import Quantity
from forecast.config.parts import Facts
from forecast.config.stopping import Asked, Precision, Stopping, first_check, split_difference, stoppable
from forecast.config.tree import (
    Finding,
    Map,
    Path,
    at,
    child,
    dotted,
    is_broken,
    is_empty,
    key_place,
    names,
    plain,
    value_place,
)
from forecast.config.wording import findings_of, nearest, unknown, unknown_key

MAX_KEY = "max_members"
_KEY: Path = ("stopping",)
_MAX: Path = (*_KEY, MAX_KEY)
_LAYOUTS = {
    "lhs": "a Latin hypercube cannot be extended",
    "sobol_groups": "a design for indices by group cannot be extended: its draws depend on the number of rows",
}
_FORM = "write {mcse: 0.002}"


def read_stopping(root: Map, facts: Facts, findings: list[Finding]) -> Stopping | None:
    """Return the stopping rule of a config, None without one. Problems are added to `findings`.

    Parameters
    ----------
    root : Map
        The merged tree.
    facts : Facts
        Ids and horizon of the tree, as far as they can be read.
    findings : list of Finding
        Gets the problems.
    """
    node = child(root, "stopping")
    if node is None or is_empty(node) or is_broken(node):
        return None
    if not isinstance(node, Map):
        text = "stopping: expected a mapping such as {durable_5y: {mcse: 0.002}, max_members: 200_000}"
        findings.append(Finding(node.place, text))
        return None
    reader = _Reader(root, node, facts)
    problems = list(reader.problems())
    findings.extend(problems)
    return (
        None
        if problems or reader.max_members is None
        else Stopping(asked=tuple(reader.asked), max_members=reader.max_members)
    )


class _Reader:
    def __init__(self, root: Map, node: Map, facts: Facts) -> None:
        self.root, self.node, self.facts = root, node, facts
        self.branches = names(child(root, "branches"))
        self.columns = facts.quantities()
        self.known = stoppable(self.columns, names(child(root, "success")))
        self.asked: list[Asked] = []
        self.max_members: int | None = None

    def problems(self) -> Iterator[Finding]:
        written: dict[tuple[str, str], str] = {}
        for key in names(self.node):
            path: Path = (*_KEY, key)
            pair = split_difference(key)
            if key == MAX_KEY:
                continue
            if pair is None and "-" in key:
                text = f"{dotted(path)}: a difference is written 'A - B', with the names of two branches"
                yield Finding(key_place(self.root, path), text)
            elif pair is None:
                yield from self._outcome(path, None, None)
            elif pair in written:
                yield Finding(key_place(self.root, path), f"{dotted(path)}: the same as '{written[pair]}'")
            else:
                written[pair] = key
                yield from self._difference(path, *pair)
        yield from self._maximum()
        if not set(names(self.node)) - {MAX_KEY}:
            text = "stopping: names no outcome; add one such as durable_5y: {mcse: 0.002}"
            yield Finding(key_place(self.root, _KEY), text)

    def _difference(self, path: Path, branch: str, minus: str) -> Iterator[Finding]:
        place, node = key_place(self.root, path), at(self.root, path)
        wrong = [name for name in dict.fromkeys((branch, minus)) if name not in self.branches]
        for name in wrong if self.branches else ():
            yield Finding(place, f"{dotted(path)}: {unknown('branch', name, self.branches)}")
        if branch == minus:
            yield Finding(place, f"{dotted(path)}: needs two different branches")
        if not isinstance(node, Map) or "mcse" in node.entries:
            text = f"{dotted(path)}: name the outcome: {{durable_5y: {{mcse: 0.001}}}}"
            yield Finding(place, text)
            return
        for outcome in names(node):
            yield from self._outcome((*path, outcome), branch, minus)

    def _outcome(self, path: Path, branch: str | None, minus: str | None) -> Iterator[Finding]:
        place, node, name = key_place(self.root, path), at(self.root, path), str(path[-1])
        wrong = self._wrong_name(name, branch is None) if self.known else None
        if wrong:
            yield Finding(place, f"{dotted(path)}: {wrong}")
            if name in self.branches:
                return
        if not isinstance(node, Map):
            if not wrong:
                yield Finding(place if node is None else node.place, f"{dotted(path)}: {_FORM}")
            return
        extra = [key for key in node.entries if key not in Precision.model_fields]
        for key in extra:
            yield Finding(key_place(self.root, (*path, key)), unknown_key((*path, key), Precision.model_fields))
        try:
            precision = Precision.model_validate({key: value for key, value in plain(node).items() if key not in extra})
        except ValidationError as error:
            yield from [] if extra and "mcse" not in node.entries else findings_of(error, self.root, path)
            return
        self.asked.append(Asked(outcome=name, mcse=precision.mcse, branch=branch, minus=minus))

    def _wrong_name(self, name: str, is_top: bool) -> str | None:
        quantity: Quantity | None = self.known.get(name)
        if quantity is None and name in self.columns:
            return f"'{name}' is missing in some members; name an outcome that all have, such as ceasefire_by_w104"
        if quantity is None and is_top and name in self.branches:
            return f"is a branch: an outcome holds for every branch, and a difference is written '{name} - OTHER'"
        if quantity is None:
            return unknown("outcome", name, [*self.known, *([MAX_KEY] if is_top else [])])
        if self.facts.horizon is not None and self.facts.horizon < quantity.needs:
            return f"needs a horizon of {quantity.needs} weeks or more, it is {self.facts.horizon} weeks"
        return None

    def _maximum(self) -> Iterator[Finding]:
        node = child(self.node, MAX_KEY)
        if node is None or is_empty(node):
            is_misspelt = any(nearest(key, [*self.known, MAX_KEY]) == MAX_KEY for key in names(self.node))
            if not is_misspelt and (node is None or getattr(node, "removes", False)):
                text = "stopping.max_members is missing; say how many members a run may have at most"
                yield Finding(key_place(self.root, _MAX), text)
            return
        try:
            self.max_members = _WHOLE.validate_python(plain(node))
        except ValidationError as error:
            message = error.errors()[0].get("ctx", {}).get("text", "expected a whole number")
            yield Finding(node.place, f"stopping.max_members: {message}")
            return
        yield from self._against_design(self.max_members)

    def _against_design(self, most: int) -> Iterator[Finding]:
        place = value_place(self.root, _MAX)
        if most > MAX_MEMBERS:
            yield Finding(place, f"stopping.max_members: must be at most {MAX_MEMBERS:,}")
        design = {"replicates": 1, "layout": "sobol", **valid_fields(Design, child(self.root, "design"), {})}
        if design["layout"] in _LAYOUTS:
            text = f"stopping: {_LAYOUTS[design['layout']]}; use design.layout mc or sobol, or remove stopping"
            yield Finding(key_place(self.root, _KEY), text)
            return
        if "members" in design:
            text = "design.members: leave it out with stopping, which takes whole draws"
            yield Finding(value_place(self.root, ("design", "members")), text)
        if "draws" not in design:
            return
        draws, replicates = first_check(design["draws"]), design["replicates"]
        if most < draws * replicates:
            text = (
                f"stopping.max_members: must be at least {draws * replicates:,}, the members of the first check "
                f"({draws:,} draws x {replicates:,} replicates, the first power of two from design.draws on)"
            )
            yield Finding(place, text)


_WHOLE: TypeAdapter[int] = TypeAdapter(Whole)
