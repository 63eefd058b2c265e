"""The command `python -m studies`, with one subcommand for each study and each generated page.

Nothing heavy is imported here. A command imports its libraries when it runs, after it has set the folder of the
compiled kernels.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from forecast.cli.exits import guarded
from studies import front_change, gallery, hindcast_figures, question_record
from studies.argument import command as argument
from studies.as_it_came import command as as_it_came
from studies.ceasefires import command as ceasefires
from studies.choices import command as choices
from studies.findings import command as findings
from studies.front_statistics import command as front_statistics
from studies.influence import command as influence
from studies.observations import command as observations
from studies.pages import regenerate
from studies.precision import command as precision
from studies.prior_predictive import command as prior_predictive
from studies.rebase import command as rebase
from studies.record import command as record
from studies.reference import command as reference
from studies.today import command as today
from studies.worlds import command as worlds

PROGRAM = "python -m studies"

app = typer.Typer(
    name=PROGRAM,
    help="Studies behind the documentation: each prints tables, one page of docs/ or one JSON object.",
    epilog="Every study takes --help. Problems go to stderr, one a line; --debug adds the traceback.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def top(_debug: Annotated[bool, typer.Option("--debug", help="Print the traceback of an error.")] = False) -> None:
    """Studies behind the documentation: each prints tables, one page of docs/ or one JSON object."""


app.command("observations", short_help="Convert a map's sector table to observations.")(observations.command)
app.command("front_statistics", short_help="Statistics behind the baseline.")(front_statistics.command)
app.command("rebase", short_help="Measured part of a baseline at a later date.")(rebase.command)
app.command("prior_predictive", short_help="docs/prior_predictive.md: the prior front.")(prior_predictive.command)
app.command("ceasefires", short_help="docs/ceasefires.md: ceasefires, ends of wars.")(ceasefires.command)
app.command("worlds", short_help="docs/worlds.md: the prior of the level.")(worlds.command)
app.command("influence", short_help="docs/influence.md: what each input changes.")(influence.command)
app.command("argument", short_help="What the argument rests on: ladder, sell-outs.")(argument.command)
app.command("as_it_came", short_help="docs/as_it_came.md: the levers that came.")(as_it_came.command)
app.command("findings", short_help="docs/findings.md and the table of README.md.")(findings.command)
app.command("choices", short_help="docs/choices.md: twelve questions, answered.")(choices.command)
app.command("gallery", short_help="docs/gallery.md: every figure of the report.")(gallery.command)
app.command("today", short_help="docs/today.md: findings of late 2025.")(today.command)
app.command("front_change", short_help="docs/front_change.md: the front before and after.")(front_change.command)
app.command("question_record", short_help="docs/questions.md: answers and outcomes.")(question_record.command)
app.command("store_forecast", short_help="Keep the forecast of one run in a small file.")(record.store_command)
app.command("precision", short_help="How often a stopped run covers the truth.")(precision.command)
app.command("record", short_help="docs/record.md: how the first study did.")(record.record_command)
app.command("hindcast_figures", short_help="Figure of one hindcast, SVG.")(hindcast_figures.command)
app.command("config_page", short_help="docs/config.md: keys of every config file.")(reference.config_page_command)
app.command("results_page", short_help="docs/results.md: columns of the results.")(reference.results_page_command)
app.command("parameters_page", short_help="docs/parameters.md: inputs of the study.")(reference.parameters_page_command)
app.command("architecture", short_help="The tree of code folders in README.md.")(reference.architecture_command)


@app.command("pages", short_help="Regenerate the pages of docs/.")
def pages_command(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="Pages such as ceasefires. [default: all]")
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="Folder of the training series, which some pages need.")
    ] = None,
    docs: Annotated[Path, typer.Option("--docs", metavar="DIR", help="Folder of the pages.")] = Path("docs"),
) -> None:
    """Regenerate the pages of docs/ that a study writes, all or those named."""
    for path in regenerate(main, names or (), data, docs):
        print(path, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Run one study and return an exit code as `forecast` does: 0, 2, 3, 4, 130, or 141 if nobody reads the output.

    `arguments` are the words after `python -m studies`. None means the words of this process. Without words the help
    page is printed.
    """
    words = sys.argv[1:] if arguments is None else arguments
    return guarded(lambda rest: app(rest, prog_name=PROGRAM, standalone_mode=False), words or ["--help"])
