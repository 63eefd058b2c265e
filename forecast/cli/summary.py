"""`forecast summary`: prints the branch table of a finished run."""

from typing import Annotated

import typer

from forecast.cli.options import Json, Quiet, RunPath, open_finished
from forecast.cli.output import Output, width
from forecast.errors import ConfigError


def command(
    run: RunPath,
    bands: Annotated[
        bool, typer.Option("--bands", help="Print uncertainty instead: what is not known (draws) and what is chance.")
    ] = False,
    values: Annotated[
        bool, typer.Option("--values", help="Print instead how the branches rank under four sets of values.")
    ] = False,
    spillover: Annotated[
        bool, typer.Option("--spillover", help="With --values: also count what may happen beyond this war.")
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Print the branch table of a run.

    Every headline outcome in every branch, with its difference from the reference and all errors.
    """
    if spillover and not values:
        raise ConfigError.of("--spillover", "counts only in the ranking; add --values")
    output = Output(json, quiet)
    finished = open_finished(run, output)
    from forecast.analysis.branch_table import branch_table
    from forecast.analysis.known_outcomes import known_outcomes
    from forecast.analysis.members import Members
    from forecast.text.branch_table_text import branch_table_text, plain_branch_table
    from forecast.text.known_outcomes_table import known_text, plain_known

    members = Members(finished)
    table, known = branch_table(members), known_outcomes(members)
    instead: list[str] = []
    content = {"run": str(finished.path), **plain_branch_table(table), **plain_known(known, finished.experiment)}
    if bands:
        from forecast.text.band_text import bands_text

        instead.append(bands_text(table, width()))
    if values:
        from forecast.analysis.utilities import utilities
        from forecast.text.utility_text import plain_utilities, utilities_text

        rankings = utilities(members, spillover=spillover)
        instead.append(f"{utilities_text(rankings, width())}\n{table.evidence.line}")
        content["utilities"] = plain_utilities(rankings)
    lines = [branch_table_text(table, width()), *filter(None, [known_text(known, finished.experiment)])]
    output.text("\n\n".join(instead) or "\n".join(lines))
    output.result(content)
