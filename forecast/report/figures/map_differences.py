"""Maps of how much more or less ground the attacker is expected to gain in a branch than in the reference."""

from typing import NamedTuple

from forecast.analysis.estimates import Estimate, mean
from forecast.analysis.members import Members
from forecast.analysis.sector_gains import SectorGains, sector_gains, stored_weeks
from forecast.display.numbers import rounded
from forecast.report.figures import map_drawing as on_map
from forecast.report.figures.front_map import SMALL, SOURCE, is_drawn
from forecast.report.geography.drawing import read_drawing
from forecast.report.lettering import wrap
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import WIDTH
from forecast.text.outcome_tables import TextTable

WEEK = 52
COLUMN = "net_km2_w52"
MOST = 4
TITLE_WIDTH = 2.55  # inches
HEAD = ("branch", "sector", "name", "week", "mean_net_km2_less_reference", "mcse_at_most", "drawn")
NOTE = (
    "Difference of the means, km², ± an upper bound of its Monte Carlo error. A run keeps no single futures by sector, "
    "so the difference is not paired, and the bound is wide."
)


class Gap(NamedTuple):
    """Differences of the mean gain from the reference, by sector, their sum without signs, and on the whole front."""

    by_sector: dict[str, Estimate]
    size: float
    whole: Estimate


def panel(material: Material) -> Panel | None:
    """Draw a map for the tested branch and for those that differ most; None where there is nothing to compare."""
    from matplotlib.figure import Figure

    drawing, members = read_drawing(), material.members
    if not is_drawn(material) or WEEK not in stored_weeks(members) or material.tested_branch is None:
        return None
    gains = sector_gains(members, [WEEK])
    gaps = {branch: _gap(gains, branch, members) for branch in gains.branches[1:]}
    drawn = _choose(gaps, material.tested_branch)
    scale = on_map.scale_of([e.value for branch in drawn for e in gaps[branch].by_sector.values()])
    rows = (len(drawn) + 1) // 2
    figure = Figure(figsize=(WIDTH, 3.15 * rows + 0.9))
    grid = figure.add_gridspec(rows + 1, 2, height_ratios=[3.15] * rows + [0.85])
    for i, branch in enumerate(drawn):
        axes = figure.add_subplot(grid[i // 2, i % 2])
        colours = {key: scale.colour(e.value) for key, e in gaps[branch].by_sector.items()}
        on_map.draw_land(axes, drawing, SMALL)
        on_map.draw_front(axes, drawing, colours, 9.0)
        title = "\n".join(wrap(material.titles[branch], 9.5, TITLE_WIDTH, bold=True, most=2))
        axes.set_title(title, color=material.looks[branch].text)
        axes.text(0.97, 0.97, f"whole front\n{_signed(gaps[branch].whole)} km²", transform=axes.transAxes, fontsize=8.5,
                  ha="right", va="top", zorder=9)  # fmt: skip
    worst = max(e.mcse for branch in drawn for e in gaps[branch].by_sector.values())
    key = f"Gain of {material.attacker} minus that of “{material.titles[gains.branches[0]]}”, km²"
    on_map.draw_key(figure.add_subplot(grid[rows, :]), scale, "\n".join(wrap(key, 8.5, WIDTH - 0.4, most=2)))
    return Panel(
        "map_differences",
        _claim(gains, gaps, material),
        f"Colour: mean gain of {material.attacker} in a year minus that of “{material.titles[gains.branches[0]]}”; "
        f"purple is less, orange is more. The maps have one scale.{_chosen(len(drawn), len(gaps))} Monte "
        f"Carlo error of a sector: up to ±{worst:,.0f} km². {SOURCE}",
        figure,
        (_table(gains, gaps, drawn, material),),
        numbers=PlottedNumbers(HEAD, tuple(_plain(gains, gaps, drawn))),
    )


def _gap(gains: SectorGains, branch: str, members: Members) -> Gap:
    """Subtract the reference; the bounds add up, because the error of a difference is at most the sum of the errors."""
    found = {}
    for key in gains.sectors:
        own, base = gains.gains[branch, key, WEEK].mean, gains.gains[gains.branches[0], key, WEEK].mean
        found[key] = Estimate(own.value - base.value, own.mcse + base.mcse, min(own.n, base.n))
    above = members.values(branch, COLUMN) - members.values(members.reference, COLUMN)
    return Gap(found, sum(abs(e.value) for e in found.values()), mean(above, members.clusters).estimate)


def _choose(gaps: dict[str, Gap], tested: str) -> list[str]:
    """The tested branch, then those that differ most from the reference, in the order of the config."""
    others = sorted((b for b in gaps if b != tested), key=lambda b: -gaps[b].size)[: MOST - 1]
    return [tested, *(b for b in gaps if b in others)]


def _chosen(drawn: int, others: int) -> str:
    return (
        f" Of the {others} other policies, the tested one and those that differ most are drawn."
        if drawn < others
        else ""
    )


def _claim(gains: SectorGains, gaps: dict[str, Gap], material: Material) -> str:
    """State the difference of the tested branch on the whole front, and the largest of all branches."""

    def whole(branch: str) -> str:
        value = gaps[branch].whole
        return f"{rounded(abs(value.value), value.mcse)} km² {'more' if value.value > 0.0 else 'less'}"

    tested = material.tested_branch or ""
    words = (
        f"Under “{material.titles[tested]}” {material.attacker} gains on average {whole(tested)} in a year than under "
        f"“{material.titles[gains.branches[0]]}”"
    )
    most = max(gaps, key=lambda b: gaps[b].size)
    return words if most == tested else f"{words}; under “{material.titles[most]}” {whole(most)}"


def _table(gains: SectorGains, gaps: dict[str, Gap], drawn: list[str], material: Material) -> TextTable:
    rows = tuple(
        (f"{int(key[1:])} {name}", *(_cell(gaps[b].by_sector[key]) for b in drawn))
        for key, (name, _) in gains.sectors.items()
    )
    return TextTable(("minus the reference, km²", *(material.titles[b] for b in drawn)), rows, NOTE)


def _cell(gap: Estimate) -> str:
    return f"{gap.value:+,.0f} ±{rounded(gap.mcse, 0.2 * gap.mcse)}"


def _signed(gap: Estimate) -> str:
    """A difference as '+610', with no more digits than its error allows."""
    return f"{'-' if gap.value < 0.0 else '+'}{rounded(abs(gap.value), gap.mcse)}"


def _plain(gains: SectorGains, gaps: dict[str, Gap], drawn: list[str]) -> list[tuple[str | float | int | None, ...]]:
    return [
        (branch, key, gains.sectors[key][0], WEEK, *e[:2], int(branch in drawn))
        for branch, gap in gaps.items()
        for key, e in gap.by_sector.items()
    ]
