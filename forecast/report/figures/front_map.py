"""The map of the front: ground that the attacker is expected to gain in each sector, in the reference branch."""

from typing import TYPE_CHECKING

from forecast.analysis.estimates import Sorted
from forecast.analysis.sector_gains import LOST, SectorGains, Spread, sector_gains, stored_weeks
from forecast.display.numbers import amount, percent, rounded
from forecast.display.outcomes import GROUND
from forecast.report.figures import map_drawing as on_map
from forecast.report.geography.drawing import Drawing, read_drawing
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import WIDTH
from forecast.text.outcome_tables import TextTable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WEEKS = (26, 52, 104)
SPANS = {26: "half a year", 52: "one year", 104: "two years"}
LARGE, SMALL = (29.7, 40.4, 45.95, 52.15), (31.3, 39.6, 46.0, 51.9)
"""Frames: least and greatest longitude, least and greatest latitude."""

TOWNS = {
    "Kyiv": (5.0, 0.0, "left"),
    "Kharkiv": (-5.0, -6.0, "right"),
    "Donetsk": (8.0, -5.0, "left"),
    "Zaporizhzhia": (-2.0, 9.0, "right"),
    "Kherson": (-4.0, 9.0, "right"),
    "Kursk": (-2.0, 8.0, "right"),
}
SOURCE = (
    "Lines: own generalised drawing, not for measurement; borders of 1991; line of contact of December 2024. No "
    "positions of units."
)
NOTE = (
    "Mean, and in brackets the middle 80% of futures, km². Land lost in a collapse is not in it. The Monte Carlo error "
    "of each mean is in the CSV file as an upper bound."
)
HEAD = ("branch", "sector", "name", "week", "mean_net_km2", "mcse_at_most", "p10", "p50", "p90", "n")


def panel(material: Material) -> Panel | None:
    """Draw the map for three weeks; None if the sectors are not those of the drawing or the run is too short."""
    from matplotlib.figure import Figure

    drawing = read_drawing()
    weeks = [week for week in WEEKS if week in stored_weeks(material.members)]
    if not is_drawn(material) or 52 not in weeks:
        return None
    branch, origin = material.members.reference, material.members.origin
    gains = sector_gains(material.members, weeks, ())
    scale = on_map.scale_of([gains.gains[branch, s, w].mean.value for s in drawing.sectors for w in weeks])
    small = [week for week in weeks if week != 52]
    figure = Figure(figsize=(WIDTH, 8.5 if small else 5.6))
    rows = figure.add_gridspec(3 if small else 2, 2, height_ratios=[4.85, 0.62, 3.0][: 3 if small else 2])
    large = figure.add_subplot(rows[0, :])
    _draw(large, drawing, gains, scale, 52)
    on_map.draw_key(figure.add_subplot(rows[1, :]), scale, f"Gain of {material.attacker}, km² (minus: loss)")
    for i, week in enumerate(small):
        _draw(figure.add_subplot(rows[2, i]), drawing, gains, scale, week)
    return Panel(
        "map",
        _claim(gains, material),
        f"Policy “{material.titles[branch]}”. Colour: mean gain in each sector of the front since "
        f"{origin.day} {origin:%B %Y}. Sectors: {_names(gains)}. Thin line: line of contact.{_hatched(gains)} "
        f"{_median(material)}{SOURCE}",
        figure,
        (_table(gains, weeks),),
        numbers=PlottedNumbers(HEAD, tuple(plain(gains))),
    )


def _median(material: Material) -> str:
    """State the median beside the mean, because the mean is pulled up by few futures with very large gains."""
    values = material.members.values(material.members.reference, "net_km2_w52")
    median = Sorted(values, material.members.clusters).quantile(0.5).estimate
    return f"The median gain on the whole front in a year is {amount(median, GROUND)}. "


def is_drawn(material: Material) -> bool:
    """Whether the sectors of a run are those that the package can draw."""
    return read_drawing().fits({key: sector.name for key, sector in material.experiment.baseline.sectors.items()})


