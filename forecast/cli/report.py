"""`forecast report`: the one-page report of a finished run."""

from typing import Annotated

import typer

from forecast.cli.options import Json, Quiet, RunPath, open_finished
from forecast.cli.output import Output


def command(
    run: RunPath,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE", help="Where to write it. [default: report.html in the run]")
    ] = None,
    hindcast: Annotated[
        list[str] | None,
        typer.Option(
            "--hindcast",
            metavar="DIR",
            help="Hindcast to show, or a folder of some; may be given more than once. [default: those beside the run]",
        ),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write the report of a run, one HTML page.

    Of the hindcasts of each observation file the newest is shown.
    """
    from pathlib import Path

    output = Output(json, quiet)
    found = open_finished(run, output)
    output.note("writing the report")
    from forecast.report.write import write_report

    path = write_report(found, Path(out) if out else None, [Path(folder) for folder in hindcast or ()])
    output.text(f"report    {path}")
    output.result({"report": str(path), "run": str(found.path)})
