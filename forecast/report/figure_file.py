"""A figure of a run as a file: SVG, PNG, or the numbers that it draws as CSV."""

import csv
import io
import math
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from forecast.errors import ResultError
from forecast.export.cells import cell
from forecast.report.framing import frame
from forecast.report.lettering import missing_letters
from forecast.report.material import Material
from forecast.report.panel import Panel, evidence_text
from forecast.report.registry import FigureEntry
from forecast.report.style import GREY, INK, JUDGMENT
from forecast.report.svg import drawing, standalone, svg_text
from forecast.store.atomic import put_bytes, writing
from forecast.store.reader import Run

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ENDINGS = (".svg", ".png", ".csv")
DPI = 300
BODY, FOOT = 7.5, 6.5  # points


class Plotted(NamedTuple):
    """What was written: title and caption of the figure, and letters that a PNG shows as empty boxes."""

    title: str
    caption: str
    missing: tuple[str, ...]


def write_plot(run: Run | Material, entry: FigureEntry, out: Path, dpi: int = DPI) -> Plotted:
    """Draw a figure and write it; a file that exists is replaced. The same run gives the same bytes.

    Parameters
    ----------
    run : Run or Material
        A finished run, or what has been read of it.
    entry : FigureEntry
        The figure.
    out : Path
        Path of the file. Its ending, one of `ENDINGS`, chooses the form. Its folder is created if it does not exist.
    dpi : int
        Dots per inch of a PNG.

    Raises
    ------
    ResultError
        If the run is too short for the figure.
    RunError
        If the file cannot be written.
    """
    material = run if isinstance(run, Material) else Material.of(run)
    missing: tuple[str, ...] = ()
    with drawing():
        panel = entry.draw(material)
        if panel is None:
            weeks = material.horizon
            message = f"has nothing to draw in '{entry.name}': it ends after {weeks} weeks, or has no such outcome"
            raise ResultError.of(str(material.members.run.path), message)
        ending = out.suffix.lower()
        if ending == ".csv":
            data = csv_bytes(panel, material)
        else:
            framed(panel, material)
            data, missing = (svg_bytes(panel, material), ()) if ending == ".svg" else png_bytes(panel, dpi)
    with writing(out.parent):
        out.parent.mkdir(parents=True, exist_ok=True)
    put_bytes(out, data, out.parent, sync=False)
    return Plotted(". ".join(panel.title.splitlines()), panel.caption, missing)


def framed(panel: Panel, material: Material) -> None:
    """Write title, caption, evidence grade and identity of the run around the drawing of a panel; it is changed."""
    evidence, stamp = evidence_text(panel.key, material), material.stamp
    colour = JUDGMENT if material.evidence.grade == "C" else INK
    frame(panel.figure, panel.title, [(panel.caption, INK, BODY), (evidence, colour, BODY), (stamp.line, GREY, FOOT)])


def svg_bytes(panel: Panel, material: Material) -> bytes:
    """Write a framed drawing as an SVG file."""
    stamp = material.stamp
    about = f"{panel.caption} {evidence_text(panel.key, material)} {stamp.line} Config hash: {stamp.config}."
    return standalone(svg_text(panel.figure, panel.key, ". ".join(panel.title.splitlines()), about)).encode()


def png_bytes(panel: Panel, dpi: int) -> tuple[bytes, tuple[str, ...]]:
    """Write a framed drawing as a PNG file. Also returns the letters that the font lacks, which show as boxes."""
    stream = io.BytesIO()
    panel.figure.savefig(stream, format="png", dpi=dpi, metadata={"Software": None})
    return stream.getvalue(), tuple(_missing(panel.figure))


def _missing(figure: "Figure") -> list[str]:
    from matplotlib.text import Text

    return missing_letters(text.get_text() for text in figure.findobj(Text) if isinstance(text, Text))


def csv_bytes(panel: Panel, material: Material) -> bytes:
    """Write the numbers of a figure with the run and the grade in every row; an unknown number is empty."""
    stamp = material.stamp
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*panel.numbers.head, "figure", "run_id", "version", "config_hash", "week0", "grade"])
    same = [cell(text) for text in (panel.key, stamp.run, stamp.version, stamp.config, stamp.week0)]
    same.append(material.evidence.grade)
    for row in panel.numbers.rows:
        writer.writerow([*(_cell(value) for value in row), *same])
    return stream.getvalue().encode()


def _cell(value: str | float | int | None) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, str):
        return cell(value)
    return repr(float(value)) if isinstance(value, float) else str(value)
