"""`forecast replay`: computes one member of a run again, week by week. A member is one simulated war."""

from typing import Annotated, Literal

import typer

from forecast.cli.options import Json, Quiet, RunPath, known_branch, open_finished, whole
from forecast.cli.output import Output

Form = Literal["csv", "json", "parquet"]


def command(
    run: RunPath,
    branch: Annotated[str, typer.Option("--branch", metavar="B", help="Branch.", show_default=False)],
    member: Annotated[
        int, typer.Option("--member", metavar="M", parser=whole, help="Member number.", show_default=False)
    ],
    out: Annotated[str | None, typer.Option("--out", metavar="FILE", help="Write there instead of to stdout.")] = None,
    form: Annotated[
        Form | None,
        typer.Option("--format", help="csv, json or parquet. [default: by the name of the file, else csv]"),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Compute the weekly path of one member again.

    Says whether its outcome equals the stored row.
    """
    from pathlib import Path

    from forecast.cli.loading import prepare_kernels
    from forecast.errors import ConfigError, ResultError

    output = Output(json, quiet)
    finished = open_finished(run, output)
    known_branch("--branch", branch, finished.manifest.branches)
    endings: dict[str, Form] = {".csv": "csv", ".json": "json", ".parquet": "parquet"}
    chosen: Form = form or (endings.get(Path(out).suffix, "csv") if out else "csv")
    if chosen == "parquet" and not out:
        raise ConfigError.of("--format", "parquet needs a file: add --out FILE")
    prepare_kernels(output)
    from forecast.experiment.evidence import evidence
    from forecast.runner.provenance import code_hash
    from forecast.runner.replay import encode, path_columns, replay

    result = replay(finished, branch, member)
    mark = evidence(finished.experiment).mark
    data = encode(result, chosen, mark)
    if out:
        from forecast.store.atomic import put_bytes

        put_bytes(Path(out), data, Path(out).absolute().parent)
        output.note(f"{len(result.path['week'])} weeks of member {member} in {out}")
    elif not json and not quiet:
        output.text(data.decode().rstrip("\n"))
    differences = result.differences()
    output.result(
        {
            "run": str(finished.path),
            "branch": branch,
            "member": member,
            "evidence": mark,
            "outcome": result.outcome,
            "equal": not differences,
            "differences": differences,
            "failure": result.failure,
            **({"out": out} if out else {"path": path_columns(result)}),
        }
    )
    if differences:
        other_code = finished.manifest.code_hash != code_hash()
        why = (
            "the run was made by another version of the program"
            if other_code
            else "its files were changed, or this is a defect"
        )
        raise ResultError.of(
            str(finished.path),
            f"member {member} of {branch} differs from its stored row ({', '.join(differences)}): {why}",
        )
    if result.failure:
        output.note(f"member {member} of {branch} failed, so its outcome is null: {result.failure}")
    output.note("the outcome equals the stored row")
