"""Looks of the figures: colours that colour-blind readers can distinguish, each with its own line style."""

from collections.abc import Sequence
from typing import Any, NamedTuple

WIDTH = 5.6  # inches
GREY = "#5a5a5a"
INK = "#1a1a1a"
JUDGMENT = "#b34f00"


class Look(NamedTuple):
    """How a branch is drawn: colour of lines and areas, darker colour of small text, line style and marker."""

    colour: str
    text: str
    dash: Any
    marker: str


REFERENCE = Look("#3f3f3f", "#3f3f3f", "solid", "o")
OTHERS = (
    Look("#0072B2", "#00619a", (0, (6, 1.5)), "s"),
    Look("#D55E00", "#b34f00", (0, (4, 1.2, 1, 1.2)), "^"),
    Look("#009E73", "#00775a", (0, (1.5, 1.2)), "D"),
    Look("#B8609A", "#96487c", (0, (8, 1.5, 1, 1.5, 1, 1.5)), "v"),
    Look("#B8860B", "#806000", (0, (3, 2)), "P"),
    Look("#3A86C8", "#2a6ba3", (0, (2, 1)), "X"),
)

SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "frontcast",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.0,
    "text.parse_math": False,  # a "$" in a name is a dollar
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.facecolor": "none",  # a page may be dark
    "axes.labelsize": 9.0,
    "axes.labelcolor": INK,
    "axes.edgecolor": "#8a8a8a",
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.6,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "lines.linewidth": 1.8,
    "figure.constrained_layout.use": True,
    "axes.unicode_minus": False,
}


def looks(reference: str, others: Sequence[str]) -> dict[str, Look]:
    """Give every branch a look, the same in all figures. With more than six others the looks repeat."""
    return {reference: REFERENCE, **{branch: OTHERS[i % len(OTHERS)] for i, branch in enumerate(others)}}
