"""`forecast report`: writes the one-page report of a finished run."""

from typing import Annotated

import typer

from forecast.cli.options import Json, Quiet, RunPath, open_finished
from forecast.cli.output import Output


def command(
    run: RunPath,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", help="Write the page here. [default: report.html in the run folder]"),
    ] = None,
    hindcast: Annotated[
        list[str] | None,
        typer.Option(
            "--hindcast",
            metavar="DIR",
            help="Show this hindcast, or those in this folder; repeat for more. [default: those beside the run]",
        ),
    ] = None,
    record: Annotated[
        str | None,
        typer.Option("--record", metavar="FILE", help="Open with the list under '## Verdict' of this Markdown page."),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write the report of a run, one HTML page.

    The page opens without a network. Its figures are also written as SVG files, into `figures/` beside it. It shows the
    newest hindcast of each observation file.
    """
    from pathlib import Path

    output = Output(json, quiet)
    finished = open_finished(run, output)
    output.note("writing the report")
    from forecast.report.write import write_report

    folders = [Path(folder) for folder in hindcast or ()]
    path = write_report(finished, Path(out) if out else None, folders, Path(record) if record else None)
    output.text(f"report    {path}")
    output.result({"report": str(path), "run": str(finished.path)})
