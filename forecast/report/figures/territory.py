"""Fan chart of territory: the attacker's net gain on the front, one small chart per branch."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Sorted
from forecast.report.material import Material
from forecast.report.multiples import multiples
from forecast.report.panel import Panel, Table
from forecast.report.style import GREY
from forecast.text.digits import format_value, value_text

if TYPE_CHECKING:
    import xarray as xr

LAST_WEEK = 104
BANDS = ((0.025, 0.975, 0.16), (0.1, 0.9, 0.30), (0.25, 0.75, 0.45))


def panel(material: Material) -> Panel | None:
    """Median and 50/80/95% bands over members to week 104."""
    from matplotlib.artist import Artist
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    weeks = material.weeks
    kept = weeks <= LAST_WEEK
    if kept.sum() < 2:
        return None
    figure, places, legend = multiples(material.branches, material.looks, 2.0, "weeks from the start", "net gain, km²")
    series = material.series["net_km2"]
    middle = _band(series, material.branches[0], 0.5)[kept]
    for branch, place in places.items():
        look = material.looks[branch]
        for low, high, strength in BANDS:
            below, above = _band(series, branch, low)[kept], _band(series, branch, high)[kept]
            place.fill_between(weeks[kept], below, above, color=look.colour, alpha=strength, linewidth=0)
        place.plot(weeks[kept], _band(series, branch, 0.5)[kept], color=look.text, linewidth=1.8)
        if branch != material.branches[0]:
            place.plot(weeks[kept], middle, color="black", linewidth=1.0, linestyle=(0, (2, 1.5)))
        place.axhline(0.0, color=GREY, linewidth=0.7)
        place.set_xlim(0, int(weeks[kept][-1]))
        place.set_xticks([w for w in (0, 26, 52, 78, 104) if w <= weeks[kept][-1]])
    handles: list[Artist] = [
        Patch(color=GREY, alpha=a, label=f"middle {h - low:.0%} of futures") for low, h, a in reversed(BANDS)
    ]
    handles.insert(0, Line2D([], [], color=GREY, linewidth=1.8, label="median future"))
    if len(places) > 1:
        words = f"median, {material.branches[0]}"
        handles.append(Line2D([], [], color="black", linewidth=1.0, linestyle=(0, (2, 1.5)), label=words))
    legend.legend(handles=handles, loc="center left", frameon=False, fontsize=8.5, ncols=1 if len(places) % 2 else 3)
    return Panel(
        "territory",
        f"Ground gained by {material.attacker} on the front",
        f"Net gain of {material.attacker} on the front since the start. Land lost in a military collapse of "
        f"{material.defender} is not in it, nor the salient abroad, nor land handed over by treaty: after a collapse "
        f"the line of a future stays where it was. The share of its land that {material.defender} holds, in the "
        "headline table, counts collapse and treaty. Line: the median future. Shades, dark to pale: the middle 50%, "
        f"80% and 95%. Dotted: the median of {material.branches[0]}.{_reading(material)}",
        figure,
        (_table(material),),
    )


def _band(series: "xr.DataArray", branch: str, level: float) -> NDArray[np.float64]:
    return np.asarray(series.sel(branch=branch).sel(quantile=level, method="nearest").values, dtype=float)


def _reading(material: Material) -> str:
    """How far the branches lie apart beside how wide the forecast is, at one year."""
    row = material.table.row("net_km2_w52")
    if row is None or len(row.cells) < 2:
        return ""
    base = row.cells[material.branches[0]]
    apart = max((c.paired.difference for c in row.cells.values() if c.paired is not None), key=lambda d: abs(d.value))
    if base.interval is None:
        return ""
    width = base.interval[1].value - base.interval[0].value
    share = abs(apart.value) / width if width > 0 else 0.0
    return (
        f" After a year the medians differ from it by at most {value_text(apart._replace(value=abs(apart.value)))} "
        f"km2, which is about {share:.0%} of the width of its own 80% band."
    )


def _table(material: Material) -> Table:
    members = material.members
    weeks = [w for w in (26, 52, 104) if f"net_km2_w{w}" in members.variables]
    rows = []
    for branch in material.branches:
        cells = [branch]
        for week in weeks:
            ordered = Sorted(members.values(branch, f"net_km2_w{week}"), members.clusters)
            low, mid, high = (ordered.quantile(level).estimate for level in (0.1, 0.5, 0.9))
            cells.append(f"{format_value(mid)} [{value_text(low)} to {value_text(high)}]")
        rows.append(tuple(cells))
    head = ("net gain, km2", *(f"week {w}" for w in weeks))
    return Table(head, tuple(rows), "Median ± standard error [middle 80% of members].")
