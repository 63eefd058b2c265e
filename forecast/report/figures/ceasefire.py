"""How many futures have had a ceasefire by each week, counting collapse before it as the end of the matter."""

import numpy as np

from forecast.analysis.survival import Curve, cumulative_incidence
from forecast.report.labels import end_labels
from forecast.report.material import Material
from forecast.report.panel import Panel, Table
from forecast.report.style import WIDTH
from forecast.text.digits import format_value

LAST_WEEK = 260
STEP = 2
SHOWN = (26, 52, 104, 260)


def panel(material: Material) -> Panel:
    """Cumulative incidence of the first ceasefire, one line per branch."""
    from matplotlib.figure import Figure

    last = min(LAST_WEEK, material.horizon)
    curves = {branch: curve(material, branch, last) for branch in material.branches}
    figure = Figure(figsize=(WIDTH, 3.9))
    place = figure.subplots()
    for branch, found in curves.items():
        look = material.looks[branch]
        place.fill_between(
            found.weeks,
            found.value - 2 * found.mcse,
            found.value + 2 * found.mcse,
            color=look.colour,
            alpha=0.25,
            linewidth=0,
        )
        place.plot(found.weeks, found.value, color=look.colour, linestyle=look.dash)
    top = max(max(float(found.value.max()) for found in curves.values()) * 1.12, 0.05)
    place.set_xlim(0, last)
    place.set_ylim(0, min(top, 1.0))
    place.set_xlabel("weeks from the start")
    place.set_ylabel("share of futures with a ceasefire")
    place.set_xticks(list(range(0, last + 1, 26 if last <= 156 else 52)))
    ends = {branch: (last, float(found.value[-1])) for branch, found in curves.items()}
    end_labels(place, ends, material.looks, top * 0.062)
    shown = [w for w in SHOWN if w <= last] or [last]
    rows = tuple((b, *(format_value(found.at(w)) for w in shown)) for b, found in curves.items())
    return Panel(
        "ceasefire",
        "When the first ceasefire comes",
        "Share of simulated futures in which a ceasefire over the whole front has come about by each week. A future in "
        f"which {material.defender} collapses first leaves the count. The shade is two standard errors either way. How "
        "long the ceasefire then lasts is the next figure: more ceasefires need not mean more peace.",
        figure,
        (Table(("ceasefire by", *(f"week {w}" for w in shown)), rows),),
    )


def curve(material: Material, branch: str, last: int) -> Curve:
    """The incidence curve of one branch to week `last`."""
    members = material.members
    side = members.manifest.sides[0]
    grid = np.union1d(np.arange(0, last + 1, STEP), [w for w in SHOWN if w <= last])
    return cumulative_incidence(
        members.values(branch, "ceasefire_week"),
        members.values(branch, f"collapse_{side}_week"),
        material.horizon,
        members.clusters,
        grid,
    )