def plain(gains: SectorGains) -> list[tuple[str | float | int | None, ...]]:
    """The numbers of a map, with a row for each branch, sector and week; `salient` is the area left in it."""
    rows: list[tuple[str | float | int | None, ...]] = [
        (b, key, gains.sectors[key][0], week, *s.mean[:2], s.low.value, s.median.value, s.high.value, s.mean.n)
        for (b, key, week), s in gains.gains.items()
    ]
    for (b, week), found in gains.salient.items():
        area = found.area
        bands = area.low.value, area.median.value, area.high.value
        rows.append((b, "salient", "area left of the salient", week, *area.mean[:2], *bands, area.mean.n))
    return rows


def _draw(axes: "Axes", drawing: Drawing, gains: SectorGains, scale: on_map.Scale, week: int) -> None:
    branch, is_large = gains.branches[0], week == 52
    colours = {key: scale.colour(gains.gains[branch, key, week].mean.value) for key in drawing.sectors}
    on_map.draw_land(axes, drawing, LARGE if is_large else SMALL)
    on_map.draw_front(axes, drawing, colours, 13.0 if is_large else 9.0)
    front = gains.front[branch, week]
    low, high = (rounded(end.value, end.mcse) for end in (front.low, front.high))
    axes.set_title(f"After {SPANS[week]}: {amount(front.mean, GROUND)}")
    axes.text(0.02, 0.02, f"80% of futures: {low} to {high} km²", transform=axes.transAxes, fontsize=8.5, zorder=9,
              bbox={"facecolor": "white", "alpha": 0.85, "linewidth": 0, "pad": 1.5})  # fmt: skip
    if not is_large:
        if gains.salient:
            on_map.draw_salient(axes, drawing)
        return
    on_map.draw_towns(axes, drawing, TOWNS)
    for key in drawing.sectors:
        on_map.write(axes, str(int(key[1:])), tuple(on_map.middle_of(drawing, key)), _beside(key), ha="center")
    if gains.salient:
        on_map.draw_salient(axes, drawing)
    on_map.draw_inset(axes, drawing, (0.70, 0.69, 0.29, 0.30), LARGE)


def _beside(sector: str) -> tuple[float, float]:
    """Where the number of a sector stands beside its part of the line, in points: on the side of the attacker."""
    return {
        "S01": (9.0, -15.0),
        "S13": (-24.0, 6.0),
        "S12": (6.0, 15.0),
        "S06": (19.0, -7.0),
        "S05": (11.0, -14.0),
        "S10": (21.0, -3.0),
    }.get(sector, (3.0, -15.0) if sector < "S06" else (16.0, -3.0))


def _claim(gains: SectorGains, material: Material) -> str:
    """State how much is gained in a year, and where most of it."""
    branch = gains.branches[0]
    means = {key: gains.gains[branch, key, 52].mean for key in gains.sectors}
    most = max(means, key=lambda key: means[key].value)
    whole = gains.front[branch, 52].mean
    return (
        f"{material.attacker} gains {amount(whole, GROUND)} in a year on average, the largest part near "
        f"{gains.sectors[most][0]} ({amount(means[most], GROUND)})"
    )


def _names(gains: SectorGains) -> str:
    return ", ".join(f"{int(key[1:])} {name}" for key, (name, _) in gains.sectors.items())


def _hatched(gains: SectorGains) -> str:
    """Say what is hatched; empty without a salient."""
    found = gains.salient.get((gains.branches[0], 52))
    if found is None:
        return ""
    return (
        f" Hatched: the salient in Russia, of which under {LOST:.0f} km² are left after a year in "
        f"{percent(found.lost)} of futures."
    )


def _table(gains: SectorGains, weeks: list[int]) -> TextTable:
    branch = gains.branches[0]
    rows = [
        (f"{int(key[1:])} {name}", *(_cell(gains.gains[branch, key, week]) for week in weeks))
        for key, (name, _) in gains.sectors.items()
    ]
    rows.append(("whole front", *(_cell(gains.front[branch, week]) for week in weeks)))
    return TextTable(("gain, km²", *(f"after {SPANS[week]}" for week in weeks)), tuple(rows), NOTE)


def _cell(spread: Spread) -> str:
    middle, low, high = (rounded(e.value, e.mcse) for e in (spread.mean, spread.low, spread.high))
    return f"{middle} ({low} to {high})"
