"""`forecast summary`: the branch table of a finished run."""

from typing import Annotated

import typer

from forecast.cli.options import Json, Quiet, RunPath, open_finished
from forecast.cli.output import Output


def command(
    run: RunPath,
    bands: Annotated[
        bool, typer.Option("--bands", help="Show instead what is not known (draws) and what is chance, apart.")
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Print the branch table of a run.

    Every headline outcome in every branch, with its difference from the reference and all errors.
    """
    from forecast.cli.terminal import width

    output = Output(json, quiet)
    found = open_finished(run, output)
    from forecast.analysis.branch_table import branch_table
    from forecast.analysis.renderings import plain, text

    table = branch_table(found)
    if bands:
        from forecast.analysis.band_text import bands_text

        output.text(bands_text(table, width()))
    else:
        output.text(text(table, width()))
    output.result({"run": str(found.path), **plain(table)})
