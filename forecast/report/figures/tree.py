"""The figure of the offer as a tree: answer, surge, ceasefire, lasting peace, with a share at every node."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from forecast.analysis.estimates import Estimate
from forecast.analysis.headlines import YEARS_IN_WORDS
from forecast.analysis.offer_tree import (
    NO_SURGE,
    OTHER,
    PACKAGE,
    PATHS,
    PENDING,
    REFUSED,
    SURGE,
    Node,
    OfferTree,
    offer_tree,
)
from forecast.display.numbers import percent
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import GREY, INK, WIDTH
from forecast.text.outcome_tables import TextTable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEFT = (0.02, 0.84, 2.08, 3.32, 4.58)
WIDE = (0.50, 0.92, 0.92, 0.92, 0.98)
"""Left edge and width of the boxes of each column in inches."""

ROW, BOX, HEAD_ROOM, FOOT_ROOM = 0.60, 0.42, 0.46, 0.34  # inches
THICKEST = 30.0
"""Width in points of the flow of all futures."""

FEW = 0.01
"""Share of all futures below which a box has no shares behind it."""

FLOW, PEACE = "#d3dde8", "#0072B2"
SIZE = 8.5  # points
WORDS = {
    SURGE: "Surge",
    NO_SURGE: "No surge",
    PACKAGE: "Package",
    OTHER: "Other terms",
    PENDING: "No answer",
}
LONG = {
    REFUSED: "the offer ends without an agreement",
    SURGE: "refused, and a surge begins",
    NO_SURGE: "refused, and no surge",
    PACKAGE: "the package is signed",
    OTHER: "another agreement is signed",
    PENDING: "no answer within two years",
}
HEAD = ("branch", "path", "node", "share", "mcse", "share_of_node_before", "mcse_of_that", "n")


class _Box(NamedTuple):
    """Place of a node: column, and height of its middle in inches."""

    column: int
    y: float

    @property
    def left(self) -> float:
        return LEFT[self.column]

    @property
    def right(self) -> float:
        return LEFT[self.column] + WIDE[self.column]


def panel(material: Material) -> Panel | None:
    """Draw the tree of the tested branch; None if it makes no offer or the run ends before two years."""
    from matplotlib.figure import Figure

    tested = material.tested_branch
    tree = None if tested is None else offer_tree(material.members, tested)
    if tree is None:
        return None
    tall = HEAD_ROOM + ROW * len(PATHS) + FOOT_ROOM
    figure = Figure(figsize=(WIDTH, tall))
    figure.set_layout_engine("none")  # a unit of the axes is an inch
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0.0, WIDTH)
    axes.set_ylim(0.0, tall)
    axes.set_axis_off()
    _draw(axes, tree, tall)
    lasts = "" if tree.years is None else f", and lasts {YEARS_IN_WORDS[tree.years]} (right)"
    return Panel(
        "tree",
        _claim(tree),
        f"Policy “{material.titles[tree.branch]}”. In a box: share of all futures. Grey, before it: share of the box "
        "before. The first event counts: the offer runs out without an agreement (refused), its package is signed, or "
        "other terms are; after a refusal either may still be signed. No answer: a collapse came first, or the offer "
        f"is open. The ceasefire comes within two years{lasts}.{_at_some_time(material, tree.branch)}",
        figure,
        (_table(tree),),
        numbers=PlottedNumbers(HEAD, tuple(_plain(tree))),
    )


def _at_some_time(material: Material, branch: str) -> str:
    """Say how often an event comes at all, which the first screen states; the tree has it only where it comes first."""
    refused, signed = (material.table.row(f"{event}_by_w104") for event in ("refused", "package_signed"))
    if refused is None or signed is None:
        return ""
    return (
        f" At some time within two years the offer is refused in {percent(refused.cells[branch].estimate)} and its "
        f"package signed in {percent(signed.cells[branch].estimate)}."
    )


def _draw(axes: "Axes", tree: OfferTree, tall: float) -> None:
    places = {path: tall - HEAD_ROOM - ROW * (i + 0.5) for i, path in enumerate(PATHS)}
    root = _Box(0, sum(places.values()) / len(places))
    refused = _Box(1, (places[SURGE] + places[NO_SURGE]) / 2.0)
    heads = [(1, "Answer"), (2, "Threat"), (3, "Ceasefire in\ntwo years")]
    if tree.years is not None:
        heads.append((4, f"Lasts\n{YEARS_IN_WORDS[tree.years]}"))
    for column, head in heads:
        middle = LEFT[column] + WIDE[column] / 2.0
        axes.text(middle, tall - HEAD_ROOM + 0.06, head, ha="center", va="bottom", fontsize=SIZE, fontweight="bold",
                  color=INK)  # fmt: skip
    _box(axes, root, "Offer", "100%")
    _join(axes, root, refused, tree.refused, "")
    _box(axes, refused, "Refused", percent(tree.refused.of_all))
    for path, y in places.items():
        node = tree.paths[path]
        if path in (SURGE, NO_SURGE):
            first = _Box(2, y)
            _join(axes, refused, first, node, _part(node, tree.refused))
        else:
            first = _Box(1, y)
            _join(axes, root, first, node, "")
        _box(axes, first, WORDS[path], percent(node.of_all))
        _follow(axes, tree, path, first)
    y = 0.16
    axes.text(LEFT[3] - 0.08, y, "all ways", ha="right", va="center", fontsize=SIZE, color=GREY)
    for column, nodes in ((3, tree.ceasefire), (4, tree.lasting)):
        if nodes:
            total = sum(node.of_all.value for node in nodes.values())
            error = max(node.of_all.mcse for node in nodes.values())
            axes.text(LEFT[column] + WIDE[column] / 2.0, y, percent(Estimate(total, error, 1)), ha="center",
                      va="center", fontsize=SIZE, fontweight="bold", color=PEACE if column == 4 else INK)  # fmt: skip


def _follow(axes: "Axes", tree: OfferTree, path: str, first: _Box) -> None:
    """Draw the ceasefire and the lasting peace of a path."""
    node = tree.ceasefire[path]
    if node.of_all.value <= 0.0:
        return
    ceasefire = _Box(3, first.y)
    _join(axes, first, ceasefire, node, _part(node, tree.paths[path]))
    _box(axes, ceasefire, "", percent(node.of_all))
    if path in tree.lasting:
        lasting = _Box(4, first.y)
        _join(axes, ceasefire, lasting, tree.lasting[path], _part(tree.lasting[path], node))
        _box(axes, lasting, "", percent(tree.lasting[path].of_all), PEACE)


def _part(node: Node, before: Node) -> str:
    """Share of the box before; empty where that box holds so few futures that chance makes the share."""
    return "" if before.of_all.value < FEW else f"{100.0 * node.of_parent.value:.0f}%"


def _box(axes: "Axes", box: _Box, name: str, share: str, colour: str = INK) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(
        Rectangle((box.left, box.y - BOX / 2.0), box.right - box.left, BOX, facecolor="white", edgecolor=colour,
                  linewidth=0.9, zorder=3)
    )  # fmt: skip
    middle, up = (box.left + box.right) / 2.0, 0.085 if name else 0.0
    if name:
        axes.text(middle, box.y + up, name, ha="center", va="center", fontsize=SIZE, color=colour, zorder=4)
    axes.text(middle, box.y - up, share, ha="center", va="center", fontsize=SIZE, fontweight="bold", color=colour,
              zorder=4)  # fmt: skip


def _join(axes: "Axes", before: _Box, after: _Box, node: Node, label: str) -> None:
    """Draw the flow between two boxes, as wide as its share of all futures, with a label at its end."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    if not node.of_all.value > 0.0:
        return
    bend = min(0.30, after.left - before.right)
    start, end = (before.right, before.y), (after.left, after.y)
    turn = before.right + bend
    points = [start, (before.right + bend / 2.0, before.y), (turn - bend / 2.0, after.y), (turn, after.y), end]
    codes = [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4, Path.LINETO]
    axes.add_patch(
        PathPatch(Path(points, codes), facecolor="none", edgecolor=FLOW, capstyle="butt", zorder=1,
                  linewidth=max(THICKEST * node.of_all.value, 1.0))
    )  # fmt: skip
    axes.text(after.left - 0.03, after.y + 0.01, label, ha="right", va="bottom", fontsize=SIZE,
              color=GREY, zorder=2)  # fmt: skip


