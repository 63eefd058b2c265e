"""Reads a file of values and checks it: every problem is named with its place."""

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from forecast.config.actor_models import ActorEntry, ValuesFile
from forecast.config.assemble import config_error
from forecast.config.documents import read_document
from forecast.config.keys import unknown_keys_of_file
from forecast.config.parts import ID, NO_IDS
from forecast.config.tree import Finding, Map, Source, child, is_broken, is_empty, key_place, plain
from forecast.config.wording import NAME, findings_of, unknown

ACTORS, WEIGHTS, FLOORS = "actors", "weights", "floors"


class ActorValues(NamedTuple):
    """A checked file of values: its path, header, and actors by id in the order of the file."""

    path: str
    title: str
    note: str | None
    actors: dict[str, ActorEntry]


def read_actors(path: str | Path, terms: Collection[str]) -> ActorValues:
    """Read a file of values.

    Parameters
    ----------
    path : str or Path
        The file.
    terms : collection of str
        Names of the terms that a weight or a floor may have.

    Raises
    ------
    ConfigError
        With all problems at once.
    """
    findings: list[Finding] = []
    root = read_document(str(path), Source(str(path), "", 0), findings)
    if not isinstance(root, Map):
        raise config_error(findings)
    findings.extend(unknown_keys_of_file(root, ValuesFile, ()))
    head = plain(Map({key: entry for key, entry in root.entries.items() if key != ACTORS}, root.place))
    title, note = "", None
    try:
        read = ValuesFile.model_validate(head | {ACTORS: {}})
        title, note = read.title, read.note
    except ValidationError as error:
        findings.extend(findings_of(error, root, ()))
    actors = _read_entries(root, terms, findings)
    if findings:
        raise config_error(findings)
    return ActorValues(str(path), title, note, actors)


def _read_entries(root: Map, terms: Collection[str], findings: list[Finding]) -> dict[str, ActorEntry]:
    node = child(root, ACTORS)
    if not isinstance(node, Map) or not node.entries:
        findings.append(Finding(key_place(root, (ACTORS,)), f"{ACTORS}: expected a mapping from ids to actors"))
        return {}
    valid: dict[str, ActorEntry] = {}
    for name, entry in node.entries.items():
        if not ID.fullmatch(name) or name in NO_IDS:
            findings.append(Finding(entry.key, f"{ACTORS}: '{name}' is not a valid name: {NAME}"))
        if is_empty(entry.node):
            findings.append(Finding(entry.key, f"{ACTORS}.{name} is empty"))
            continue
        findings.extend(_unknown_terms(root, name, terms))
        if not is_broken(entry.node):
            try:
                valid[name] = ActorEntry.model_validate(plain(entry.node))
            except ValidationError as error:
                findings.extend(findings_of(error, root, (ACTORS, name)))
    return valid


def _unknown_terms(root: Map, actor: str, terms: Collection[str]) -> list[Finding]:
    """Find terms that do not exist, and terms without a value, which would silently count as not written."""
    found = []
    for part in (WEIGHTS, FLOORS):
        node = child(child(child(root, ACTORS), actor), part)
        for term, entry in node.entries.items() if isinstance(node, Map) else ():
            if term not in terms:
                found.append(Finding(entry.key, f"{ACTORS}.{actor}.{part}: {unknown('term', term, terms)}"))
            elif is_empty(entry.node):
                found.append(Finding(entry.key, f"{ACTORS}.{actor}.{part}.{term} is empty"))
    return found
