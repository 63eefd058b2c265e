"""`python -m studies rebase DATA LATER --date DATE --out DIR`: writes the measured part of a later baseline."""

import datetime
from pathlib import Path
from typing import Annotated

import typer

from forecast.cli.options import Json
from forecast.cli.output import Output
from forecast.errors import ConfigError

FILES = ("sectors.yaml", "measured.yaml")


def command(
    folder: Annotated[Path, typer.Argument(metavar="DATA", help="Folder of the training series.", show_default=False)],
    later: Annotated[
        Path, typer.Argument(metavar="LATER", help="Folder of the same series for the time after.", show_default=False)
    ],
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="Week 0: a Saturday that the maps have.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder of the baseline's parts.")],
    json: Json = False,
) -> None:
    """Write the measured part of a baseline: sectors, land, line, claimed losses, aid.

    Writes sectors.yaml and measured.yaml into DIR. Everything else of a baseline is statements and judgment; see
    docs/howto/another_date.md.
    """
    try:
        date = datetime.date.fromisoformat(date).isoformat()
    except ValueError:
        raise ConfigError.of(f"--date {date}", "is not a date; write it as 2025-11-29") from None
    from studies.rebase.measure import measure
    from studies.rebase.write import measured_yaml, sectors_yaml

    measured = measure(folder, later, date)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in zip(FILES, (sectors_yaml(measured), measured_yaml(measured)), strict=True):
        (out / name).write_text(text, encoding="utf-8")
    output = Output(json)
    year, half = measured.europe
    output.text(
        *(f"{out / name}" for name in FILES),
        f"gained since the training series, first map: {sum(measured.gained.values()):,.0f} km2",
        f"rest of Donetsk and Luhansk oblasts, first map: {measured.rest:,.0f} km2",
        f"military aid without purchases, EUR bn a year: {year:.1f} in a year, {half:.1f} in the last half-year",
    )
    output.result({"files": [str(out / name) for name in FILES], "rest_km2": measured.rest, "held_km2": measured.held})
