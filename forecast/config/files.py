"""Reads a config file, the files that it extends, and its baseline, priors and branches, into one merged tree.

A relative path starts at the folder of the file that contains it. If a path names a baseline, priors or a branch, the
content of that file replaces what `extends` brought. A mapping in place of the path is merged into it.
"""

import os
from dataclasses import replace

from forecast.config.baseline import BaselineFile
from forecast.config.branch import Branch
from forecast.config.documents import read_document
from forecast.config.merge import merge
from forecast.config.models import ExperimentFile, PriorsFile
from forecast.config.tree import Broken, Entry, Finding, Map, Node, Path, Place, Scalar, Seq, Source, is_empty

Kind = type[ExperimentFile | BaselineFile | PriorsFile | Branch]
_MAX_CHAIN = 50
_MAX_FILES = 500


class Files:
    """Reads files, each once.

    findings: problems. warnings: what is valid but may not be what the user meant. documents: the content of every file
    before merging, with the model of its kind.
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.warnings: list[Finding] = []
        self.documents: list[tuple[Map, Kind]] = []
        self._read: dict[str, Node] = {}
        self._count = 0

    def experiment(self, path: str) -> Node:
        """Read an experiment file and return its merged tree."""
        return self._read_document(path, path, None, (), ExperimentFile)

    def expand(self, node: Node, path: Path) -> Node:
        """Return a value for `path` in an experiment, in which the names of files are replaced by their content."""
        if not path and isinstance(node, Map):
            return replace(node, entries=self._expand_entries(node, path))
        if path == ("baseline",):
            return self._read_named(node, BaselineFile)
        if len(path) == 2 and path[0] == "branches":
            return self._read_named(node, Branch)
        if path == ("priors",):
            return self._priors(node)
        if path == ("branches",) and isinstance(node, Map):
            return replace(node, entries=self._expand_entries(node, path))
        return node

    def _expand_entries(self, node: Map, path: Path) -> dict[str, Entry]:
        return {key: Entry(e.key, self.expand(e.node, (*path, key))) for key, e in node.entries.items()}

    def _read_named(self, node: Node, kind: Kind) -> Node:
        if isinstance(node, Map):
            merged = self._merge_bases(node, (), kind)
            return _add_origin(node.place, merged) if "extends" in node.entries else merged
        if isinstance(node, Scalar) and node.value is not None:
            content = self._read_reference(node, (), kind)
            return replace(content, replaces=True) if isinstance(content, Map) else content
        return node

    def _priors(self, node: Node) -> Node:
        if isinstance(node, Scalar) and node.value is not None:
            entries = self._entries_of(self._read_reference(node, (), PriorsFile))
            return replace(entries, replaces=True) if isinstance(entries, Map) else entries
        if not isinstance(node, Seq):
            return node
        union: dict[str, Entry] = {}
        is_complete = True
        for item in node.items:
            entries = self._entries_of(self._read_reference(item, (), PriorsFile))
            is_complete = is_complete and isinstance(entries, Map)
            for key, entry in entries.entries.items() if isinstance(entries, Map) else ():
                first = union.setdefault(key, entry)
                if first is not entry:
                    self.findings.append(Finding(entry.key, f"prior '{key}' is already defined at {first.key}"))
        return Map(union, node.place, replaces=True) if is_complete else Broken(node.place)

    def _entries_of(self, document: Node) -> Node:
        """Return the mapping under `priors` in a file of priors."""
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

    def _read_document(self, path: str, label: str, named_at: Place | None, chain: tuple[str, ...], kind: Kind) -> Node:
        name = _identity(path)
        if kind is not ExperimentFile and name in self._read:
            return self._read[name]
        source = Source(label, os.path.dirname(path), self._count)
        self._count += 1
        if self._count > _MAX_FILES:
            self.findings.append(Finding(named_at or Place(source), f"more than {_MAX_FILES} files are named"))
            return Broken(Place(source))
        node = self._parse(path, source, named_at)
        if isinstance(node, Map):
            self.documents.append((node, kind))
            node = _add_origin(Place(source), self._merge_bases(node, (*chain, name), kind))
            self._read[name] = node
        return node

    def _parse(self, path: str, source: Source, named_at: Place | None) -> Node:
        return read_document(path, source, self.findings, named_at)

    def _merge_bases(self, node: Map, chain: tuple[str, ...], kind: Kind) -> Node:
        named = node.entries.get("extends")
        content: Node = replace(node, entries={key: entry for key, entry in node.entries.items() if key != "extends"})
        if kind is ExperimentFile:
            content = self.expand(content, ())
        if named is None or is_empty(named.node):
            return content
        bases = named.node.items if isinstance(named.node, Seq) else (named.node,)
        for base in reversed(bases):
            content = merge(_untitled(self._read_reference(base, chain, kind), kind), content)
        return content

    def _read_reference(self, node: Node, chain: tuple[str, ...], kind: Kind) -> Node:
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
        if len(chain) >= _MAX_CHAIN:
            self.findings.append(Finding(node.place, f"extends: a chain of more than {_MAX_CHAIN} files"))
            return Broken(node.place)
        return self._read_document(path, label, node.place, chain, kind)


def _add_origin(origin: Place, node: Node) -> Node:
    return replace(node, origins=node.origins | {origin}) if isinstance(node, Map) else node


def _untitled(base: Node, kind: Kind) -> Node:
    """Leave out the title of a branch that another one extends: two branches of one name could not be told apart."""
    if kind is not Branch or not isinstance(base, Map):
        return base
    return replace(base, entries={key: entry for key, entry in base.entries.items() if key != "title"})


def _identity(path: str) -> str:
    """Return one name for all ways to write the path of a file."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path
