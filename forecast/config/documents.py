"""Reads one YAML file into a tree whose top is a mapping."""

from dataclasses import replace

from forecast.config.nodes import read_tree
from forecast.config.text import UnreadableError, read_text
from forecast.config.tree import Broken, Finding, Map, Node, Place, Source, is_empty


def read_document(path: str, source: Source, findings: list[Finding], named_at: Place | None = None) -> Node:
    """Read a file. The tree is Broken if it cannot be read or does not hold `key: value` lines.

    Parameters
    ----------
    path : str
        Path of the file.
    source : Source
        The file, for the places of values.
    findings : list of Finding
        Problems are added to it.
    named_at : Place, optional
        Where another file names this one; None if a user did.
    """
    try:
        text = read_text(path)
    except UnreadableError as error:
        if error.line:
            findings.append(Finding(Place(source, error.line, error.col), error.reason))
        elif named_at is None:
            findings.append(Finding(Place(replace(source, lines=False)), error.reason))
        else:
            findings.append(Finding(named_at, f"'{source.name}': {error.reason}"))
        return Broken(Place(source))
    before = len(findings)
    node = read_tree(text, source, findings)
    if isinstance(node, Broken) and len(findings) == before:
        findings.append(Finding(Place(source), "the file is empty"))
    if not isinstance(node, Map | Broken):
        problem = "the file is empty" if is_empty(node) else "expected `key: value` lines"
        findings.append(Finding(node.place, problem))
        return Broken(Place(source))
    return node
