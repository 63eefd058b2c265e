"""Options that several studies share, in addition to those of `forecast.cli.options`."""

from typing import Annotated

import typer

from forecast.errors import ConfigError

Markdown = Annotated[
    bool, typer.Option("--markdown", help="Print the page of the documentation instead of plain tables.")
]
Observations = Annotated[
    list[str],
    typer.Option(
        "--observations", metavar="FILE", help="Observation file; give further maps of the same front after the first."
    ),
]


def check_one_format(markdown: bool, json: bool) -> None:
    """Raise ConfigError if both output formats are asked for.

    Raises
    ------
    ConfigError
        If both `--markdown` and `--json` are given.
    """
    if markdown and json:
        raise ConfigError.of("--markdown --json", "are two output formats; give one of them")
