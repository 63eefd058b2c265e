"""Deep merge of trees and setting of one value. Trees are never changed in place."""

from dataclasses import replace

from forecast.config.prior import KINDS
from forecast.config.tree import Broken, Entry, Map, Node, Path, Place, Scalar, Seq, is_empty


def merge(base: Node, over: Node, path: Path = ()) -> Node:
    """`over` on top of `base`: mappings are merged key by key, everything else is replaced.

    An empty value takes a key away.

    Parameters
    ----------
    base, over : Node
        Trees; neither is changed.
    path : Path
        Where they are in the whole tree.
    """
    if isinstance(over, Broken) or (isinstance(base, Broken) and isinstance(over, Map) and not over.whole):
        return Broken(over.place)
    if not isinstance(base, Map) or not isinstance(over, Map) or over.whole:
        return over
    entries = _without_other_distributions(base.entries, over.entries, path)
    for key, entry in over.entries.items():
        below = entries.get(key)
        node = _removing(below.node, merge(below.node, entry.node, (*path, key))) if below else entry.node
        entries[key] = Entry(entry.key, node)
    return Map(entries, over.place, origins=base.origins | over.origins)


def put(root: Node, path: Path, value: Node, place: Place, walked: Path = ()) -> Node:
    """`root` with `value` at `path`. Mappings that are missing on the path are added.

    Parameters
    ----------
    root : Node
        Tree; it is not changed.
    path : Path
        Keys, and indices of lists as text.
    value : Node
        The new value.
    place : Place
        Place of keys that are added.
    walked : Path
        Path of `root` in the whole tree.

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
        items[index] = put(items[index], rest, value, place, (*walked, head))
        return replace(root, items=tuple(items))
    key = str(head)
    old = root.entries if isinstance(root, Map) else {}
    below = old[key] if key in old else Entry(place, Map({}, place))
    node = put(below.node, rest, value, place, (*walked, key))
    node = _removing(below.node, node) if key in old else node
    entries = _without_other_distributions(old, {key: below}, walked)
    reached = rest and isinstance(below.node, Map | Seq)
    entries[key] = Entry(below.key if reached else place, node)
    return Map(entries, root.place, origins=root.origins if isinstance(root, Map) else frozenset())


def _removing(below: Node, node: Node) -> Node:
    """`node` in place of `below`: an empty value notes that it takes something away."""
    was_written = not is_empty(below) or (isinstance(below, Scalar) and below.removes)
    return replace(node, removes=True) if isinstance(node, Scalar) and node.value is None and was_written else node


def _without_other_distributions(base: dict[str, Entry], over: dict[str, Entry], path: Path) -> dict[str, Entry]:
    """`base`, in an entry of priors without the distribution that a new one in `over` replaces."""
    is_prior = len(path) >= 2 and path[-2] in ("priors", "state") and path[0] != "branches"
    if not is_prior or not any(kind in over for kind in KINDS):
        return dict(base)
    return {key: entry for key, entry in base.items() if key not in KINDS or key in over}
