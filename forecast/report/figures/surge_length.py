"""The figure of the lead in lasting peace by the length of the surge, against the reference and against a bluff."""

from collections.abc import Sequence

from forecast.display.units import unit_words
from forecast.report.lettering import wrap
from forecast.report.material import Material
from forecast.report.panel import Panel, PlottedNumbers
from forecast.report.style import GREY, WIDTH
from forecast.report.surge_lines import SurgeLine, surge_lines, surge_prior

HEAD = ("against", "length_low", "length_high", "lead", "mcse", "draws_low", "draws_high", "draws", "n")
TALL = 2.7  # inches


def panel(material: Material) -> Panel | None:
    """Draw the figure; None if the length of the surge is not drawn, or nothing is compared."""
    prior, lines = surge_prior(material), surge_lines(material)
    return None if prior is None or not lines else draw(material, lines, unit_words(prior.unit).name)


def draw(material: Material, lines: Sequence[SurgeLine], unit: str) -> Panel:
    """Draw a dot, two errors and the band between draws for each group.

    Parameters
    ----------
    material : Material
        The run.
    lines : sequence of SurgeLine
        One for each branch that is subtracted; each has a chart.
    unit : str
        Unit of the length.
    """
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    tested = wrap(material.titles[material.driver_branch], 7.5, 4.0, most=1)[0]
    figure = Figure(figsize=(WIDTH, TALL))
    charts = figure.subplots(1, len(lines), sharey=True, squeeze=False).ravel()
    for axes, line in zip(charts, lines, strict=True):
        look = material.looks[line.branch]
        for group in line.groups:
            place = (group.low + group.high) / 2.0
            low, high = 100.0 * group.band.low.value, 100.0 * group.band.high.value
            value, error = (100.0 * number for number in group.difference[:2])
            axes.plot([place, place], [low, high], color=look.colour, alpha=0.3, linewidth=7, solid_capstyle="butt")
            axes.errorbar(place, value, yerr=2.0 * error, color=look.text, marker="o", markersize=5, capsize=2.5,
                          linewidth=1.2)  # fmt: skip
        axes.axhline(0.0, color=GREY, linewidth=0.9)
        axes.set_title("\n".join(wrap(f"Over “{line.title}”", 9.5, 2.3, bold=True, most=2)), color=look.text)
        axes.set_xlabel(f"length of the surge, {unit}")
    charts[0].yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    charts[0].set_ylabel("lead in lasting peace, points")
    return Panel(
        "surge_length",
        "The lead by the length of the surge",
        f"Lead of “{tested}”. The draws are divided by the length of the surge into groups of equal size. Dot: lead in "
        "the share of futures with a lasting peace, and two errors either way. Pale bar: 80% of the group's draws.",
        figure,
        numbers=PlottedNumbers(
            HEAD,
            tuple(
                (
                    line.branch,
                    group.low,
                    group.high,
                    *group.difference[:2],
                    group.band.low.value,
                    group.band.high.value,
                    group.draws,
                    group.difference.n,
                )
                for line in lines
                for group in line.groups
            ),
        ),
    )
