"""`forecast verify`: compares every file of a finished run with what was written."""

from pathlib import Path

from forecast.cli.options import Json, Quiet, RunPath, open_finished
from forecast.cli.output import Output
from forecast.errors import Problem, ResultError


def command(run: RunPath, quiet: Quiet = False, json: Json = False) -> None:
    """Compare the files of a finished run with what was written.

    Names each file that is missing, was changed, has the content of another file, or is no part of the run. Exit code 0
    if all files are as they were written, else 3. In the folder of a sweep it compares all its runs and its table.
    """
    from forecast.store.sweep import swept_keys

    output = Output(json, quiet)
    if swept_keys(Path(run)):
        _verify_sweep(Path(run), output)
        return
    opened = open_finished(run, output)
    damaged = list(opened.files.damaged())
    count = len(opened.files.entries)
    output.result({"run": str(opened.path), "files": count, "damaged": [file._asdict() for file in damaged]})
    if damaged:
        raise ResultError(Problem(str(opened.path / file.path), file.problem) for file in damaged)
    output.text(f"{opened.path}: all {count} files are as they were written")


def _verify_sweep(folder: Path, output: Output) -> None:
    from forecast.store.sweep import NAME, sweep_runs

    runs = sweep_runs(folder)
    damaged = [(opened.path / file.path, file.problem) for opened in runs for file in opened.files.damaged()]
    count = sum(len(opened.files.entries) for opened in runs)
    named = [{"path": path.relative_to(folder).as_posix(), "problem": problem} for path, problem in damaged]
    output.result({"run": str(folder), "files": count, "damaged": named})
    if damaged:
        raise ResultError(Problem(str(path), problem) for path, problem in damaged)
    output.text(f"{folder}: all {count} files of {len(runs)} runs are as they were written, and {NAME} fits them")
