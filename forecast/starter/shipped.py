"""Finds the shipped configs: in an installed package beside this module, in a checkout in `configs/`."""

from collections.abc import Iterator
from pathlib import Path

from forecast.errors import RunError

NEEDED = (
    "study.yaml",
    "baselines/ukraine-2024-12-20.yaml",
    "baselines/ukraine-2024-12-20",
    "priors/default.yaml",
    "priors/default",
    "posteriors/front-2024-12-14",
    "branches/muddle_through.yaml",
    "branches/status_quo_2024.yaml",
    "branches/surge_offer.yaml",
)
"""Files and folders of `configs/` that a new study reads. pyproject.toml puts the same ones into the package."""


def shipped_files() -> Iterator[tuple[str, bytes]]:
    """Yield path relative to `configs/` and content of every shipped file that a new study reads.

    Raises
    ------
    RunError
        If this installation lacks them.
    OSError
        If a file cannot be read.
    """
    home = _home()
    for name in NEEDED:
        place = home / name
        for path in sorted(place.glob("*.yaml")) if place.is_dir() else (place,):
            yield path.relative_to(home).as_posix(), path.read_bytes()


def _home() -> Path:
    package = Path(__file__).resolve().parent
    for folder in (package / "configs", package.parents[1] / "configs"):
        if all((folder / name).exists() for name in NEEDED):
            return folder
    raise RunError.of(str(package), "this installation lacks the configs of the study; install Frontcast again")
