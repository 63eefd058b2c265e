"""Refuses a file of another kind where an experiment is expected."""

from forecast.errors import ConfigError

SHARED = {"about", "name", "priors"}


def other_kind(config: str) -> str | None:
    """`a branch`, `a baseline` or `a file of priors`, judged by the top-level keys of the file and of what it extends.

    None for an experiment, and for a file that is of no kind or cannot be read.
    """
    from forecast.config.baseline import BaselineFile
    from forecast.config.branch import Branch
    from forecast.config.files import Files
    from forecast.config.models import ExperimentFile
    from forecast.config.tree import names

    keys = set(names(Files().experiment(config)))
    telling = keys - SHARED
    if telling & set(ExperimentFile.model_fields):
        return None
    if telling & set(BaselineFile.model_fields):
        return "a baseline"
    if telling & set(Branch.model_fields):
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
