"""`forecast hindcast`: forecast the front from past dates with what was known there, and score it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forecast.cli.options import Config, Json, Out, Quiet, Seed, Set, changes, overrides
from forecast.cli.output import Output
from forecast.errors import ConfigError

if TYPE_CHECKING:
    from forecast.config import Experiment

Observed = Annotated[
    list[str],
    typer.Option(
        "--observations",
        metavar="FILE",
        help="Observed weekly gains (docs/data.md). The first file is forecast and scored; others inform the state.",
    ),
]
SCOPE = (
    "This tests the front alone: forces, supply and policy are held still at each origin, without ceasefire and "
    "collapse. The baseline and the priors of the config's front are not used: "
)
ANEW = "every fit is made anew from rows up to the origin."
FIXED = "parameters come from --posterior, the state from rows up to the origin."


def command(
    config: Config,
    observations: Observed,
    origins: Annotated[
        str,
        typer.Option(
            metavar="START:END:STEP",
            help="Such as 2023-06-03:2024-08-31:28d; a date between two map weeks stands on the last one before it.",
        ),
    ],
    horizons: Annotated[str, typer.Option(metavar="WEEKS", help="Weeks ahead.")] = "1,4,13,26,52",
    posterior: Annotated[
        str | None, typer.Option(metavar="FILE", help="Parameters from this posterior.nc, not fitted at each origin.")
    ] = None,
    in_sample: Annotated[
        bool, typer.Option("--in-sample", help="Allow a posterior that is younger than an origin; every row says so.")
    ] = False,
    out: Out = "results",
    set_: Set = None,
    seed: Seed = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Forecast the front from past dates, with benchmarks beside, and score all against what came.

    The result is a table, and files with every score and quantile.
    """
    from forecast.cli.kernels import prepare

    output = Output(json, quiet)
    prepare(output)
    from forecast.hindcast.origins import known_origins, parse_horizons, parse_origins
    from forecast.observations.read import read_all

    exp = _experiment(config, overrides(set_, seed))
    asked, weeks = parse_origins(origins), parse_horizons(horizons)
    if in_sample and posterior is None:
        raise ConfigError.of(
            "--in-sample", "needs --posterior FILE: without it every fit is from rows up to the origin"
        )
    maps = read_all(observations)
    dates = known_origins(asked, maps[0])
    output.note(SCOPE + (FIXED if posterior else ANEW))
    from forecast.hindcast.command import Request, run

    request = Request(
        exp, tuple(observations), maps, dates, weeks, posterior, in_sample, tuple(changes(set_, None, seed))
    )
    result = run(request, Path(out), output.note)
    output.text(*result.lines, "", f"scores, quantiles and skill: {result.folder}")
    output.result({"status": "complete", "folder": str(result.folder), **result.content})


def _experiment(config: str, texts: list[str]) -> "Experiment":
    from forecast.cli.loading import load_points

    points = load_points(config, texts)
    if len(points) > 1:
        raise ConfigError.of(
            f"{config}: sweep", f"stands for {len(points)} runs; a hindcast takes a config without one"
        )
    return points[0].experiment
