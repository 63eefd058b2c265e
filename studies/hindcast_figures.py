"""`python -m studies hindcast_figures DIR --out FILE.svg`: the figure of one hindcast as a file."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a hindcast.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="SVG file to write.")],
    credit: Annotated[str, typer.Option("--credit", metavar="TEXT", help="Whom to credit for the map.")] = "",
) -> None:
    """Draw one hindcast to an SVG file."""
    from forecast.report.past.files import write_figure
    from forecast.report.past.find import named

    write_figure(named([folder])[0], out, credit)
