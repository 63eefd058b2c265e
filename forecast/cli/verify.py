"""`forecast verify`: compares every file of a finished run with what was written."""

from forecast.cli.options import Json, Quiet, RunPath, open_finished
from forecast.cli.output import Output
from forecast.errors import Problem, ResultError


def command(run: RunPath, quiet: Quiet = False, json: Json = False) -> None:
    """Compare the files of a finished run with what was written.

    Names each file that is missing, was changed, has the content of another file, or is no part of the run. Exit code 0
    if all files are as they were written, else 3.
    """
    output = Output(json, quiet)
    opened = open_finished(run, output)
    damaged = list(opened.files.damaged())
    count = len(opened.files.entries)
    output.result({"run": str(opened.path), "files": count, "damaged": [file._asdict() for file in damaged]})
    if damaged:
        raise ResultError(Problem(str(opened.path / file.path), file.problem) for file in damaged)
    output.text(f"{opened.path}: all {count} files are as they were written")
