"""`forecast score`: compares a finished run with what was observed after its week 0."""

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
        help="Observed weekly gains (see docs/data.md). The run is scored on the first file; repeat for more "
        "maps, whose gains are printed.",
    ),
]


def command(
    run: RunPath,
    observations: Observed,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="DIR", help="Write scores below this folder. [default: that of the run]"),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Compare a run with what was observed after its week 0.

    Scores the net gain on the whole front at weeks 4, 13, 26, 52 and 104, as far as the file goes. Each branch is the
    model frontcast_BRANCH; benchmarks are fitted to the rows up to week 0. Sectors are not scored, and errors of the
    map are not accounted for. The run does not change; scores go to a folder of their own.
    """
    output = Output(json, quiet)
    finished = open_finished(run, output)
    from forecast.hindcast.run_score.command import score_run

    result = score_run(finished, observations, Path(out) if out else None, width())
    output.text(*result.lines, "", f"scores and quantiles: {result.folder}")
    output.result({"status": "complete", **result.content})
