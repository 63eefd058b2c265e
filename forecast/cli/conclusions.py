"""`forecast compare` of a finished sweep over `switches`: which conclusions survive them."""

from collections.abc import Sequence
from pathlib import Path

from forecast.cli.options import known_branch
from forecast.cli.output import Output, width


def is_over_switches(folder: Path) -> bool:
    """Whether a folder holds a finished sweep over switches and nothing else. Raises ResultError."""
    from forecast.store.sweep import swept_keys

    keys = swept_keys(folder)
    return bool(keys) and all(key.partition(".")[0] == "switches" for key in keys)


def show(folder: Path, branches: Sequence[str] | None, reference: str | None, output: Output) -> None:
    """Print the conclusions of a finished sweep over switches.

    Parameters
    ----------
    folder : Path
        Of the sweep.
    branches : sequence of str, optional
        Branches that are judged, from `--branch`.
    reference : str, optional
        The only branch that they are compared with, from `--reference`.
    output : Output
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
