"""YAML text to a tree. Nothing of YAML that can surprise or hurt: no tags, anchors, aliases or duplicate keys."""

import re
from typing import Any

import yaml

from forecast.config.scalars import resolve
from forecast.config.tree import Broken, Entry, Finding, Map, Node, Place, Scalar, Seq, Source

DEEPEST = 50
_MOST_FINDINGS = 20
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_tree(text: str, source: Source, findings: list[Finding]) -> Node:
    """The tree of one YAML document. What is wrong goes to `findings`; then the tree may be Broken."""
    builder = _Builder(source)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
            if builder.stopped or len(builder.findings) >= _MOST_FINDINGS:
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
    begun = error.context_mark
    if error.problem and error.context and begun and mark and begun.line != mark.line:
        reason = f"{reason} {error.context} that begins at line {begun.line + 1}"
    line = text.splitlines()[mark.line] if mark and mark.line < len(text.splitlines()) else ""
    if "\t" in line[: mark.column + 1 if mark else 0]:
        return f"{reason} (a tab; indent with spaces)"
    return reason


def _short_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")[:80]


class _Open:
    """A collection that is being read."""

    def __init__(self, place: Place, mapping: bool) -> None:
        self.place, self.mapping = place, mapping
        self.items: list[Node] = []
        self.entries: dict[str, Entry] = {}
        self.key: tuple[str, Place] | None = None

    def close(self) -> Node:
        return Map(self.entries, self.place) if self.mapping else Seq(tuple(self.items), self.place)


class _Builder:
    """Takes parser events. Keeps its own stack, so deep nesting cannot exhaust the interpreter's."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.findings: list[Finding] = []
        self.stopped = False
        self.documents = 0

    def place(self, mark: Any) -> Place:
        return Place(self.source, mark.line + 1, mark.column + 1)

    def stop(self, place: Place, message: str) -> None:
        self.findings.append(Finding(place, message))
        self.stopped = True

    def take(self, event: yaml.Event) -> None:
        place = self.place(event.start_mark) if event.start_mark else Place(self.source)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.stop(place, "a second YAML document begins here; a config is one document")
        elif isinstance(event, yaml.AliasEvent):
            self.stop(place, f"aliases are refused: write the value of '*{event.anchor}' out")
        elif isinstance(event, yaml.CollectionEndEvent):
            self.value(self.stack.pop().close())
        elif isinstance(event, yaml.NodeEvent):
            self.node(event, place)

    def node(self, event: Any, place: Place) -> None:
        if event.anchor is not None:
            self.stop(place, f"anchors are refused: remove '&{event.anchor}'")
        elif event.tag is not None:
            self.stop(place, f"tags are refused: remove '{_short_tag(event.tag)}'")
        elif isinstance(event, yaml.ScalarEvent):
            self.scalar(event, place)
        elif self.wants_key():
            self.stop(place, "a key must be plain text, not a list or a mapping")
        elif len(self.stack) >= DEEPEST:
            self.stop(place, f"nesting is deeper than {DEEPEST} levels")
        else:
            self.stack.append(_Open(place, isinstance(event, yaml.MappingStartEvent)))

    def scalar(self, event: Any, place: Place) -> None:
        text: str = event.value
        if _CONTROL.search(text):
            self.stop(place, "control characters are refused, escaped ones too")
        elif self.wants_key():
            self.key(text, place)
        else:
            self.value(Scalar(resolve(text) if event.implicit[0] else text, place))

    def wants_key(self) -> bool:
        return bool(self.stack) and self.stack[-1].mapping and self.stack[-1].key is None

    def key(self, text: str, place: Place) -> None:
        first = self.stack[-1].entries.get(text)
        if first is not None:
            self.findings.append(Finding(place, f"duplicate key '{text}'; first at line {first.key.line}"))
        self.stack[-1].key = (text, place)

    def value(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if not top.mapping:
            top.items.append(node)
        elif top.key is not None:
            text, place = top.key
            top.entries.setdefault(text, Entry(place, node))
            top.key = None
