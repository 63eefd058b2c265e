"""Write the report of a run: its page, and each figure as SVG, PNG and CSV."""

from collections.abc import Sequence
from pathlib import Path

from forecast.report.figure_file import csv_bytes, framed, png_bytes, svg_bytes
from forecast.report.hindcasts.hindcast_section import hindcast_figures
from forecast.report.hindcasts.results import hindcasts_beside, read_hindcasts
from forecast.report.material import Material
from forecast.report.panel import Panel, with_grade
from forecast.report.record import read_verdict
from forecast.report.registry import FIGURES
from forecast.report.report_page import report_page
from forecast.report.svg import drawing, standalone, svg_text
from forecast.store.atomic import put_bytes
from forecast.store.plain_files import refuse_links
from forecast.store.reader import Run, open_run

NAME = "report.html"
FOLDER = "figures"
PAGE_DPI = 150
"""Dots per inch of the PNG files beside the page."""


def write_report(
    run: Path | Run, out: Path | None = None, hindcasts: Sequence[Path] = (), record: Path | None = None
) -> Path:
    """Write the page of a run, and its figures as SVG, PNG and CSV files into `figures/` beside it.

    The same run, hindcasts and record give the same bytes.

    Parameters
    ----------
    run : Path or Run
        A run folder, or an open run.
    out : Path, optional
        Where to write the page. Default: `report.html` in the run folder.
    hindcasts : sequence of Path
        Folders of hindcasts to show. Default: those beside the run.
    record : Path, optional
        Markdown page of the record of earlier forecasts; its list under `## Verdict` is shown.

    Returns
    -------
    Path
        Path of the page.

    Raises
    ------
    ResultError
        If a folder is not a finished run or hindcast, the record has no verdict, or the place of the page or of its
        figures is a symbolic link.
    RunError
        If the page cannot be written.
    """
    opened = open_run(run) if isinstance(run, Path) else run
    target = opened.path / NAME if out is None else out
    verdict = read_verdict(record) if record else ()
    past = hindcast_figures(read_hindcasts(hindcasts) if hindcasts else hindcasts_beside(opened.path))
    material = Material.of(opened)
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = target.parent / FOLDER
    refuse_links(folder, target)
    folder.mkdir(exist_ok=True)
    figures = _draw(material, folder)
    for panel, svg in past:
        put_bytes(folder / f"{panel.key}.svg", standalone(svg).encode(), folder, sync=False)
    put_bytes(target, report_page(material, figures, past, verdict).encode(), target.parent, sync=False)
    return target


def _draw(material: Material, folder: Path) -> list[tuple[Panel, str]]:
    """Draw every figure that the run has, write its files, and return its panel with the SVG element of the page."""
    drawn = []
    with drawing():
        for entry in FIGURES:
            panel = entry.draw(material)
            if panel is None:
                continue
            panel = with_grade(panel, material)
            drawn.append((panel, svg_text(panel.figure, panel.key, panel.title, panel.evidence)))
            framed(panel, material)
            made = {
                "svg": svg_bytes(panel, material),
                "png": png_bytes(panel, PAGE_DPI)[0],
                "csv": csv_bytes(panel, material),
            }
            for ending, data in made.items():
                put_bytes(folder / f"{panel.key}.{ending}", data, folder, sync=False)
    return drawn
