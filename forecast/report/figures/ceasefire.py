"""The figure of the share of futures with a ceasefire by each week. A ceasefire after a collapse does not count."""

import numpy as np

from forecast.analysis.survival import Curve, cumulative_incidence
from forecast.display.numbers import percent
from forecast.report.figures.arrangement import label_ends
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import WIDTH
from forecast.text.outcome_tables import TextTable

LAST_WEEK = 260
STEP = 2
WITHIN = 104
TABLE_WEEKS = (26, 52, 104, 260)
WORDS = {26: "half a year", 52: "a year", 104: "two years", 260: "five years"}


def panel(material: Material) -> Panel:
    """Draw the cumulative incidence of the first ceasefire, one line for each branch."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import PercentFormatter

    last = min(LAST_WEEK, material.horizon)
    curves = {branch: curve(material, branch, last) for branch in material.branches}
    figure = Figure(figsize=(WIDTH, 3.9))
    axes = figure.subplots()
    for branch, incidence in curves.items():
        look = material.looks[branch]
        axes.fill_between(
            incidence.weeks,
            incidence.value - 2 * incidence.mcse,
            incidence.value + 2 * incidence.mcse,
            color=look.colour,
            alpha=0.25,
            linewidth=0,
        )
        axes.plot(incidence.weeks, incidence.value, color=look.colour, linestyle=look.dash)
    top = max(max(float(incidence.value.max()) for incidence in curves.values()) * 1.12, 0.05)
    axes.set_xlim(0, last)
    axes.set_ylim(0, min(top, 1.0))
    axes.set_xlabel("weeks from the start")
    axes.set_ylabel("futures with a ceasefire")
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_xticks(list(range(0, last + 1, 26 if last <= 156 else 52)))
    ends = {branch: (last, float(incidence.value[-1])) for branch, incidence in curves.items()}
    label_ends(axes, ends, material.looks, material.titles, top * 0.062)
    weeks = [w for w in TABLE_WEEKS if w <= last] or [last]
    rows = tuple((material.titles[b], *(percent(c.at(w)) for w in weeks)) for b, c in curves.items())
    return Panel(
        "ceasefire",
        _claim(curves, material),
        "Share of futures that have had a ceasefire along the whole front by each week. A future in which "
        f"{material.defender} collapses first counts as one without. Shade: two Monte Carlo errors either way. More "
        "ceasefires need not mean more peace: see how long they last.",
        figure,
        (TextTable(("ceasefire within", *(WORDS.get(w, f"{w} weeks") for w in weeks)), rows),),
        numbers=PlottedNumbers(
            ("branch", "week", "share", "mcse"),
            tuple(
                (b, int(week), float(value), float(error))
                for b, found in curves.items()
                for week, value, error in zip(found.weeks, found.value, found.mcse, strict=True)
            ),
        ),
    )


def _claim(curves: dict[str, Curve], material: Material) -> str:
    """State how often a ceasefire comes within two years, or to the end of a shorter run."""
    last = min(WITHIN, material.horizon)
    span = "two years" if last == WITHIN else f"{last} weeks"
    reference, tested = material.members.reference, material.tested_branch
    words = f"A ceasefire comes within {span} in {percent(curves[reference].at(last))} of futures under "
    words += f"“{material.titles[reference]}”"
    if tested is None:
        return words
    return f"{words}, in {percent(curves[tested].at(last))} under “{material.titles[tested]}”"


def curve(material: Material, branch: str, last: int) -> Curve:
    """Estimate the share of members with a first ceasefire by each week, up to week `last`.

    Parameters
    ----------
    material : Material
        The run.
    branch : str
        Name of the branch.
    last : int
        The last week of the curve.
    """
    members = material.members
    side = members.manifest.sides[0]
    grid = np.union1d(np.arange(0, last + 1, STEP), [w for w in (*TABLE_WEEKS, last) if w <= last])
    return cumulative_incidence(
        members.values(branch, "ceasefire_week"),
        members.values(branch, f"collapse_{side}_week"),
        material.horizon,
        members.clusters,
        grid,
    )
