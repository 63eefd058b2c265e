"""The command `forecast`: lists its commands with examples, and runs one.

Nothing heavy is imported here: `forecast --help` must not cost more than importing Numba alone.
"""

from collections.abc import Callable
from typing import Annotated, NamedTuple

import typer

from forecast.cli import (
    believe,
    brief,
    calibrate,
    compare,
    decide,
    discover,
    export,
    extend,
    hindcast,
    info,
    init,
    listing,
    plan,
    plot,
    questions,
    replay,
    report,
    schema,
    score,
    sectors,
    sensitivity,
    sharding,
    summary,
    validate,
    variance,
    verify,
    voi,
    warmup,
)
from forecast.cli import main as main
from forecast.cli import run as run_verb
from forecast.cli.exits import guarded
from forecast.cli.sections import Sections
from forecast.runner.memory_limit import TO_READ, check_memory_limit


class Verb(NamedTuple):
    """A command of `forecast`, with example command lines for its help page."""

    name: str
    command: Callable[..., int | None]
    examples: tuple[str, ...]


VERBS = (
    Verb("init", init.command, ("forecast init my_study",)),
    Verb(
        "run",
        run_verb.command,
        (
            "forecast run configs/offer.yaml --members 20000",
            "forecast run configs/offer.yaml --set design.seed=7 --set horizon='10 years'",
            "forecast run configs/offer.yaml --members 1000000 --shard 3/16",
        ),
    ),
    Verb("merge", sharding.command, ("forecast merge results/offer",)),
    Verb(
        "extend",
        extend.command,
        (
            "forecast extend results/offer --members 50000",
            "forecast extend results/offer --branch hold --config my_offer.yaml",
            "forecast extend results/offer --stopping --set stopping.durable_5y.mcse=0.001",
        ),
    ),
    Verb("validate", validate.command, ("forecast validate configs/offer.yaml",)),
    Verb("plan", plan.command, ("forecast plan configs/offer.yaml --members 200000 --threads 4",)),
    Verb(
        "summary",
        summary.command,
        ("forecast summary results/offer", "forecast summary results/offer --values --spillover"),
    ),
    Verb(
        "compare",
        compare.command,
        (
            "forecast compare results/offer --branch surge_offer --branch no_aid --reference europe_led",
            "forecast compare results/sweep_surge --outcome durable_5y --base 'duration=39 weeks'",
        ),
    ),
    Verb(
        "variance",
        variance.command,
        (
            "forecast variance results/offer",
            "forecast variance results/offer --outcome durable_5y --branch surge_offer",
        ),
    ),
    Verb(
        "discover",
        discover.command,
        (
            "forecast discover results/offer",
            "forecast discover results/offer --outcome durable_5y --branch no_aid --against europe_led --below 0",
        ),
    ),
    Verb(
        "voi",
        voi.command,
        ("forecast voi results/offer", "forecast voi results/offer --branch surge_offer --branch no_aid"),
    ),
    Verb(
        "decide",
        decide.command,
        ("forecast decide results/offer", "forecast decide results/offer --values configs/values/actors.yaml"),
    ),
    Verb(
        "believe",
        believe.command,
        (
            "forecast believe results/offer configs/beliefs/threat_sceptic.yaml",
            "forecast believe results/offer configs/beliefs",
        ),
    ),
    Verb("info", info.command, ("forecast info results/offer",)),
    Verb("verify", verify.command, ("forecast verify results/offer",)),
    Verb("list", listing.command, ("forecast list results",)),
    Verb(
        "replay", replay.command, ("forecast replay results/offer --branch no_aid --member 17 --out member17.parquet",)
    ),
    Verb("report", report.command, ("forecast report results/offer --out report.html",)),
    Verb("brief", brief.command, ("forecast brief results/offer --out brief.html",)),
    Verb(
        "plot",
        plot.command,
        (
            "forecast plot results/offer branches",
            "forecast plot results/offer territory --out territory.png --dpi 600",
            "forecast plot results/offer --list",
        ),
    ),
    Verb(
        "sectors",
        sectors.command,
        (
            "forecast sectors results/offer",
            "forecast sectors results/offer --weeks 52 --branch surge_offer --branch no_aid",
        ),
    ),
    Verb(
        "export",
        export.command,
        (
            "forecast export results/offer --to hubverse --samples 1000 --out hub",
            "forecast export results/offer --to csv --members 5000 --out tables",
        ),
    ),
    Verb(
        "hindcast",
        hindcast.command,
        ("forecast hindcast configs/offer.yaml --observations map.csv --origins 2023-06-03:2024-08-31:28d",),
    ),
    Verb("score", score.command, ("forecast score results/offer --observations map.csv",)),
    Verb(
        "questions",
        questions.command,
        (
            "forecast questions results/offer configs/questions/december-2024.yaml "
            "--resolved configs/questions/december-2024-resolved.yaml",
        ),
    ),
    Verb(
        "sensitivity",
        sensitivity.command,
        ("forecast sensitivity results/offer --outcome durable_5y", "forecast sensitivity results/sobol"),
    ),
    Verb("schema", schema.command, ("forecast schema --kind branch > branch.schema.json",)),
    Verb(
        "calibrate",
        calibrate.command,
        ("forecast calibrate configs/offer.yaml --observations map.csv --until 2024-12-20",),
    ),
    Verb("warmup", warmup.command, ("forecast warmup",)),
)
FIRST_STEPS = (
    "forecast run configs/offer.yaml --members 20000",
    "forecast summary results/offer",
    "forecast report results/offer",
    "forecast init my_study",
)
ABOUT = "Simulate how a front moves and whether a ceasefire comes and lasts, under several policies, and compare them."


def examples(lines: tuple[str, ...], title: str = "") -> str:
    """Return example command lines as the last paragraph of a help page."""
    title = title or ("Example:" if len(lines) == 1 else "Examples:")
    return "\n".join(["\b", title, *(f"  {line}" for line in lines)])


app = typer.Typer(
    name="forecast",
    cls=Sections,
    help=ABOUT,
    epilog=f"{examples(FIRST_STEPS, 'First steps:')}\n\n"
    "`forecast COMMAND --help` explains a command and shows an example. Problems go to stderr, one line each; --debug "
    "adds the traceback. Exit codes: 0 done, 2 wrong command line or config, 3 results or observations that cannot be "
    "used, 4 failure while running or writing, 130 interrupted.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:
    if asked:
        from forecast import __version__

        print(f"frontcast {__version__}")
        raise typer.Exit()


@app.callback()
def top(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    _debug: Annotated[bool, typer.Option("--debug", help="Print the traceback of an error.")] = False,
) -> None:
    """Read the options before the command."""


for verb in VERBS:
    app.command(verb.name, epilog=examples(verb.examples))(verb.command)


def run(words: list[str]) -> int:
    """Run one command and return its exit code: 0, 2, 3, 4 or 130; 141 if nobody reads the output."""

    def call(rest: list[str]) -> object:
        check_memory_limit(TO_READ)
        return app(rest, prog_name="forecast", standalone_mode=False)

    return guarded(call, words)
