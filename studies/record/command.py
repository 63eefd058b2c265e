"""`python -m studies store_forecast RUN` and `python -m studies record FOLDER`: the record of the first study."""

from pathlib import Path
from typing import Annotated

import typer

from forecast.errors import ConfigError
from studies.options import Observations

MAP_NAMES = ("First map (DeepStateMap.live)", "Second map (UA Control Map)")


def store_command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Finished run, or its folder.", show_default=False)],
    label: Annotated[str, typer.Option("--label", metavar="TEXT", help="Name of the version on the page.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="File to write, .json.")],
    branch: Annotated[
        str | None, typer.Option("--branch", metavar="NAME", help="Branch. [default: the reference]")
    ] = None,
) -> None:
    """Store the forecast of the front of one run in a small file: 200 quantiles of the gain at six weeks."""
    from forecast.api import open_run
    from studies.record.stored_forecast import stored

    if out.suffix != ".json":
        raise ConfigError.of(f"--out {out}", "must end in .json")
    forecast = stored(open_run(run), label, branch)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(forecast.text(), encoding="utf-8")
    print(f"{out}: {forecast.label}, {forecast.members:,} members, config hash {forecast.config_hash[:8]}")


def record_command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Stored forecasts, *.json.", show_default=False)],
    observations: Observations,
) -> None:
    """Score stored forecasts with what was observed after their week 0, and print docs/record.md."""
    from forecast.observations.read import read_observations
    from studies.record.page import page
    from studies.record.scoring import score_map
    from studies.record.stored_forecast import read_stored, require_one_origin

    if len(observations) != len(MAP_NAMES):
        raise ConfigError.of("--observations", f"is needed {len(MAP_NAMES)} times, once for each map")
    forecasts = read_stored(list(folder.glob("*.json")))
    require_one_origin(forecasts)
    records = [read_observations(file) for file in observations]
    maps = [score_map(name, record, forecasts) for name, record in zip(MAP_NAMES, records, strict=True)]
    print(page(forecasts, maps), end="")
