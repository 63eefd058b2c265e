"""`forecast init`: writes a small study of the user's own into a new folder."""

from pathlib import Path
from typing import Annotated

import typer

from forecast.cli.options import Json, Quiet
from forecast.cli.output import Output


def command(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A new or an empty folder.", show_default=False)],
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write a small study of your own, ready to change and run.

    The folder gets an experiment, a branch of your own, a page of next commands, and the shipped files that they read.
    Nothing is overwritten.
    """
    from forecast.errors import ConfigError
    from forecast.starter.new_study import EXPERIMENT, write_study
    from forecast.store.paths import text_problem

    output = Output(json, quiet)
    problem = text_problem(Path(folder))
    if problem:
        raise ConfigError.of(folder, problem)
    files = write_study(Path(folder))
    experiment = str(Path(folder) / EXPERIMENT)
    output.text(
        f"{folder}: a new study, {len(files)} files",
        f"read and change   {experiment}",
        f"then              forecast validate {experiment}",
        f"and               forecast run {experiment}",
    )
    output.result({"status": "written", "folder": folder, "experiment": experiment, "files": files})
