"""What every export says of itself: `citation.json` and the head of `README.md`. Neither holds a time of day."""

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

import numpy as np

from forecast.experiment.evidence import evidence
from forecast.export.cells import plain, plain_tree
from forecast.store.reader import Run

TITLE = "Frontcast: ensembles of front-line movement and ceasefire durability"
AUTHORS = "Frontcast contributors"
LICENSE = "MIT"
CITATION_FILE, README_FILE = "citation.json", "README.md"


class Part(NamedTuple):
    """One file or folder of an export, for its README. path: relative to the export. about: what it holds."""

    path: str
    about: str


class Written(NamedTuple):
    """What a writer has to say of its export.

    parts: its files. notes: sentences that a reader needs, such as what was left out.
    """

    parts: Sequence[Part]
    notes: Sequence[str]


def program_version() -> str:
    """Version of the installed program; `unknown` where it is not installed as a package."""
    try:
        return version("frontcast")
    except PackageNotFoundError:
        return "unknown"


def failed_members(run: Run) -> int:
    """Number of members that failed in any branch. No export has them."""
    return int(np.count_nonzero(run.failed)) if run.manifest.failed else 0


def command_of(run: Run, form: str, options: Mapping[str, str]) -> str:
    """Return the command that writes the export again, with the run by its id: no path of the machine is in it.

    Parameters
    ----------
    run : Run
        The run that is exported.
    form : str
        The format.
    options : mapping of str to str
        Name of an option -> value; an empty value for a flag.
    """
    words = " ".join(f"--{name} {value}".rstrip() for name, value in options.items())
    place = f"results/{run.manifest.experiment}/{run.manifest.run_id or 'RUN'}"
    return plain(f"forecast export {place} --to {form} {words} --out DIR".replace("  ", " "))


def cite_as(run: Run) -> str:
    """Write how to cite a run: program, version, run, config and week 0, in one line."""
    record = run.manifest
    return (
        f"{AUTHORS}. {TITLE}, version {record.versions.get('frontcast', program_version())}. "
        f"Run {record.experiment}/{record.run_id}, config {record.config_hash[:12]}, "
        f"week 0 on {run.experiment.baseline.date.isoformat()}."
    )


def citation(run: Run, form: str, options: Mapping[str, str]) -> dict[str, Any]:
    """Describe an export: from which run, by which program and command, and how to cite it.

    Parameters
    ----------
    run : Run
        The run that is exported.
    form : str
        The format, such as `csv`.
    options : mapping of str to str
        Options that change the files: name -> value, as typed.
    """
    record, grade = run.manifest, evidence(run.experiment)
    made_with = record.versions.get("frontcast", program_version())
    content = {
        "format": form,
        "run_id": record.run_id,
        "experiment": record.experiment,
        "question": run.experiment.question,
        "version": made_with,
        "exported_with": program_version(),
        "config_hash": record.config_hash,
        "code_hash": record.code_hash,
        "week_0": run.experiment.baseline.date.isoformat(),
        "seed": record.seed,
        "layout": record.layout,
        "members": record.members,
        "draws": record.draws,
        "replicates": record.replicates,
        "failed_members_left_out": failed_members(run),
        "branches": list(record.branches),
        "reference": record.reference,
        "evidence": grade.mark,
        "license": LICENSE,
        "cite_as": cite_as(run),
        "command": command_of(run, form, options),
        "options": dict(options),
    }
    made: dict[str, Any] = plain_tree(content)
    return made


def json_text(content: Any) -> str:
    """Write JSON for people: indented, characters as they are, with a last line break. NaN is refused."""
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def readme(cited: Mapping[str, Any], written: Written) -> str:
    """Write the README of an export."""
    failed = cited["failed_members_left_out"]
    replicates = f"{cited['replicates']:,} {'replicate' if cited['replicates'] == 1 else 'replicates'}"
    lines = [
        f"# {cited['experiment']}: export as {cited['format']}",
        "",
        f"Question of the study: {cited['question']}",
        "",
        f"- Run `{cited['run_id']}`, Frontcast {cited['version']}, config `{cited['config_hash'][:12]}`, "
        f"seed {cited['seed']}.",
        f"- Week 0 is {cited['week_0']}. There are {cited['members']:,} members in each branch: {cited['draws']:,} "
        f"draws of the inputs, {replicates} of each.",
        f"- Branches: {', '.join(cited['branches'])}. The reference is {cited['reference']}.",
        f"- {cited['evidence']}.",
        *([f"- {failed:,} members failed in a branch. They are left out in all branches."] if failed else []),
        "",
        "A number here is what the model gives under its stated inputs. It is not a measured frequency.",
        "",
        "## Files",
        "",
        *(f"- `{part.path}`: {plain(part.about)}" for part in (*written.parts, _CITATION)),
        "",
        "## Read this first",
        "",
        *(f"- {plain(note)}" for note in written.notes),
        "",
        "## How to cite",
        "",
        str(cited["cite_as"]),
        "",
        "Written again by:",
        "",
        f"    {cited['command']}",
    ]
    return "\n".join(lines) + "\n"


_CITATION = Part(CITATION_FILE, "the run, the program, the command, and the SHA-256 of every file")
