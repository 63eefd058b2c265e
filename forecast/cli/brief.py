"""`forecast brief`: writes one page to print about a finished run."""

from typing import Annotated

import typer

from forecast.cli.options import Json, Quiet, RunPath, open_finished
from forecast.cli.output import Output


def command(
    run: RunPath,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", help="Write the page here. [default: brief.html in the run folder]"),
    ] = None,
    record: Annotated[
        str | None,
        typer.Option("--record", metavar="FILE", help="Quote the list under '## Verdict' of this Markdown page."),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write the answers of a run on one page to print."""
    from pathlib import Path

    output = Output(json, quiet)
    finished = open_finished(run, output)
    from forecast.report.brief import write_brief

    path = write_brief(finished, Path(out) if out else None, Path(record) if record else None)
    output.text(f"brief     {path}")
    output.result({"brief": str(path), "run": str(finished.path)})
