"""`forecast compare` for a finished sweep over `switches`: shows which conclusions hold for every choice."""

from collections.abc import Sequence
from pathlib import Path

from forecast.cli.options import known_branch
from forecast.cli.output import Output, width


def is_over_switches(folder: Path) -> bool:
    """Return whether a folder holds a finished sweep over switches only. An unreadable sweep raises ResultError."""
    from forecast.store.sweep import swept_keys

    keys = swept_keys(folder)
    return bool(keys) and all(key.partition(".")[0] == "switches" for key in keys)


def show(folder: Path, branches: Sequence[str] | None, reference: str | None, output: Output) -> None:
    """Print the conclusions of a finished sweep over switches.

    Parameters
    ----------
    folder : Path
        Folder of the sweep.
    branches : sequence of str, optional
        Branches to judge, from `--branch`. If None, the first branch with an offer.
    reference : str, optional
        Branch to compare them with, from `--reference`. If None, all other branches.
    output : Output
        Prints the conclusions.
    """
    from forecast.analysis.conclusions import conclusions
    from forecast.store.sweep import NAME, sweep_runs
    from forecast.text.conclusion_text import conclusion_lines, plain_conclusions

    runs = sweep_runs(folder)
    names = runs[0].manifest.branches
    others = [known_branch("--reference", reference, names)] if reference else None
    result = conclusions(runs, [known_branch("--branch", name, names) for name in branches or ()] or None, others)
    output.text(*conclusion_lines(result, width()))
    output.result({"sweep": str(folder / NAME), **plain_conclusions(result)})