def _claim(tree: OfferTree) -> str:
    """State how often the offer is refused, the surge begins, and peace lasts."""
    refused, surge = percent(tree.refused.of_all), percent(tree.paths[SURGE].of_all)
    words = f"The offer is refused in {refused} of futures and the surge begins in {surge}"
    if not tree.lasting:
        return words
    lasting = sum(node.of_all.value for node in tree.lasting.values())
    after = tree.lasting[SURGE].of_all.value + tree.lasting[NO_SURGE].of_all.value
    if lasting <= 0.0:
        return words
    return f"{words}; {100.0 * after / lasting:.0f}% of the lasting peace comes after a refusal"


def _nodes(tree: OfferTree) -> Iterator[tuple[str, str, Node]]:
    yield REFUSED, "answer", tree.refused
    for path in PATHS:
        yield path, "answer", tree.paths[path]
        yield path, "ceasefire", tree.ceasefire[path]
        if path in tree.lasting:
            yield path, "lasting", tree.lasting[path]


def _plain(tree: OfferTree) -> Iterator[tuple[str | float | int | None, ...]]:
    for path, name, node in _nodes(tree):
        yield tree.branch, path, name, *node.of_all[:2], *node.of_parent[:2], node.of_all.n


def _table(tree: OfferTree) -> TextTable:
    rows = tuple(
        (
            LONG[path],
            percent(tree.paths[path].of_all),
            percent(tree.ceasefire[path].of_parent),
            percent(tree.lasting[path].of_parent) if path in tree.lasting else "-",
        )
        for path in PATHS
    )
    last = "of these last" if tree.years is None else f"of these last {YEARS_IN_WORDS[tree.years]}"
    return TextTable(("what comes of the offer", "of all", "of these a ceasefire", last), rows)
