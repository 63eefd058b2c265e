"""The figure of a hundred futures: how many of them end in lasting peace, a failed ceasefire, collapse, or war."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Estimate, mean
from forecast.analysis.headlines import BY_WEEK, YEARS_IN_WORDS, durable, lasting_years
from forecast.analysis.members import Members
from forecast.report.lettering import height, wrap
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import WIDTH
from forecast.text.outcome_tables import TextTable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

State = Literal["lasting_peace", "failed_ceasefire", "collapse", "war"]
STATES: dict[State, tuple[str, str, str, float]] = {
    "lasting_peace": ("lasting peace", "o", "#0072B2", 5.4),
    "failed_ceasefire": ("ceasefire that failed", "^", "#E69F00", 5.2),
    "war": ("war for over two years", "x", "#8a8a8a", 4.0),
    "collapse": ("a side collapsed first", "s", "#1a1a1a", 4.6),
}
"""Of each state its name, mark, colour and size of the mark in points; the order is that of the dots."""

SIDE = 10
PER_ROW = 4
SIZE, SMALL = 8.5, 8.5  # points
TITLE_LINES = 3
HEAD = ("branch", "state", "of_100", "share", "mcse", "n")


def panel(material: Material) -> Panel | None:
    """Draw a hundred dots for each branch; None if the run is too short to tell whether a ceasefire lasts."""
    from matplotlib.figure import Figure

    years = lasting_years(material.horizon)
    if years is None:
        return None
    members = material.members
    shares = {b: shares_of(members, b, years) for b in material.branches}
    counts = {b: out_of_100([e.value for e in found.values()]) for b, found in shares.items()}
    titles = {b: wrap(material.titles[b], SIZE, WIDTH / PER_ROW - 0.2, bold=True, most=3) for b in shares}
    lines = max(len(title) for title in titles.values())
    columns = min(PER_ROW, len(shares))
    rows = math.ceil(len(shares) / columns)
    block = 1.2 + height(lines, SIZE) + 0.32
    free = rows * columns - len(shares)  # places at the end for the key
    own = [] if free > 1 else [0.45]
    figure = Figure(figsize=(WIDTH, block * rows + sum(own) + 0.05))
    grid = figure.add_gridspec(rows + len(own), columns, height_ratios=[block] * rows + own)
    for i, (branch, found) in enumerate(counts.items()):
        axes = figure.add_subplot(grid[i // columns, i % columns])
        _draw(axes, found)
        axes.set_title("\n".join(titles[branch]), fontsize=SIZE, color=material.looks[branch].text)
        axes.set_xlabel(f"{found[0]} lasting", fontsize=SMALL, color=STATES["lasting_peace"][2], loc="left")
    _draw_key(figure.add_subplot(grid[rows, :] if own else grid[rows - 1, columns - free :]), 2 if own else 1)
    return Panel(
        "futures",
        _claim(counts, material),
        f"A dot is one of 100 futures. Lasting peace: a ceasefire within two years that lasts {YEARS_IN_WORDS[years]}. "
        f"Failed: a ceasefire within two years, and war again within {YEARS_IN_WORDS[years]}. Collapsed: neither, and "
        f"the army of {material.defender} or the war effort of {material.attacker} broke down before any ceasefire, "
        f"within {_span(years)}. War: the rest; a ceasefire may still come later.",
        figure,
        (_table(counts, shares, material),),
        numbers=PlottedNumbers(
            HEAD,
            tuple(
                (b, state, count, *e[:2], e.n)
                for b, found in shares.items()
                for count, (state, e) in zip(counts[b], found.items(), strict=True)
            ),
        ),
    )


def states_of(members: Members, branch: str, years: int) -> dict[State, NDArray[np.bool_]]:
    """Say for every member of a branch in which state it is; exactly one of them is true.

    Parameters
    ----------
    members : Members
        The run.
    branch : str
        Name of the branch.
    years : int
        How long a ceasefire has to last.

    Returns
    -------
    dict of str to bool[members]
        Whether a member is in each of `STATES`.
    """
    ceasefire = members.values(branch, "ceasefire_week")
    lasting = members.values(branch, durable(years)) > 0.5
    came = ceasefire <= BY_WEEK  # false for a member without a ceasefire, which has no week
    weeks = [members.values(branch, f"collapse_{side}_week") for side in members.manifest.sides]
    first = np.fmin(*weeks)
    before = np.isnan(ceasefire) | (first <= ceasefire)
    collapsed = ~came & before & (first <= BY_WEEK + 52 * years)
    return {
        "lasting_peace": lasting,
        "failed_ceasefire": came & ~lasting,
        "war": ~came & ~collapsed,
        "collapse": collapsed,
    }


def shares_of(members: Members, branch: str, years: int) -> dict[State, Estimate]:
    """Estimate the share of members in each state.

    Parameters
    ----------
    members : Members
        The run.
    branch : str
        Name of the branch.
    years : int
        How long a ceasefire has to last.
    """
    found = states_of(members, branch, years)
    return {state: mean(is_in.astype(np.float64), members.clusters).estimate for state, is_in in found.items()}


def out_of_100(shares: Sequence[float]) -> list[int]:
    """Turn shares that add up to 1 into whole numbers that add up to 100, by largest remainder."""
    exact = [100.0 * share for share in shares]
    counts = [math.floor(number) for number in exact]
    order = sorted(range(len(exact)), key=lambda i: (counts[i] - exact[i], i))
    for i in order[: 100 - sum(counts)]:
        counts[i] += 1
    return counts


def _draw(axes: "Axes", counts: Sequence[int]) -> None:
    """Draw the dots of one branch, row by row from the top."""
    at = 0
    for (_, mark, colour, size), count in zip(STATES.values(), counts, strict=True):
        places = np.arange(at, at + count)
        axes.plot(places % SIDE, -(places // SIDE), linestyle="", marker=mark, color=colour, markersize=size,
                  markeredgewidth=1.1 if mark == "x" else 0.0)  # fmt: skip
        at += count
    axes.set_xlim(-0.7, SIDE - 0.3)
    axes.set_ylim(0.3 - SIDE, 0.7)
    axes.set_aspect("equal", anchor="NW")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(False)
    for edge in axes.spines.values():
        edge.set_visible(False)


def _draw_key(axes: "Axes", columns: int) -> None:
    from matplotlib.lines import Line2D

    axes.set_axis_off()
    handles = [
        Line2D([], [], linestyle="", marker=mark, color=colour, markersize=size + 1.0, label=name,
               markeredgewidth=1.2 if mark == "x" else 0.0)
        for name, mark, colour, size in STATES.values()
    ]  # fmt: skip
    axes.legend(handles=handles, loc="center", ncols=columns, frameon=False, fontsize=SIZE, handletextpad=0.2,
                columnspacing=2.0, borderaxespad=0.0)  # fmt: skip


def _claim(counts: Mapping[str, Sequence[int]], material: Material) -> str:
    """State how many of a hundred futures end in lasting peace."""
    reference, tested = material.members.reference, material.tested_branch
    words = f"“{material.titles[reference]}”"
    if tested is None:
        return f"Of 100 futures {counts[reference][0]} end in lasting peace under {words}"
    return (
        f"Of 100 futures {counts[tested][0]} end in lasting peace under “{material.titles[tested]}”, "
        f"{counts[reference][0]} under {words}"
    )


def _span(years: int) -> str:
    """The last week that is looked at, in years from the start."""
    return {1: "three years", 2: "four years", 5: "seven years"}[years]


def _table(
    counts: Mapping[str, Sequence[int]], shares: Mapping[str, Mapping[State, Estimate]], material: Material
) -> TextTable:
    rows = tuple((material.titles[b], *(str(count) for count in found)) for b, found in counts.items())
    worst = max(e.mcse for found in shares.values() for e in found.values())
    note = f"Monte Carlo error: at most ±{100.0 * worst:.1f} of 100." if math.isfinite(worst) else ""
    return TextTable(("of 100 futures", *(name for name, *_ in STATES.values())), rows, note)
