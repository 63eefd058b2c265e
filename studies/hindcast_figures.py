"""`python -m studies hindcast_figures DIR --out FILE.svg`: draws the figure of one hindcast."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a hindcast.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="SVG file to write.")],
    credit: Annotated[str, typer.Option("--credit", metavar="TEXT", help="Whom to credit for the map.")] = "",
) -> None:
    """Draw one hindcast to an SVG file."""
    from forecast.report.hindcasts.hindcast_section import write_hindcast_figure
    from forecast.report.hindcasts.results import read_hindcasts

    write_hindcast_figure(read_hindcasts([folder])[0], out, credit)
