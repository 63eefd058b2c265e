"""`forecast hindcast`: forecasts the front from past dates with what was known then, and scores the forecasts.

An origin is a past date from which the front is forecast.
"""

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
        help="Observed weekly gains (see docs/data.md). The first file is forecast and scored; repeat for more "
        "maps, which inform the state.",
    ),
]
SCOPE = (
    "This tests the front alone: forces, supply and policy stay as they are at each origin, and there is no ceasefire "
    "and no collapse. The baseline and the priors of the config's front are not used: "
)
REFITTED = "every fit uses the rows up to its origin only."
FIXED = "parameters come from --posterior, the state from the rows up to the origin."


def command(
    config: Config,
    observations: Observed,
    origins: Annotated[
        str,
        typer.Option(
            "--origins",
            metavar="START:END:STEP",
            help="Dates to forecast from. A date between two map weeks counts as the earlier one.",
        ),
    ],
    horizons: Annotated[
        str, typer.Option("--horizons", metavar="WEEKS", help="Weeks ahead to forecast.")
    ] = "1,4,13,26,52",
    posterior: Annotated[
        str | None,
        typer.Option(
            "--posterior",
            metavar="FILE",
            help="Take parameters from this posterior.nc of `forecast calibrate`. [default: fit them at each origin]",
        ),
    ] = None,
    in_sample: Annotated[
        bool,
        typer.Option(
            "--in-sample", help="Allow a posterior that saw weeks after an origin; all rows are marked IN-SAMPLE."
        ),
    ] = False,
    out: Out = "results",
    set_: Set = None,
    seed: Seed = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Forecast the front from past dates and score the forecasts.

    Benchmarks are forecast and scored in the same way. Prints a table, and writes files with every score and quantile;
    `forecast report` shows them.
    """
    from forecast.cli.loading import prepare_kernels

    output = Output(json, quiet)
    prepare_kernels(output)
    from forecast.hindcast.origins import known_origins, parse_horizons, parse_origins
    from forecast.observations.read import read_all

    exp = _experiment(config, overrides(set_, seed))
    asked, weeks = parse_origins(origins), parse_horizons(horizons)
    if in_sample and posterior is None:
        raise ConfigError.of(
            "--in-sample", "needs --posterior FILE: without it every fit uses rows up to its origin only"
        )
    maps = read_all(observations)
    dates = known_origins(asked, maps[0])
    output.note(SCOPE + (FIXED if posterior else REFITTED))
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
        raise ConfigError.of(f"{config}: sweep", f"gives {len(points)} runs; give a hindcast a config without a sweep")
    return points[0].experiment
