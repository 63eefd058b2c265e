"""From one config file to one tree, with the files that it extends and the baseline, priors and branches that it names.

A relative path counts from the file that wrote it. A named file replaces what `extends` brought. A mapping instead of
a path is merged into what `extends` brought.
"""

import os
from dataclasses import replace

from forecast.config.baseline import BaselineFile
from forecast.config.branch import Branch
from forecast.config.merge import merge
from forecast.config.models import ExperimentFile, PriorsFile
from forecast.config.nodes import read_tree
from forecast.config.text import UnreadableError, read_text
from forecast.config.tree import Broken, Entry, Finding, Map, Node, Path, Place, Scalar, Seq, Source, is_empty

Kind = type[ExperimentFile | BaselineFile | PriorsFile | Branch]
_LONGEST_CHAIN = 50
_MOST_FILES = 500


class Files:
    """Reads files, each once.

    Problems go to `findings`, and what is valid but may not be what the user meant goes to `warnings`. `documents` has
    the content of every file before merging, with the model of its kind.
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.warnings: list[Finding] = []
        self.documents: list[tuple[Map, Kind]] = []
        self._read: dict[str, Node] = {}
        self._count = 0

    def experiment(self, path: str) -> Node:
        """The whole tree of an experiment file."""
        return self._document(path, path, None, (), ExperimentFile)

    def expand(self, node: Node, path: Path) -> Node:
        """A value for `path` in an experiment, with the content of files in place of their names."""
        if not path and isinstance(node, Map):
            return replace(node, entries=self._each(node, path))
        if path == ("baseline",):
            return self._named(node, BaselineFile)
        if len(path) == 2 and path[0] == "branches":
            return self._named(node, Branch)
        if path == ("priors",):
            return self._priors(node)
        if path == ("branches",) and isinstance(node, Map):
            return replace(node, entries=self._each(node, path))
        return node

    def _each(self, node: Map, path: Path) -> dict[str, Entry]:
        return {key: Entry(e.key, self.expand(e.node, (*path, key))) for key, e in node.entries.items()}

    def _named(self, node: Node, kind: Kind) -> Node:
        if isinstance(node, Map):
            merged = self._extended(node, (), kind)
            return _from(node.place, merged) if "extends" in node.entries else merged
        if isinstance(node, Scalar) and node.value is not None:
            content = self._reference(node, (), kind)
            return replace(content, whole=True) if isinstance(content, Map) else content
        return node

    def _priors(self, node: Node) -> Node:
        if isinstance(node, Scalar) and node.value is not None:
            entries = self._entries(self._reference(node, (), PriorsFile))
            return replace(entries, whole=True) if isinstance(entries, Map) else entries
        if not isinstance(node, Seq):
            return node
        union: dict[str, Entry] = {}
        is_complete = True
        for item in node.items:
            entries = self._entries(self._reference(item, (), PriorsFile))
            is_complete = is_complete and isinstance(entries, Map)
            for key, entry in entries.entries.items() if isinstance(entries, Map) else ():
                first = union.setdefault(key, entry)
                if first is not entry:
                    self.findings.append(Finding(entry.key, f"prior '{key}' is already defined at {first.key}"))
        return Map(union, node.place, whole=True) if is_complete else Broken(node.place)

    def _entries(self, document: Node) -> Node:
        """The mapping under `priors` in a file of priors."""
        if not isinstance(document, Map):
            return document
        inside = document.entries.get("priors")
        if inside is None or is_empty(inside.node):
            self.findings.append(Finding(document.place, "a file of priors needs the key 'priors'"))
            return Broken(document.place)
        if not isinstance(inside.node, Map):
            self.findings.append(Finding(inside.node.place, "priors: expected a mapping from names to entries"))
            return Broken(document.place)
        return inside.node

    def _document(self, path: str, label: str, asked: Place | None, chain: tuple[str, ...], kind: Kind) -> Node:
        name = _identity(path)
        if kind is not ExperimentFile and name in self._read:
            return self._read[name]
        source = Source(label, os.path.dirname(path), self._count)
        self._count += 1
        if self._count > _MOST_FILES:
            self.findings.append(Finding(asked or Place(source), f"more than {_MOST_FILES} files are named"))
            return Broken(Place(source))
        node = self._parse(path, source, asked)
        if isinstance(node, Map):
            self.documents.append((node, kind))
            node = _from(Place(source), self._extended(node, (*chain, name), kind))
            self._read[name] = node
        return node

    def _parse(self, path: str, source: Source, asked: Place | None) -> Node:
        try:
            text = read_text(path)
        except UnreadableError as error:
            if error.line:
                self.findings.append(Finding(Place(source, error.line, error.col), error.reason))
            elif asked is None:
                self.findings.append(Finding(Place(replace(source, lines=False)), error.reason))
            else:
                self.findings.append(Finding(asked, f"'{source.name}': {error.reason}"))
            return Broken(Place(source))
        before = len(self.findings)
        node = read_tree(text, source, self.findings)
        if isinstance(node, Broken) and len(self.findings) == before:
            self.findings.append(Finding(Place(source), "the file is empty"))
        if not isinstance(node, Map | Broken):
            problem = "the file is empty" if is_empty(node) else "expected `key: value` lines"
            self.findings.append(Finding(node.place, problem))
            return Broken(Place(source))
        return node

    def _extended(self, node: Map, chain: tuple[str, ...], kind: Kind) -> Node:
        named = node.entries.get("extends")
        over: Node = replace(node, entries={key: entry for key, entry in node.entries.items() if key != "extends"})
        if kind is ExperimentFile:
            over = self.expand(over, ())
        if named is None or is_empty(named.node):
            return over
        bases = named.node.items if isinstance(named.node, Seq) else (named.node,)
        for base in reversed(bases):
            over = merge(self._reference(base, chain, kind), over)
        return over

    def _reference(self, node: Node, chain: tuple[str, ...], kind: Kind) -> Node:
        text = node.value if isinstance(node, Scalar) else None
        if not isinstance(text, str) or not text:
            self.findings.append(Finding(node.place, "expected the path of a file"))
            return Broken(node.place)
        if "://" in text:
            self.findings.append(Finding(node.place, f"'{text}' is an address; only files on this machine are read"))
            return Broken(node.place)
        source = node.place.source
        path = os.path.join(source.folder, text)
        label = os.path.normpath(os.path.join(os.path.dirname(source.name) if source.lines else "", text))
        name = _identity(path)
        if name in chain:
            names = " -> ".join(os.path.basename(part) for part in (*chain[chain.index(name) :], name))
            self.findings.append(Finding(node.place, f"extends: goes round in a circle: {names}"))
            return Broken(node.place)
        if len(chain) >= _LONGEST_CHAIN:
            self.findings.append(Finding(node.place, f"extends: a chain of more than {_LONGEST_CHAIN} files"))
            return Broken(node.place)
        return self._document(path, label, node.place, chain, kind)


def _from(origin: Place, node: Node) -> Node:
    return replace(node, origins=node.origins | {origin}) if isinstance(node, Map) else node


def _identity(path: str) -> str:
    """The same name for every way of writing the path of a file."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path
