"""`forecast extend`: adds members or a branch to a finished run."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from forecast.cli.options import (
    ChunkSize,
    Json,
    Quiet,
    RunPath,
    Set,
    Threads,
    Where,
    open_finished,
    thread_count,
    whole,
)
from forecast.cli.outcome import report_failures, run_watched, show
from forecast.cli.output import Output
from forecast.errors import ConfigError


def command(
    run: RunPath,
    members: Annotated[
        int | None,
        typer.Option("--members", metavar="N", parser=whole, help="Members per branch of the extended run."),
    ] = None,
    branch: Annotated[
        str | None, typer.Option("--branch", metavar="NAME", help="Branch to add. The config file has it.")
    ] = None,
    stopping: Annotated[
        bool, typer.Option("--stopping", help="Add members until the `stopping` rule of the config file holds.")
    ] = False,
    config: Annotated[
        str | None,
        typer.Option(
            "--config",
            metavar="FILE",
            help="Experiment file with the branch or the rule. [default: the file that the run was made from]",
            show_default=False,
        ),
    ] = None,
    set_: Set = None,
    threads: Threads = None,
    chunk_size: ChunkSize = None,
    device: Where = "cpu",
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Write results below this folder. [default: the results folder of RUN]",
            show_default=False,
        ),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Add members or a branch to a finished run.

    What the run has is not computed again. Writes a new run and leaves RUN as it is. The files are the same as those of
    one run in the full size.
    """
    from forecast.cli.loading import prepare_kernels
    from forecast.runner.device import find_device
    from forecast.runner.extending import (
        check_extendable,
        more_members,
        one_more_branch,
        open_extended,
        until_precise,
    )
    from forecast.runner.fitting.given import given_to
    from forecast.runner.request import RunRequest

    output = Output(json, quiet)
    if (members is not None) + (branch is not None) + stopping != 1:
        raise ConfigError.of("forecast extend", "give one of --members N, --branch NAME and --stopping")
    if config is not None and members is not None:
        raise ConfigError.of("--config", "goes with --branch NAME or --stopping")
    if set_ and not (stopping and all(text.startswith("stopping.") for text in set_)):
        raise ConfigError.of("--set", "changes the rule only: --stopping --set stopping.OUTCOME.mcse=...")
    count = thread_count(threads)
    old = open_finished(run, output)
    check_extendable(old)
    record = old.manifest
    file = config or record.config_file
    if members is None and not file:
        raise ConfigError.of("forecast extend", "name the experiment file of the run with --config FILE")
    if members is not None:
        exp = more_members(old, members)
    elif branch is not None:
        exp = one_more_branch(old, branch, Path(file))
    else:
        exp = until_precise(old, Path(file), set_ or [])
    computer = find_device(device)
    if computer.name != record.device:
        raise ConfigError.of(f"--device {device}", f"{old.path} was computed on {record.device}: use the same device")
    prepare_kernels(output)
    request = RunRequest.of(
        exp,
        Path(out) if out is not None else old.path.parent.parent,
        threads=count,
        chunk_size=chunk_size,
        device=computer,
        changes=changes_of(record.overrides, members, branch, set_ or ()),
        fit=given_to(old.path, record),
        config_file=file,
    )
    result = run_watched(request, output, lambda _stop, _note: lambda asked: open_extended(old, asked))
    show(result, output)
    return report_failures([result])


def changes_of(
    recorded: tuple[str, ...] | None, members: int | None, branch: str | None, rule: Sequence[str]
) -> list[str] | None:
    """What the options change in a config, for the record of the extended run. None if the run has no such record.

    Parameters
    ----------
    recorded : tuple of str, optional
        The changes of the run that is extended.
    members : int, optional
        Its new number of members.
    branch : str, optional
        Its new branch.
    rule : sequence of str
        What `--set` changes in the stopping rule.
    """
    if recorded is None:
        return None
    if branch is not None:
        return [text for text in recorded if not text.startswith((f"branches.{branch}=", f"branches.{branch}."))]
    kept = [text for text in recorded if not text.startswith(("--members ", "stopping."))]
    return [*kept, *rule] if members is None else [*kept, f"--members {members}"]
