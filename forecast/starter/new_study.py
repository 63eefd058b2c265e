"""Writes a new study: an experiment, a branch to change, a page of next commands, and the shipped files it reads."""

import os
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from forecast.errors import ConfigError, RunError
from forecast.starter.shipped import shipped_files
from forecast.store.atomic import ADVICE
from forecast.store.new_folder import is_occupied, staged

EXPERIMENT = "study.yaml"
SHIPPED = "shipped"
TEMPLATE = ("README.md", EXPERIMENT, "branches/my_offer.yaml")
FALLBACK = "my_study"
"""Name of the experiment if the name of the folder is no valid one."""


def write_study(folder: Path) -> list[str]:
    """Write a new study into a new or empty folder, whole or not at all.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    list of str
        Paths of the files, relative to the folder.

    Raises
    ------
    ConfigError
        If the folder is not empty.
    RunError
        If the disk is full or rights are missing. Nothing is left behind.
    """
    try:
        if is_occupied(folder):
            what = "is not empty" if folder.is_dir() else "is a file"
            raise ConfigError.of(str(folder), f"{what}, and nothing is overwritten; name a new or an empty folder")
        files = _template(study_name(folder)) | {f"{SHIPPED}/{name}": data for name, data in shipped_files()}
        with staged(folder) as draft:
            for name, data in files.items():
                (draft / name).parent.mkdir(parents=True, exist_ok=True)
                (draft / name).write_bytes(data)
    except OSError as problem:
        advice = ADVICE.get(problem.errno or 0, "").removesuffix(" (--out)") or "choose another place"
        raise RunError.of(str(folder), f"cannot write: {problem.strerror or problem}; {advice}") from None
    return list(files)


def study_name(folder: Path) -> str:
    """Return a valid name of an experiment, from the name of its folder where that is possible."""
    name = re.sub(r"[^a-z0-9]+", "_", os.path.basename(os.path.abspath(folder)).lower()).strip("_")
    return name if re.fullmatch(r"[a-z][a-z0-9_]{2,39}", name) and name not in _TAKEN else FALLBACK


_TAKEN = frozenset({"true", "false", "null", "none", "nan", "inf", "infinity", "yes", "off", "total"})
"""Words of three letters and more that are no names in a config."""


def _template(name: str) -> dict[str, bytes]:
    home = Path(__file__).resolve().parent / "template"
    texts = {path: (home / path).read_text(encoding="utf-8") for path in TEMPLATE}
    return {
        path: text.replace("STUDY_NAME", name).replace("VERSION", _version()).encode() for path, text in texts.items()
    }


def _version() -> str:
    try:
        return version("frontcast")
    except PackageNotFoundError:  # a checkout that was not installed
        return "unknown"
