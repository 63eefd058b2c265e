"""`forecast compare` for a finished sweep over numbers or other settings: prints the curve along the sweep."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from forecast.cli.options import known_branch, known_outcome
from forecast.cli.output import Output, width
from forecast.errors import ConfigError, ResultError, RunError

if TYPE_CHECKING:
    import xarray as xr

ENDING = ".nc"


def is_sweep(folder: Path, output: Output) -> bool:
    """Return whether a folder holds a finished sweep. If a newer one was begun and not finished, a note says so.

    Raises
    ------
    ResultError
        If a sweep was begun and none is finished, or if the sweep cannot be read.
    """
    from forecast.store.begun_sweep import unfinished_points
    from forecast.store.sweep import swept_keys

    points = unfinished_points(folder)
    finished = bool(swept_keys(folder))
    if not points:
        return finished
    missing = [label for label, is_finished in points if not is_finished]
    state = f"a sweep of {len(points)} points is not finished"
    if missing:
        state += f"; {len(missing)} {'is' if len(missing) == 1 else 'are'} missing, the first is {missing[0]}"
    if not finished:
        raise ResultError.of(str(folder), f"{state}; run the same `forecast run` again to finish it")
    output.note(f"{folder}: {state}; this is the last finished sweep")
    return True


def show(
    folder: Path,
    branches: Sequence[str] | None,
    reference: str | None,
    outcomes: Sequence[str] | None,
    base: str | None,
    out: str | None,
    output: Output,
) -> None:
    """Print the curves of a finished sweep.

    Parameters
    ----------
    folder : Path
        Folder of the sweep.
    branches : sequence of str, optional
        Branches to show, from `--branch`. If None, all that every point has.
    reference : str, optional
        Branch to subtract at each point, from `--reference`. If None, that of the runs.
    outcomes : sequence of str, optional
        Targets, from `--outcome`. If None, the main outcomes.
    base : str, optional
        Point to subtract, from `--base`: `AXIS=VALUE, AXIS=VALUE`. If None, the first point.
    out : str, optional
        Path of a NetCDF file to write, from `--out`.
    output : Output
        Prints the curves.

    Raises
    ------
    ConfigError
        If `out` has another ending, or a name or value of an option is unknown.
    """
    if out is not None and not out.endswith(ENDING):
        raise ConfigError.of(f"--out {out}", f"must end in {ENDING}: the curves are written as NetCDF")
    from forecast.experiment.evidence import evidence
    from forecast.store.sweep import NAME
    from forecast.sweeps.curves import chosen_outcomes, curves, main_outcomes
    from forecast.sweeps.dataset import to_dataset
    from forecast.sweeps.grid import Grid
    from forecast.text.sweep_plain import plain_curves
    from forecast.text.sweep_text import curve_lines

    grid = Grid(folder)
    subtracted = known_branch("--reference", reference, grid.branches) if reference else grid.first.reference
    chosen = [known_branch("--branch", name, grid.branches) for name in branches or ()] or grid.branches
    main = main_outcomes(grid)
    names = list(dict.fromkeys([*(headline.target for headline in main), *grid.headlines]))
    targets = [known_outcome(target, names) for target in outcomes or ()]
    headlines = chosen_outcomes(grid, targets) if targets else main
    try:
        origin = grid.find(_settings(base))
    except ResultError as error:
        raise ConfigError.of(f"--base {base}", f"the sweep {error.problems[0].message}") from None
    found = list(curves(grid, headlines, chosen, subtracted, origin))
    output.text(*curve_lines(grid, found, subtracted, origin, width()), "", evidence(grid.first.run.experiment).line)
    if out is not None:
        _write(to_dataset(grid, found, subtracted, origin), out)
        output.text(f"written   {out}")
    output.result(
        {"sweep": str(folder / NAME), **plain_curves(grid, found, subtracted, origin), **({"out": out} if out else {})}
    )


def _settings(text: str | None) -> dict[str, str]:
    """Read `AXIS=VALUE, AXIS=VALUE`."""
    if text is None:
        return {}
    pairs = [piece.partition("=") for piece in text.split(",")]
    if not all(name.strip() and sign and value.strip() for name, sign, value in pairs):
        raise ConfigError.of(f"--base {text}", "write AXIS=VALUE, such as 'duration=39 weeks'; more after a comma")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _write(dataset: "xr.Dataset", path: str) -> None:
    try:
        dataset.to_netcdf(path, engine="h5netcdf")
    except OSError as problem:
        raise RunError.of(path, f"cannot write: {problem.strerror or problem}") from None
