"""`forecast info`: what a run asked, with what it was made, and what its inputs rest on."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from forecast.cli.options import Json, Quiet, RunPath, changed_text, open_finished
from forecast.cli.output import Output

if TYPE_CHECKING:
    from forecast.config import Experiment, Prior, Sector
    from forecast.store.manifest import RunManifest

GRADES = {"A": "measured", "B": "literature", "C": "judgment"}


def command(run: RunPath, quiet: Quiet = False, json: Json = False) -> None:
    """Print what a run asked and how it was made.

    Question, branches, design, switches, grades of the inputs, versions, files.
    """
    from forecast.store.fitted import read_fitted

    output = Output(json, quiet)
    found = open_finished(run, output)
    manifest, exp, fitted = found.manifest, found.experiment, read_fitted(found.path)
    output.text(*_lines(str(found.path), manifest, exp), *([f"emulator   {fitted.line}"] if fitted else []))
    content: dict[str, Any] = manifest.model_dump(mode="json", exclude={"files", "units"})
    content["files"] = [entry._asdict() for entry in manifest.files]
    output.result(
        {
            "run": str(found.path),
            "question": exp.question,
            "switches": exp.switches.chosen,
            "grades": grades(exp.priors),
            "fitted": fitted.model_dump() if fitted else None,
            "sector_grades": grades(exp.baseline.sectors),
            **content,
        }
    )


def grades(graded: "Mapping[str, Prior] | Mapping[str, Sector]") -> dict[str, int]:
    """How many of the priors, or of the sectors, have each grade."""
    counted: Counter[str] = Counter(item.grade for item in graded.values())
    return {grade: counted.get(grade, 0) for grade in GRADES}


def _graded(count: "Mapping[str, int]") -> str:
    return ", ".join(f"{number} {GRADES[grade]} ({grade})" for grade, number in count.items())


def _lines(path: str, manifest: "RunManifest", exp: "Experiment") -> list[str]:
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
        f"switches   {exp.switches.label}",
        f"changed    {changed_text(manifest.overrides)}",
        f"inputs     {len(exp.priors)}, {drawn} uncertain: {_graded(grades(exp.priors))}",
        f"sectors    {len(exp.baseline.sectors)}: {_graded(grades(exp.baseline.sectors))}",
        f"made       {manifest.started} to {manifest.finished}, {manifest.threads} threads, "
        f"chunks of {manifest.chunk_size}" + (f", on {manifest.device}" if manifest.device != "cpu" else ""),
        f"config     {manifest.config_hash}",
        f"code       {manifest.code_hash}" + (f", commit {manifest.git_commit}" if manifest.git_commit else ""),
        "versions   " + ", ".join(f"{name} {text}" for name, text in manifest.versions.items()),
        f"files      {len(manifest.files)} files, {rows:,} rows, see manifest.json",
    ]
