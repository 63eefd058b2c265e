"""Refuses ids that have another meaning elsewhere: in YAML, in result files, or as a file name."""

from collections.abc import Iterator

from forecast.config.outcomes import RESERVED
from forecast.config.parts import NO_IDS
from forecast.config.tree import Finding, Map, Path, at, child, dotted, key_place, names, value_place

DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
"""Names that cannot be those of a folder on Windows, and so not under WSL on a Windows drive."""

WORDS = NO_IDS - {"total"}


def check_ids(root: Map) -> Iterator[Finding]:
    """Yield the ids of the experiment, the sides, the donors and the sectors that cannot be used."""
    yield from _experiment(root)
    for part in ("sides", "donors"):
        path: Path = ("baseline", part)
        for name in names(at(root, path)):
            if name in NO_IDS:
                text = f"{dotted(path)}: '{name}' is not a valid name: the word has another meaning"
                yield Finding(key_place(root, (*path, name)), text)
    yield from _sectors(root, ("baseline", "sectors"))


def _experiment(root: Map) -> Iterator[Finding]:
    name = getattr(child(root, "experiment"), "value", None)
    if name in DEVICES:
        yield Finding(
            value_place(root, ("experiment",)), f"experiment: no folder may be named '{name}' on every system"
        )
    elif name in WORDS:
        text = f"experiment: '{name}' is not a valid name: the word has another meaning"
        yield Finding(value_place(root, ("experiment",)), text)


def _sectors(root: Map, path: Path) -> Iterator[Finding]:
    """Sector ids may have capitals, so that two of them may differ in capitals alone."""
    seen: dict[str, str] = {}
    for name in names(at(root, path)):
        place, first = key_place(root, (*path, name)), seen.setdefault(name.lower(), name)
        if name.lower() == "total":
            yield Finding(place, f"{dotted(path)}: '{name}' stands for all sectors in the results; choose another id")
        elif name.lower() in NO_IDS | RESERVED:
            yield Finding(place, f"{dotted(path)}: '{name}' is not a valid name: the word has another meaning")
        elif first != name:
            yield Finding(place, f"{dotted(path)}: '{name}' and '{first}' differ in capitals only; choose another id")
