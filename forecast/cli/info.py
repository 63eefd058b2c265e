"""`forecast info`: prints what a run asked, how it was made and its evidence, or the steps of a week of the model."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from forecast.cli.options import Json, Quiet, changed_text, open_finished
from forecast.cli.output import Output

if TYPE_CHECKING:
    from forecast.config import Experiment
    from forecast.store.manifest import RunManifest

GRADES = {"A": "measured", "B": "literature", "C": "judgment"}

OptionalRun = Annotated[
    str | None,
    typer.Argument(
        metavar="RUN",
        help="Folder of a run, or of an experiment (its newest finished run is taken).",
        show_default=False,
    ),
]
Steps = Annotated[bool, typer.Option("--steps", help="Print the order of a week of the model; needs no RUN.")]


def command(run: OptionalRun = None, steps: Steps = False, quiet: Quiet = False, json: Json = False) -> None:
    """Print what a run asked and how it was made.

    Question, branches, design, switches, grades of the inputs, versions, files. With --steps: the steps of a week of
    the model, in order, with the random draws that they read.
    """
    output = Output(json, quiet)
    if steps and run is None:
        _show_steps(output)
    elif steps:
        raise typer.BadParameter("--steps is the same for every run: leave RUN out")
    elif run is None:
        raise typer.BadParameter("name a RUN, or give --steps")
    else:
        _show_run(run, output)


def _show_steps(output: Output) -> None:
    from forecast.text.table import aligned
    from forecast_kernels.steps.order import HEAD, WEEK, rows

    output.text(*aligned(HEAD, rows(), left=len(HEAD)))
    output.result({"steps": [step._asdict() for step in WEEK]})


def _show_run(path: str, output: Output) -> None:
    from forecast.experiment.evidence import OF_CONSTANTS, count_grades

    run = open_finished(path, output)
    manifest, exp, fitted = run.manifest, run.experiment, run.fitted
    grades, sector_grades = count_grades(exp.priors.values()), count_grades(exp.baseline.sectors.values())
    lines = _lines(str(run.path), manifest, exp, grades, sector_grades)
    output.text(*lines, *([f"emulator   {fitted.line}"] if fitted else []))
    content: dict[str, Any] = manifest.model_dump(mode="json", exclude={"files", "units"})
    content["files"] = [entry._asdict() for entry in manifest.files]
    output.result(
        {
            "run": str(run.path),
            "question": exp.question,
            "switches": exp.switches.written,
            "grades": grades,
            "fitted": fitted.model_dump() if fitted else None,
            "sector_grades": sector_grades,
            "constant_grades": OF_CONSTANTS,
            **content,
        }
    )


def _graded(count: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {GRADES[grade]} ({grade})" for grade, number in count.items())


def _lines(
    path: str, manifest: "RunManifest", exp: "Experiment", grades: Mapping[str, int], sector_grades: Mapping[str, int]
) -> list[str]:
    from forecast.experiment.evidence import OF_CONSTANTS

    drawn = sum(prior.distribution.kind != "fixed" for prior in exp.priors.values())
    rows = sum(entry.rows or 0 for entry in manifest.files)
    return [
        f"run        {path}",
        f"question   {exp.question}",
        f"baseline   {exp.baseline.name}, week 0 is {exp.baseline.date}",
        "branches   "
        + "\n           ".join(
            f"{name}{' (reference)' if name == exp.reference else ''}{f': {branch.about}' if branch.about else ''}"
            for name, branch in exp.branches.items()
        ),
        f"design     {manifest.members:,} members: {manifest.draws:,} draws ({manifest.layout}) "
        f"x {manifest.replicates} replicates, seed {manifest.seed}, {manifest.horizon} weeks",
        *(f"failed     {entry.branch}, {len(entry.members):,} members: {entry.reason}" for entry in manifest.failed),
        f"switches   {exp.switches.label}",
        f"changed    {changed_text(manifest.overrides)}",
        *([f"fit        of run {manifest.fit_from}, not of its own pilot"] if manifest.fit_sha256 else []),
        f"inputs     {len(exp.priors)}, {drawn} uncertain: {_graded(grades)}",
        f"constants  {sum(OF_CONSTANTS.values())} of the model: {_graded(OF_CONSTANTS)}",
        f"sectors    {len(exp.baseline.sectors)}: {_graded(sector_grades)}",
        f"made       {manifest.started} to {manifest.finished}, {manifest.threads} threads, "
        f"chunks of {manifest.chunk_size}" + (f", on {manifest.device}" if manifest.device != "cpu" else ""),
        f"config     {manifest.config_hash}",
        f"code       {manifest.code_hash}" + (f", commit {manifest.git_commit}" if manifest.git_commit else ""),
        "versions   " + ", ".join(f"{name} {text}" for name, text in manifest.versions.items()),
        f"files      {len(manifest.files)} files, {rows:,} rows, see manifest.json",
    ]
