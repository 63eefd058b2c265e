"""Reads YAML text into a tree. Tags, anchors, aliases and duplicate keys are refused.

Plain scalars have fewer meanings than in YAML 1.1: `NO`, `12:30` and dates are text. Only `true` and `false` are
booleans, `1_000` is a whole number, `1e6` is a number, and nothing at all is empty. `20.000` stays text, so that no
field reads it as a number: it may mean 20 or 20000.
"""

import re
from typing import Any, NamedTuple

import yaml

from forecast.config.characters import refused_character, unusual_space
from forecast.config.slips import bare_key, has_colon, joined_items, line_hint, number_fix
from forecast.config.tree import Broken, Entry, Finding, Map, Node, Place, Scalar, Seq, Source

MAX_DEPTH = 50
_MAX_FINDINGS = 20
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*(?:_[0-9]+)*)")
FLOAT = re.compile(r"[-+]?(?:(?:[0-9]+(?:_[0-9]+)*)?\.[0-9]+|[0-9]+(?:_[0-9]+)*\.?)(?:[eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "": None, "~": None, "null": None, "Null": None, "NULL": None}
_MAX_NUMBER_LENGTH = 40


def resolve(text: str) -> bool | int | float | str | None:
    """Return the value of an unquoted scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _MAX_NUMBER_LENGTH:
        return text
    if INT.fullmatch(text):
        return int(text)
    if FLOAT.fullmatch(text) and not re.fullmatch(r"[-+]?0[0-9_]+", text) and number_fix(text) is None:
        return float(text)
    return text


def read_tree(text: str, source: Source, findings: list[Finding]) -> Node:
    """Read one YAML document into a tree.

    Parameters
    ----------
    text : str
        The document.
    source : Source
        Where the text came from, for the places of values.
    findings : list of Finding
        Problems are added to it. If the text cannot be read at all, the tree is Broken.
    """
    builder = _Builder(source, text)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.handle(event)
            if builder.stopped or len(builder.findings) >= _MAX_FINDINGS:
                break
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = builder.place(mark) if mark else Place(source)
        builder.stop(place, f"not valid YAML: {_reason(error, text, mark)}")
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        builder.stop(Place(source), f"not valid YAML: {str(error).splitlines()[0]}")
    findings.extend(builder.findings)
    return Broken(Place(source)) if builder.stopped or builder.root is None else builder.root


def _reason(error: yaml.MarkedYAMLError, text: str, mark: Any) -> str:
    reason = error.problem or error.context or "unreadable"
    start = error.context_mark
    if error.problem and error.context and start and mark and start.line != mark.line:
        reason = f"{reason} {error.context} that begins at line {start.line + 1}"
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "\t" in line[: mark.column + 1 if mark else 0]:
        return f"{reason} (a tab; indent with spaces)"
    return reason + (line_hint(lines, [start.line if start else mark.line - 1, mark.line]) if mark else "")


def _short_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")[:80]


class _Key(NamedTuple):
    """A key whose value comes next. is_refused: a finding names the problem of the key, and its value is dropped."""

    text: str
    place: Place
    is_refused: bool


class _OpenCollection:
    """A collection that is being read."""

    def __init__(self, place: Place, mapping: bool) -> None:
        self.place, self.mapping = place, mapping
        self.items: list[Node] = []
        self.entries: dict[str, Entry] = {}
        self.key: _Key | None = None

    def close(self) -> Node:
        return Map(self.entries, self.place) if self.mapping else Seq(tuple(self.items), self.place)


class _Builder:
    """Builds a tree from parser events. Its own stack keeps deep nesting from exhausting that of the interpreter."""

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.text = text
        self.explained_until = 0
        self.root: Node | None = None
        self.stack: list[_OpenCollection] = []
        self.findings: list[Finding] = []
        self.stopped = False
        self.documents = 0

    def place(self, mark: Any) -> Place:
        return Place(self.source, mark.line + 1, mark.column + 1)

    def stop(self, place: Place, message: str) -> None:
        self.findings.append(Finding(place, message))
        self.stopped = True

    def handle(self, event: yaml.Event) -> None:
        place = self.place(event.start_mark) if event.start_mark else Place(self.source)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if event.version or event.tags:
                self.stop(place, "directives are refused: remove the lines that begin with '%'")
            elif self.documents > 1:
                self.stop(place, "a second YAML document begins here; a config is one document")
        elif isinstance(event, yaml.AliasEvent):
            self.stop(place, f"aliases are refused: write the value of '*{event.anchor}' out")
        elif isinstance(event, yaml.CollectionEndEvent):
            self.add_value(self.stack.pop().close())
        elif isinstance(event, yaml.NodeEvent):
            self.begin_node(event, place)

    def begin_node(self, event: Any, place: Place) -> None:
        if event.anchor is not None:
            self.stop(place, f"anchors are refused: remove '&{event.anchor}'")
        elif event.tag is not None:
            self.stop(place, f"tags are refused: remove '{_short_tag(event.tag)}'")
        elif isinstance(event, yaml.ScalarEvent):
            self.add_scalar(event, place)
        elif self.wants_key():
            self.stop(place, "a key must be plain text, not a list or a mapping")
        elif len(self.stack) >= MAX_DEPTH:
            self.stop(place, f"nesting is deeper than {MAX_DEPTH} levels")
        else:
            self.stack.append(_OpenCollection(place, isinstance(event, yaml.MappingStartEvent)))

    def add_scalar(self, event: Any, place: Place) -> None:
        text: str = event.value
        if refused := refused_character(text):
            self.stop(place, f"{refused[1].partition(';')[0]} is refused, escaped too")
        elif self.wants_key():
            self.add_key(event, place)
        else:
            if self.stack and not self.stack[-1].mapping:
                self.check_list_item(event, place)
            self.add_value(Scalar(resolve(text) if event.implicit[0] else text, place))

    def wants_key(self) -> bool:
        return bool(self.stack) and self.stack[-1].mapping and self.stack[-1].key is None

    def add_key(self, event: Any, place: Place) -> None:
        text: str = event.value
        first = self.stack[-1].entries.get(text)
        start, end = event.start_mark.index, event.end_mark.index
        is_bare, problem = not has_colon(self.text, end), None
        if is_bare and start >= self.explained_until:
            problem, self.explained_until = bare_key(self.text, start, end)
        elif is_bare:
            pass  # the message on an earlier key covers this one
        elif text == "<<":
            problem = "merge keys are refused: write the values out"
        elif space := unusual_space(text):
            problem = f"the key '{text[:80]}' has a space {space}; use an ordinary one"
        elif not text:
            problem = "a key is missing before the ':'"
        elif event.implicit[0] and resolve(text) is None:
            problem = f"'{text}' is empty in YAML and cannot be a key"
        elif first is not None:
            problem = f"duplicate key '{text}'; first at line {first.key.line}"
        if problem:
            self.findings.append(Finding(place, problem))
        self.stack[-1].key = _Key(text, place, is_refused=is_bare or problem is not None)

    def check_list_item(self, event: Any, place: Place) -> None:
        start = event.start_mark.index
        slip = joined_items(self.text, start) if start >= self.explained_until else None
        if slip:
            self.findings.append(Finding(place, slip.message))
            self.explained_until = slip.end

    def add_value(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if not top.mapping:
            top.items.append(node)
        elif top.key is not None:
            if not top.key.is_refused:
                top.entries[top.key.text] = Entry(top.key.place, node)
            top.key = None
