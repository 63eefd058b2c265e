"""A panel of the report: a figure with caption and tables, and the evidence grade written on figure and tables."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from forecast.analysis.headlines import Headline, durable, lasting_years, lasts
from forecast.display.inputs import input_words
from forecast.report.material import Material
from forecast.text.outcome_tables import TextTable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LINE_WIDTH = 92  # characters
FONT_SIZE = 7.5  # points


class PlottedNumbers(NamedTuple):
    """The numbers that a figure draws, unrounded: names of the columns, and a row for each mark."""

    head: tuple[str, ...]
    rows: tuple[tuple[str | float | int | None, ...], ...]


NOTHING = PlottedNumbers((), ())


@dataclass(frozen=True)
class Panel:
    """A figure with its heading, caption and tables.

    Attributes
    ----------
    key : str
        Name of the SVG file without its ending, and prefix of the ids in it.
    title : str
        Heading above the figure.
    caption : str
        Text that says what is drawn and how to read it.
    figure : matplotlib Figure
        The drawing.
    tables : tuple of TextTable
        Tables of the numbers that are drawn.
    evidence : str
        Text on the figure that says what evidence the numbers rest on.
    numbers : PlottedNumbers
        The numbers that are drawn, for a file.
    """

    key: str
    title: str
    caption: str
    figure: "Figure"
    tables: tuple[TextTable, ...] = ()
    evidence: str = ""
    numbers: PlottedNumbers = NOTHING


def with_grade(panel: Panel, material: Material) -> Panel:
    """Return a panel with the evidence grade in words and on its tables."""
    text = evidence_text(panel.key, material)
    return replace(panel, evidence=text, tables=with_mark(panel.tables, material.evidence.mark))


def evidence_text(key: str, material: Material) -> str:
    """Say what evidence a figure rests on: its grade, and the judgments that move its outcome most."""
    judgments = leading_judgments(material, material.headline(_outcome_of_figure(key, material)))
    return " ".join(filter(None, [f"{material.evidence.mark}.", judgments]))


def with_mark(tables: Sequence[TextTable], mark: str) -> tuple[TextTable, ...]:
    """Write an evidence grade on tables."""
    return tuple(replace(table, mark=mark) for table in tables)


def write_below(figure: "Figure", text: str, colour: str | None, last: str = "") -> None:
    """Write text below a drawing, in lines of 92 characters; the figure grows by their height.

    Parameters
    ----------
    figure : Figure
        The drawing; it is changed.
    text : str
        Text to write.
    colour : str, optional
        Colour of the text, black if None.
    last : str
        Text for lines of its own below the other.
    """
    lines = [*textwrap.wrap(text, LINE_WIDTH), *textwrap.wrap(last, LINE_WIDTH)]
    width, height = figure.get_size_inches()
    figure.set_size_inches(width, height + 0.08 + 0.13 * len(lines))
    figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=FONT_SIZE, color=colour)


def leading_judgments(material: Material, headline: Headline | None) -> str:
    """Name the judgments that drive an outcome most, in a sentence; empty without an outcome."""
    if headline is None:
        return ""
    drivers = material.judged[headline.target]
    if not drivers:
        return "No single judgment moves it beyond what chance could do in this run."
    names = "; ".join(input_words(driver.prior).name for driver in drivers)
    return f"Judgments that move it most: {names}."


def _outcome_of_figure(key: str, material: Material) -> str | None:
    """Name the headline outcome that a figure is about."""
    years = lasting_years(material.horizon)
    peace = None if years is None else durable(years)
    return {
        "territory": "net_km2_w52",
        "sectors": "net_km2_w52",
        "fan": "net_km2_w52",
        "surge_length": peace,
        "ceasefire": "ceasefire_by_w104",
        "durability": None if years is None else lasts(years),
        "frontier": peace,
        "regimes": peace,
        "branches": peace,
    }.get(key)
