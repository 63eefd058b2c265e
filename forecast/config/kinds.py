"""Refuses a file of another kind where an experiment is expected."""

from forecast.errors import ConfigError

SHARED = {"about", "name", "priors"}
"""Keys of several kinds of files, which do not tell the kinds apart."""


def other_kind(config: str) -> str | None:
    """Return the kind of a file, judged by the top-level keys of the file and of those that it extends.

    The kind is `a branch`, `a baseline` or `a file of priors`. It is None for an experiment, for a file of no kind, and
    for a file that cannot be read.
    """
    from forecast.config.baseline import BaselineFile
    from forecast.config.branch import Branch
    from forecast.config.files import Files
    from forecast.config.models import ExperimentFile
    from forecast.config.tree import names

    keys = set(names(Files().experiment(config)))
    distinctive = keys - SHARED
    if distinctive & set(ExperimentFile.model_fields):
        return None
    if distinctive & set(BaselineFile.model_fields):
        return "a baseline"
    if distinctive & set(Branch.model_fields):
        return "a branch"
    return "a file of priors" if "priors" in keys else None


def refuse_other_kind(config: str) -> None:
    """Refuse a file that is a part of an experiment.

    Raises
    ------
    ConfigError
        With one line that names the kind of the file.
    """
    kind = other_kind(config)
    if kind:
        raise ConfigError.of(f"{config}:1:1", f"this is {kind}, not an experiment; give the experiment that names it")
