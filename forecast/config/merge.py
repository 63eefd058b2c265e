"""Merges two trees key by key, and sets one value of a tree. Both return a new tree."""

from dataclasses import replace

from forecast.config.changed_input import is_input, with_own_evidence
from forecast.config.prior import KINDS
from forecast.config.tree import Broken, Entry, Map, Node, Path, Place, Scalar, Seq, is_empty


def merge(base: Node, over: Node, path: Path = ()) -> Node:
    """Return `base` changed by `over`. Mappings are merged key by key, all other values are replaced.

    An empty value in `over` takes the key away. If it changes the numbers of an input, the old evidence goes with them
    (`changed_input`).

    Parameters
    ----------
    base, over : Node
        Trees. A value of `over` replaces the value of `base`.
    path : Path
        Path of `base` and `over` in the tree of the experiment.
    """
    if isinstance(over, Broken) or (isinstance(base, Broken) and isinstance(over, Map) and not over.replaces):
        return Broken(over.place)
    if not isinstance(base, Map) or not isinstance(over, Map) or over.replaces:
        return over
    entries = _without_other_distributions(base.entries, over.entries, path)
    for key, entry in over.entries.items():
        old = entries.get(key)
        node = _mark_removal(old.node, merge(old.node, entry.node, (*path, key))) if old else entry.node
        entries[key] = Entry(entry.key, node)
    if is_input(path):
        entries = with_own_evidence(base.entries, entries, over.entries)
    return Map(entries, over.place, origins=base.origins | over.origins)


def set_value(root: Node, path: Path, value: Node, place: Place, walked: Path = ()) -> Node:
    """Return `root` with `value` at `path`. Mappings that are missing on the path are added.

    Parameters
    ----------
    root : Node
        The tree. It is not changed; a new one is returned.
    path : Path
        Keys of mappings and indices of lists, all as text.
    value : Node
        The new value.
    place : Place
        Where the value was written; keys that are added get this place.
    walked : Path
        Path of `root` in the tree of the experiment.

    Raises
    ------
    KeyError
        If a list on the path has no such entry.
    """
    if not path:
        return value
    if isinstance(root, Broken):
        return root
    head, rest = path[0], path[1:]
    if isinstance(root, Seq):
        index = int(head) if str(head).isascii() and str(head).isdigit() and len(str(head)) < 6 else -1
        if not 0 <= index < len(root.items):
            raise KeyError(head)
        items = list(root.items)
        items[index] = set_value(items[index], rest, value, place, (*walked, head))
        return replace(root, items=tuple(items))
    key = str(head)
    entries_before = root.entries if isinstance(root, Map) else {}
    old = entries_before[key] if key in entries_before else Entry(place, Map({}, place))
    node = set_value(old.node, rest, value, place, (*walked, key))
    node = _mark_removal(old.node, node) if key in entries_before else node
    entries = _without_other_distributions(entries_before, {key: old}, walked)
    is_parent = rest and isinstance(old.node, Map | Seq)
    entries[key] = Entry(old.key if is_parent else place, node)
    if is_input(walked):
        entries = with_own_evidence(entries_before, entries, {key: Entry(place, node)})
    return Map(entries, root.place, origins=root.origins if isinstance(root, Map) else frozenset())


def _mark_removal(old: Node, node: Node) -> Node:
    """Return `node`; if it is empty and `old` has a value, mark that it takes a value away."""
    was_written = not is_empty(old) or (isinstance(old, Scalar) and old.removes)
    return replace(node, removes=True) if isinstance(node, Scalar) and node.value is None and was_written else node


def _without_other_distributions(base: dict[str, Entry], over: dict[str, Entry], path: Path) -> dict[str, Entry]:
    """Return `base` without the old distribution, if both are an input and `over` has a new distribution."""
    if not is_input(path) or not any(kind in over for kind in KINDS):
        return dict(base)
    return {key: entry for key, entry in base.items() if key not in KINDS or key in over}
