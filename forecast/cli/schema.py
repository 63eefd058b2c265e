"""`forecast schema`: prints the JSON Schema with which an editor checks a config."""

from typing import Annotated, Literal

import typer

from forecast.cli.output import one_line


def command(
    kind: Annotated[
        Literal["experiment", "baseline", "priors", "branch"], typer.Option("--kind", help="Which kind of file.")
    ] = "experiment",
    json: Annotated[bool, typer.Option("--json", help="On one line.")] = False,
) -> None:
    """Print the JSON Schema of config files."""
    from json import dumps

    from forecast.config import json_schema

    schema = json_schema(kind)
    print(one_line(schema) if json else dumps(schema, indent=2, ensure_ascii=False))
