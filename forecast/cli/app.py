"""The command `forecast`: its verbs, and what a failed one says.

Nothing heavy is imported here: `forecast --help` must not cost more than importing Numba alone.
"""

import sys
from typing import Annotated

import typer

from forecast.cli import (
    calibrate,
    compare,
    hindcast,
    info,
    listing,
    plan,
    replay,
    report,
    run,
    schema,
    score,
    summary,
    validate,
    warmup,
)
from forecast.cli.exits import guarded
from forecast.compat.quick_exit import begin_quickly, leave_quickly

app = typer.Typer(
    name="forecast",
    help="Ensembles of front-line movement and ceasefire durability under alternative policies.",
    epilog="Every verb takes --help. Problems go to stderr, one a line; --debug adds the traceback.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from forecast import __version__

        print(f"frontcast {__version__}")
        raise typer.Exit()


@app.callback()
def top(
    _version_asked: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    _debug: Annotated[bool, typer.Option("--debug", help="Print the traceback of an error.")] = False,
) -> None:
    """Ensembles of front-line movement and ceasefire durability under alternative policies."""


app.command("run")(run.command)
app.command("validate")(validate.command)
app.command("plan")(plan.command)
app.command("summary")(summary.command)
app.command("compare")(compare.command)
app.command("info")(info.command)
app.command("list")(listing.command)
app.command("replay")(replay.command)
app.command("report")(report.command)
app.command("hindcast")(hindcast.command)
app.command("score")(score.command)
app.command("schema")(schema.command)
app.command("calibrate")(calibrate.command)
app.command("warmup")(warmup.command)


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave the process with the contract's exit code: 0, 2, 3, 4 or 130 (141 if the reader left).

    With `arguments` (tests, notebooks) the process is left alone and SystemExit is raised.
    """
    own = arguments is None
    if own:
        begin_quickly()
    words = sys.argv[1:] if arguments is None else arguments
    code = guarded(lambda rest: app(rest, prog_name="forecast", standalone_mode=False), words)
    if own and "--debug" not in words:
        leave_quickly(code)
    sys.exit(code)
