"""`forecast summary`: the branch table of a finished run."""

from forecast.cli.options import Json, Quiet, RunPath, open_finished
from forecast.cli.output import Output


def command(run: RunPath, quiet: Quiet = False, json: Json = False) -> None:
    """Print the branch table of a run.

    Every headline outcome in every branch, with its difference from the reference and all errors.
    """
    from forecast.cli.terminal import width

    output = Output(json, quiet)
    found = open_finished(run, output)
    from forecast.analysis.branch_table import branch_table
    from forecast.analysis.known import known_outcomes
    from forecast.analysis.known_text import known_text, plain_known
    from forecast.analysis.renderings import plain, text

    table, known = branch_table(found), known_outcomes(found)
    output.text(text(table, width()), *filter(None, [known_text(known, found.experiment)]))
    output.result({"run": str(found.path), **plain(table), **plain_known(known, found.experiment)})
