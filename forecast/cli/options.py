"""Options and arguments that several commands share, and their checks."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forecast.cli.output import Output
from forecast.errors import ConfigError

if TYPE_CHECKING:
    from forecast.store.reader import Run

MAX_SEED = 2**32 - 1
MAX_THREADS = 4096


def whole(text: str) -> int:
    """Read a whole number from the command line; `10_000` is allowed."""
    try:
        return int(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not a whole number") from None


def device(text: str) -> str:
    """Check the kind of device from the command line."""
    from forecast.runner.device import KINDS

    if text not in KINDS:
        raise typer.BadParameter(f"'{text}' is neither {' nor '.join(KINDS)}")
    return text


def spelt(text: str) -> str:
    """Check that a folder can be written by every library, before anything is computed.

    Raises
    ------
    ConfigError
        If its path is not UTF-8.
    """
    from forecast.store.paths import text_problem

    problem = text_problem(Path(text))
    if problem:
        raise ConfigError.of(f"--out {text}", problem)
    return text


Config = Annotated[str, typer.Argument(metavar="CONFIG", help="Experiment file (YAML).", show_default=False)]
RunPath = Annotated[
    str,
    typer.Argument(
        metavar="RUN",
        help="Folder of a run, or of an experiment (then its newest finished run).",
        show_default=False,
    ),
]
StatedValues = Annotated[
    str | None,
    typer.Option(
        "--values",
        metavar="FILE",
        help="Stated values of the actors; copy and change configs/values/actors.yaml. [default: the shipped ones]",
        show_default=False,
    ),
]
Members = Annotated[
    int | None,
    typer.Option(
        "--members", metavar="N", parser=whole, help="Simulate N members per branch, whatever the config says."
    ),
]
Threads = Annotated[
    int | None,
    typer.Option(
        "--threads", metavar="N", parser=whole, help="Use N threads. [default: all processors of this process]"
    ),
]
ChunkSize = Annotated[
    int | None,
    typer.Option("--chunk-size", metavar="N", parser=whole, help="Members per piece of work; fewer need less memory."),
]
Where = Annotated[
    str,
    typer.Option("--device", metavar="cpu|cuda", parser=device, help="Compute members here; cuda is an NVIDIA GPU."),
]
Out = Annotated[str, typer.Option("--out", metavar="DIR", callback=spelt, help="Write results below this folder.")]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Replace one value of the config, such as design.draws=2000; repeat for more.",
    ),
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", parser=whole, help="Use this random seed, whatever the config says."),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but problems.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as one line of JSON; notes go to stderr.")]


def overrides(values: Sequence[str] | None, seed: int | None = None) -> list[str]:
    """Return the `--set` texts, and one more for `--seed`. A seed beyond 0 to 2^32 - 1 raises ConfigError."""
    texts = list(values or ())
    if seed is not None:
        texts.append(f"design.seed={within('--seed', seed, 0, MAX_SEED)}")
    return texts


def thread_count(asked: int | None) -> int:
    """Return the number of threads: `asked`, or one per processor. Beyond 1 to 4,096 it raises ConfigError."""
    from forecast.runner.machine import default_threads

    return default_threads() if asked is None else within("--threads", asked, 1, MAX_THREADS)


def within(option: str, value: int, low: int, high: int) -> int:
    """Return the value if it is in range.

    Parameters
    ----------
    option : str
        Name of the option, for the message.
    value : int
        Value from the command line.
    low, high : int
        The smallest and the largest value allowed.

    Raises
    ------
    ConfigError
        If the value is out of range.
    """
    if not low <= value <= high:
        raise ConfigError.of(f"{option} {value}", f"must be {low} to {high:,}")
    return value


def open_finished(path: str, output: Output, every_block: bool = False) -> "Run":
    """Open a finished run. If `path` is a folder of runs, open its newest one and print a note.

    A note says how many members failed, and which members of a design for indices by group are used. ResultError is
    raised if there is no such run.

    Parameters
    ----------
    path : str
        Folder of a run, or of runs.
    output : Output
        Prints the notes.
    every_block : bool
        Whether the command uses all blocks of a design for indices by group, not A and B only.
    """
    from forecast.config.models import SOBOL_BLOCKS
    from forecast.store.reader import open_run

    run = open_run(path)
    if run.path != Path(path):
        output.note(f"newest finished run below {path}: {run.path}")
    if run.manifest.failed:
        count, members = int(run.failed.sum()), run.manifest.members
        output.note(f"{count:,} of {members:,} members failed and are left out; `forecast info {run.path}` says why")
    if run.manifest.layout == "sobol_groups" and not every_block:
        output.note(
            f"{run.path} is a design for `forecast sensitivity`: here only its blocks A and B are used, "
            f"{2 * run.manifest.members // SOBOL_BLOCKS:,} of {run.manifest.members:,} members"
        )
    return run


def known_branch(option: str, name: str, names: Sequence[str]) -> str:
    """Return the name if it is a branch of the run.

    Parameters
    ----------
    option : str
        Option that gave the name, for the message.
    name : str
        Name from the command line.
    names : sequence of str
        Branches of the run.

    Raises
    ------
    ConfigError
        If the name is not among `names`; the message gives the most similar one.
    """
    return _known(option, "branch", name, names)


def known_outcome(name: str, names: Sequence[str]) -> str:
    """Return the target if the run has this headline outcome, else raise ConfigError with the most similar one."""
    return _known("--outcome", "outcome", name, names)


def _known(option: str, what: str, name: str, names: Sequence[str]) -> str:
    from difflib import get_close_matches

    if name in names:
        return name
    close = get_close_matches(name, names, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"there are {', '.join(names)}"
    raise ConfigError.of(option, f"unknown {what} '{name}'; {hint}")


def changes(values: Sequence[str] | None, members: int | None, seed: int | None) -> list[str]:
    """Return what the options change in a config, as typed, for the record of the run.

    Parameters
    ----------
    values : sequence of str, optional
        The `--set` texts.
    members, seed : int, optional
        Values of `--members` and `--seed`.
    """
    counts = {"--members": members, "--seed": seed}
    return [*(values or ()), *(f"{option} {number}" for option, number in counts.items() if number is not None)]


def changed_text(texts: Sequence[str] | None) -> str:
    """Write recorded changes on one line: `-` for none, `not recorded` if the run has no record of them."""
    return "not recorded" if texts is None else ", ".join(" ".join(text.split()) for text in texts) or "-"
