"""Extends a finished run by members or by a branch: its files are taken over, and only what is new is computed.

The finished run stays as it is. The new run has links to its files, or copies where the file system has no links.
"""

import os
import shutil
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from forecast.errors import ConfigError, ResultError
from forecast.experiment.plan import PART_MEMBERS
from forecast.runner.folder import OpenedFolder, open_folder, run_key
from forecast.runner.provenance import code_hash
from forecast.store.atomic import WORK as WORK_AREA
from forecast.store.atomic import FileEntry, put_file, writing
from forecast.store.drafts import temporary
from forecast.store.faults import Fault, variable_of
from forecast.store.finished import Finished
from forecast.store.fitted import NAME as FIT
from forecast.store.registry import TIMESERIES_FILE
from forecast.store.work import WorkArea

if TYPE_CHECKING:
    from forecast.config import Experiment
    from forecast.runner.request import RunRequest
    from forecast.store.reader import Run

EXTENDABLE = ("mc", "sobol")


def check_extendable(run: "Run") -> None:
    """Check that a run can be extended by this code.

    Raises
    ------
    ResultError
        If other code made the run, or it has no fit.
    """
    if run.manifest.code_hash != code_hash():
        raise ResultError.of(str(run.path), "other code made this run; run the experiment again in its full size")
    if run.fitted is None:
        raise ResultError.of(str(run.path), f"has no {FIT}; run the experiment again")


def more_members(run: "Run", members: int) -> "Experiment":
    """The experiment of a run with more members.

    Raises
    ------
    ConfigError
        If the run has as many members, or its design cannot be extended.
    """
    from forecast.config import with_members

    exp, where = run.experiment, f"--members {members}"
    if exp.design.layout not in EXTENDABLE:
        reason = f"a design of layout {exp.design.layout} cannot be extended; run the experiment again in its full size"
        raise ConfigError.of(where, reason)
    if members <= exp.members:
        raise ConfigError.of(where, f"must be more than the {exp.members:,} members of {run.path}")
    return with_members(exp, members)


def one_more_branch(run: "Run", name: str, config: Path) -> "Experiment":
    """The experiment of a run with a branch that its config file has now.

    Parameters
    ----------
    run : Run
        The finished run.
    name : str
        The branch.
    config : Path
        The config file. Its other branches and all else must be as in the run.

    Raises
    ------
    ConfigError
        If the file has mistakes or no such branch, or something else in it has changed since the run.
    """
    from forecast.config import config_hash, load_experiment

    old, record = run.experiment, run.manifest
    if name in old.branches:
        raise ConfigError.of(f"--branch {name}", f"is a branch of {run.path} already")
    settings = [text for text in record.overrides or () if not text.startswith(("--", f"branches.{name}"))]
    now = load_experiment(config, [*settings, f"design.seed={old.design.seed}"])
    now = now.model_copy(update={"design": old.design})
    if name not in now.branches:
        raise ConfigError.of(f"--branch {name}", f"{config} has no such branch; it has {', '.join(now.branches)}")
    kept = [branch for branch in now.branches if branch in old.branches]
    before = now.model_copy(update={"branches": {branch: now.branches[branch] for branch in kept}})
    if config_hash(before) != record.config_hash:
        raise ConfigError.of(
            str(config), f"something else than branches has changed since {run.path}; run the experiment again"
        )
    wanted = {branch: value for branch, value in now.branches.items() if branch == name or branch in old.branches}
    return now.model_copy(update={"branches": wanted})


def until_precise(run: "Run", config: Path, texts: Sequence[str]) -> "Experiment":
    """The experiment of a run with the stopping rule that its config file has now.

    Parameters
    ----------
    run : Run
        The finished run.
    config : Path
        The config file. All else in it must be as in the run, but for the number of draws.
    texts : sequence of str
        `PATH=VALUE` texts for the rule.

    Raises
    ------
    ConfigError
        If the file has mistakes or no rule, if the rule allows no more members than the run has, or if something else
        has changed since the run.
    """
    from forecast.config import config_hash, load_experiment, with_members
    from forecast.config.stopping import checked_draws

    old, record = run.experiment, run.manifest
    if old.design.layout not in EXTENDABLE:
        raise ConfigError.of("--stopping", f"a design of layout {old.design.layout} cannot be extended")
    settings = [text for text in record.overrides or () if not text.startswith(("--", "stopping"))]
    now = load_experiment(config, [*settings, f"design.seed={old.design.seed}", *texts])
    if now.stopping is None:
        raise ConfigError.of(str(config), "has no `stopping`: add it, or use --set stopping.OUTCOME.mcse=...")
    if config_hash(with_members(now, old.members)) != record.config_hash:
        raise ConfigError.of(
            str(config), f"something else than `stopping` has changed since {run.path}; run the experiment again"
        )
    design = old.design.model_copy(update={"members": None})
    if not list(checked_draws(design.draws, design.replicates, now.stopping.max_members)):
        raise ConfigError.of(
            "stopping.max_members",
            f"{now.stopping.max_members:,} allows no check beyond the {old.members:,} members of the run",
        )
    return now.model_copy(update={"design": design})


def open_extended(run: "Run", request: "RunRequest") -> OpenedFolder:
    """Open a folder for the extended run, and take over the files of the finished one.

    Parameters
    ----------
    run : Run
        The finished run.
    request : RunRequest
        The extended run.

    Raises
    ------
    ResultError
        If a file of the finished run is damaged.
    RunError
        If the disk is too small or not writable.
    """
    opened = open_folder(request, run.fitted)
    try:
        if not opened.work.covered():
            _take_over(run, request, opened)
        return opened
    except BaseException:
        opened.close()
        raise


def _take_over(run: "Run", request: "RunRequest", opened: OpenedFolder) -> None:
    from forecast.store.netcdf import read_counts

    exp, fitted = request.experiment, run.fitted
    assert fitted is not None
    files: dict[int, list[FileEntry]] = defaultdict(list)
    for entry in run.manifest.files:
        if entry.rows is not None and entry.path.startswith(("draws/", "members/")):
            _link(run.files.require(entry.path), opened.path, entry.path)
            files[int(Path(entry.path).stem.removeprefix("part-"))].append(entry)
    counts = read_counts(run.experiment, run.files.require(TIMESERIES_FILE))
    faults: dict[int, list[Fault]] = defaultdict(list)
    for branch, members, reason in run.manifest.failed:
        for part in sorted({member // PART_MEMBERS for member in members}):
            here = tuple(member for member in members if member // PART_MEMBERS == part)
            faults[part].append(Fault(branch, variable_of(reason), reason, here))
    opened.folder.write_text(FIT, fitted.text())
    opened.folder.record(opened.folder.manifest.model_copy(update={"extended_from": run.manifest.run_id}))
    key = run_key(opened.folder.manifest)
    opened.work.records.give(Finished(key, 0, run.manifest.members, counts, files, faults))
    opened.work = WorkArea(opened.path, exp, request.largest.members, key)


def _link(source: Path, folder: Path, name: str) -> None:
    """Put a file into a run folder: a link, or a copy where the file system has no links. Raises RunError."""
    draft = temporary(folder / WORK_AREA, source.name)
    with writing(folder / name):
        draft.unlink(missing_ok=True)
        try:
            os.link(source, draft)
        except OSError:
            shutil.copyfile(source, draft)
    put_file(draft, folder / name)
