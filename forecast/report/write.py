"""Writing the report of a run."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from forecast.analysis.drivers import Driver
from forecast.report import notes, page, values, warnings, words
from forecast.report.evidence import marked
from forecast.report.figures import ceasefire, drivers, durability, frontier, regimes, sectors, territory
from forecast.report.headline import headline_table
from forecast.report.known import known_table
from forecast.report.material import Material
from forecast.report.panel import Panel
from forecast.report.past import find, section
from forecast.report.svg import drawing, standalone, svg_text
from forecast.store.atomic import put_bytes
from forecast.store.reader import Run, open_run

NAME = "report.html"
FIGURES = "figures"


def write_report(run: Path | Run, out: Path | None = None, hindcasts: Sequence[Path] = ()) -> Path:
    """Write the page, and its figures as SVG files into `figures/` beside it; returns the path of the page.

    run: a run folder, or a run that is open. out: another place for the page (default: `report.html` in the run
    folder). hindcasts: folders of hindcasts to show (default: those beside the run). The same run and hindcasts give
    the same bytes. Raises ResultError for a folder that is no run or no hindcast, RunError where the place cannot be
    written.
    """
    opened = open_run(run) if isinstance(run, Path) else run
    target = opened.path / NAME if out is None else out
    past = section.figures(find.named(hindcasts) if hindcasts else find.beside(opened.path))
    material = Material.of(opened)
    found = drivers.searches(material)
    with drawing():
        panels = [
            territory.panel(material),
            ceasefire.panel(material),
            durability.panel(material),
            frontier.panel(material),
            regimes.panel(material),
            sectors.panel(material),
            drivers.panel(found),
        ]
        graded = [marked(p, material) for p in panels if p is not None]
        drawn = [(p, svg_text(p.figure, p.key, p.title, p.evidence)) for p in graded]
    target.parent.mkdir(parents=True, exist_ok=True)
    for panel, svg in (*drawn, *past):
        folder = target.parent / FIGURES
        folder.mkdir(exist_ok=True)
        put_bytes(folder / f"{panel.key}.svg", standalone(svg).encode(), folder, sync=False)
    put_bytes(target, _page(material, found, drawn, past).encode(), target.parent, sync=False)
    return target


def _page(
    material: Material, found: dict[str, list[Driver]], drawn: list[tuple[Panel, str]], past: list[tuple[Panel, str]]
) -> str:
    experiment, manifest = material.experiment, material.members.manifest
    place = f"experiment {experiment.experiment}, baseline {experiment.baseline.name}"
    kind = f"Frontcast, {place}, {manifest.members:,} members"
    header = (
        f'<p class="kind">{page.escape(kind)}</p>\n<h1>{page.escape(experiment.question)}</h1>\n'
        + page.paragraphs([notes.not_a_prediction()])
        + page.notes(warnings.first_notes(material, found))
        + page.paragraphs([notes.purpose(material)])
    )
    standing = words.standing_table(material)
    known = known_table(material)
    mark = material.table.evidence.mark
    return page.page(
        f"{experiment.experiment}: {experiment.question}",
        header,
        [
            page.section("words", "What came out, in words", _words(material)),
            page.section("branches", "The courses of action", _branches(material)),
            page.section("table", "Headline outcomes", _headline(material)),
            page.section("known", "What is known of this war", page.table_html(replace(known, mark=mark)))
            if known is not None
            else "",
            page.section(
                "standing",
                f"Where {material.focus} stands",
                page.table_html(replace(standing, mark=mark)),
            )
            if standing is not None
            else "",
            values.values_section(material),
            page.section("figures", "Figures", *(page.figure(panel, svg) for panel, svg in drawn)),
            section.past_section(past),
            page.section("method", "How to read the numbers", page.bullets(notes.method(material))),
            page.section("limits", "What this cannot say", page.bullets(notes.limits(material))),
        ],
        page.paragraphs(notes.credit_lines(material)),
    )


def _headline(material: Material) -> str:
    sides = material.members.manifest.sides
    return headline_table(
        material.table, (sides[0], sides[1]), material.defender, material.judged, material.shown_branch
    )


def _words(material: Material) -> str:
    text = page.block("words", page.paragraphs(words.sentences(material)))
    found = words.verdicts(material)
    if found:
        text += f"<h3>How {page.escape(material.focus or '')} does against the others</h3>\n{page.bullets(found)}"
        text += page.paragraphs([words.CAUTION])
    return text


def _branches(material: Material) -> str:
    rows = []
    for branch in material.branches:
        about = material.experiment.branches[branch].about or "no description"
        mark = " (reference)" if branch == material.members.reference else ""
        rows.append(f"<div><dt>{page.escape(branch + mark)}</dt><dd>{page.escape(about)}</dd></div>\n")
    inside = "".join(rows)
    return f'<dl class="branches">\n{inside}</dl>\n'
