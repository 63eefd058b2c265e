"""CART: boxes from a regression tree on the mean outcomes of draws (Breiman, Friedman, Olshen and Stone 1984).

Every node of a tree is a box. Nodes are better boxes than leaves alone, because the last splits may be noise.
"""

from forecast.discovery.boxes import Box, Limit, Sample, Side, add_new, explained, simplify

DEPTH = 3
MIN_SHARE = 0.05
"""Smallest share of the weight that a leaf may have."""

MAX_BOXES = 2


def grow(sample: Sample) -> tuple[Box, ...]:
    """Find up to two boxes with a tree: the node that explains most, and the best node that has no draw with it.

    Limits that a box does not need are dropped. The result is empty if no node has a higher mean than all draws.
    """
    from sklearn.tree import DecisionTreeRegressor

    used = sample.weight > 0.0
    tree = DecisionTreeRegressor(max_depth=DEPTH, min_weight_fraction_leaf=MIN_SHARE, random_state=0)
    tree.fit(sample.inputs[used], sample.mean[used], sample_weight=sample.weight[used])
    nodes = sorted(_nodes(tree.tree_, sample.names), key=lambda box: -explained(sample, sample.keeps(box)))
    boxes: tuple[Box, ...] = ()
    taken = sample.keeps(()) & False
    for node in nodes:
        chosen = sample.keeps(node)
        if len(boxes) == MAX_BOXES or explained(sample, chosen) == 0.0:
            break
        if not (chosen & taken).any():
            boxes = add_new(boxes, simplify(sample, node))
            taken = taken | chosen
    return boxes


def _nodes(tree: object, names: tuple[str, ...]) -> list[Box]:
    """The boxes of all nodes but the root."""
    left, right = tree.children_left, tree.children_right  # type: ignore[attr-defined]
    feature, threshold = tree.feature, tree.threshold  # type: ignore[attr-defined]
    found: list[Box] = []

    def visit(node: int, box: Box) -> None:
        if box:
            found.append(box)
        if left[node] < 0:
            return
        name, bound = names[feature[node]], float(threshold[node])
        sides: tuple[tuple[int, Side], ...] = ((left[node], "below"), (right[node], "above"))
        for child, side in sides:  # a later split on the same side is the tighter one
            rest = tuple(limit for limit in box if (limit.name, limit.side) != (name, side))
            visit(int(child), (*rest, Limit(name, side, bound)))

    visit(0, ())
    return found
