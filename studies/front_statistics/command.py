"""`python -m studies front_statistics DATA_DIR`: estimates the statistics that the baseline uses."""

from pathlib import Path
from typing import Annotated

import typer

from forecast.cli.options import MAX_SEED, Json, whole, within
from forecast.cli.output import Output


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="DATA_DIR", help="Folder of the training series.", show_default=False)
    ],
    seed: Annotated[int, typer.Option("--seed", metavar="N", parser=whole, help="Seed of the estimates.")] = 20241130,
    json: Json = False,
) -> None:
    """Estimate the statistics that the baseline needs and `forecast calibrate` does not give, with standard errors.

    docs/baseline.md says where each one is used.
    """
    within("--seed", seed, 0, MAX_SEED)
    from studies.front_statistics.estimate import estimate, render

    statistics = estimate(folder, seed)
    if json:
        Output(json).result(statistics)
    else:
        print(render(statistics), end="")
