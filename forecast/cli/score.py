"""`forecast score`: a finished run against what was observed after its week 0."""

from pathlib import Path
from typing import Annotated

import typer

from forecast.cli.options import Json, Quiet, RunPath, open_finished
from forecast.cli.output import Output, width

Observed = Annotated[
    list[str],
    typer.Option(
        "--observations",
        metavar="FILE",
        help="Observed weekly gains (docs/data.md). The first file is scored; the gains of others stand beside it.",
    ),
]


def command(
    run: RunPath,
    observations: Observed,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="DIR", help="Results folder to write to. [default: that of the run]"),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Score a run against what was observed after its week 0.

    The gain on the whole front at weeks 4, 13, 26, 52 and 104, as far as the file goes: every branch as the model
    frontcast_BRANCH, beside benchmarks made from the rows up to week 0. Sectors are not scored, and nothing is added
    for what a map gets wrong. The run stays as it is; scores go to a folder of their own.
    """
    output = Output(json, quiet)
    found = open_finished(run, output)
    from forecast.hindcast.run_score.verb import score_run

    result = score_run(found, observations, Path(out) if out else None, width())
    output.text(*result.lines, "", f"scores and quantiles: {result.folder}")
    output.result({"status": "complete", **result.content})
