"""The brief of a run: its answers and the chart of lasting peace on one page of paper."""

from pathlib import Path

from forecast.report import markup
from forecast.report.answer import claims
from forecast.report.first_screen import first_screen
from forecast.report.layout import CHART, outside_voices
from forecast.report.material import Material
from forecast.report.panel import with_grade
from forecast.report.record import read_verdict
from forecast.report.registry import FIGURES
from forecast.report.report_page import header
from forecast.report.svg import drawing, svg_text
from forecast.store.atomic import put_bytes, writing
from forecast.store.plain_files import refuse_links
from forecast.store.reader import Run
from forecast.text.report_notes import NOT_A_PREDICTION

NAME = "brief.html"


def write_brief(run: Run, out: Path | None = None, record: Path | None = None) -> Path:
    """Write the brief as an HTML page that prints on one side of A4. The same run and record give the same bytes.

    Parameters
    ----------
    run : Run
        A finished run.
    out : Path, optional
        Where to write it. Default: `brief.html` in the run folder.
    record : Path, optional
        Markdown page of the record of earlier forecasts.

    Returns
    -------
    Path
        Path of the page.

    Raises
    ------
    ResultError
        If the record has no verdict, or the place of the page is a symbolic link.
    RunError
        If the page cannot be written.
    """
    target = run.path / NAME if out is None else out
    verdict = read_verdict(record) if record else []
    material = Material.of(run)
    page = _page(material, verdict)
    with writing(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
    refuse_links(target)
    put_bytes(target, page.encode(), target.parent, sync=False)
    return target


def _page(material: Material, verdict: list[str]) -> str:
    chart = None
    with drawing():
        panel = next(entry for entry in FIGURES if entry.name == CHART).draw(material)
        if panel is not None:
            panel = with_grade(panel, material)
            chart = panel, svg_text(panel.figure, panel.key, panel.title, panel.evidence)
    return markup.document(
        f"{material.experiment.experiment}: brief",
        header(material),
        [first_screen(claims(material), chart, verdict, outside_voices(material))],
        markup.paragraphs([NOT_A_PREDICTION, f"Cite as: {material.stamp.cite}"]),
    )
