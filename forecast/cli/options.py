"""Options and arguments that several verbs share."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forecast.cli.output import Output
from forecast.errors import ConfigError

if TYPE_CHECKING:
    from forecast.store.reader import Run

MOST_SEED = 2**32 - 1
MOST_THREADS = 4096


def whole(text: str) -> int:
    """A whole number as typed, `10_000` included."""
    try:
        return int(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not a whole number") from None


def device(text: str) -> str:
    """A kind of device as typed."""
    from forecast.runner.device import KINDS

    if text not in KINDS:
        raise typer.BadParameter(f"'{text}' is neither {' nor '.join(KINDS)}")
    return text


Config = Annotated[str, typer.Argument(metavar="CONFIG", help="Experiment file (YAML).", show_default=False)]
RunPath = Annotated[
    str,
    typer.Argument(
        metavar="RUN",
        help="Folder of a run, or of an experiment (its newest finished run is taken).",
        show_default=False,
    ),
]
Members = Annotated[
    int | None,
    typer.Option("--members", metavar="N", parser=whole, help="Members per branch; the last draw may be short."),
]
Threads = Annotated[
    int | None,
    typer.Option("--threads", metavar="N", parser=whole, help="Threads. [default: the processors of this process]"),
]
ChunkSize = Annotated[
    int | None, typer.Option("--chunk-size", metavar="N", parser=whole, help="Members per piece of work.")
]
Where = Annotated[
    str,
    typer.Option(
        "--device", metavar="cpu|cuda", parser=device, help="Where members are computed: cuda for an NVIDIA GPU."
    ),
]
Out = Annotated[str, typer.Option("--out", metavar="DIR", help="Folder for results.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Replace one value of the config; may be given many times."),
]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", parser=whole, help="Replace the seed of the design.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print problems only.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on one line, and the rest on stderr.")]


def overrides(values: Sequence[str] | None, seed: int | None = None) -> list[str]:
    """The `--set` texts, with the one that `--seed` stands for. Raises ConfigError."""
    texts = list(values or ())
    if seed is not None:
        texts.append(f"design.seed={within('--seed', seed, 0, MOST_SEED)}")
    return texts


def thread_count(asked: int | None) -> int:
    """Threads asked for, or one per processor. Raises ConfigError."""
    from forecast.runner.threads import default_threads

    return default_threads() if asked is None else within("--threads", asked, 1, MOST_THREADS)


def within(option: str, value: int, low: int, high: int) -> int:
    """The value. Raises ConfigError if it is below `low` or above `high`."""
    if not low <= value <= high:
        raise ConfigError.of(f"{option} {value}", f"must be {low} to {high:,}")
    return value


def open_finished(path: str, output: Output) -> "Run":
    """A finished run; which one is noted if `path` is not a run itself but a folder of runs. Raises ResultError."""
    from forecast.store.reader import open_run

    run = open_run(path)
    if run.path != Path(path):
        output.note(f"newest finished run below {path}: {run.path}")
    return run


def known_branch(option: str, name: str, names: Sequence[str]) -> str:
    """The name of a branch if it is among `names`. Raises ConfigError naming the nearest."""
    from difflib import get_close_matches

    if name in names:
        return name
    close = get_close_matches(name, names, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"there are {', '.join(names)}"
    raise ConfigError.of(option, f"unknown branch '{name}'; {hint}")


def changes(values: Sequence[str] | None, members: int | None, seed: int | None) -> list[str]:
    """What the options change in a config, as typed: the `--set` texts, then `--members N` and `--seed N`."""
    counts = {"--members": members, "--seed": seed}
    return [*(values or ()), *(f"{option} {number}" for option, number in counts.items() if number is not None)]


def changed_text(texts: Sequence[str] | None) -> str:
    """Those on one line: `-` for none, `not recorded` where a run does not say."""
    return "not recorded" if texts is None else ", ".join(" ".join(text.split()) for text in texts) or "-"
