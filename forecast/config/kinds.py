"""Which kind of config file a user gave in place of an experiment."""

from forecast.errors import ConfigError

SHARED = {"about", "name", "priors"}


def other_kind(config: str) -> str | None:
    """`a branch`, `a baseline` or `a file of priors`, by the keys at the top of the file and of what it extends.

    None for an experiment, and for a file that is none of these or cannot be read.
    """
    from forecast.config.baseline import BaselineFile
    from forecast.config.branch import Branch
    from forecast.config.files import Files
    from forecast.config.models import ExperimentFile
    from forecast.config.tree import names

    keys = set(names(Files().experiment(config)))
    special = keys - SHARED
    if special & set(ExperimentFile.model_fields):
        return None
    if special & set(BaselineFile.model_fields):
        return "a baseline"
    if special & set(Branch.model_fields):
        return "a branch"
    return "a file of priors" if "priors" in keys else None


def refuse_other_kind(config: str) -> None:
    """Refuse a file that is a part of an experiment.

    Raises
    ------
    ConfigError
        One line that says which part it is.
    """
    kind = other_kind(config)
    if kind:
        raise ConfigError.of(f"{config}:1:1", f"this is {kind}, not an experiment; give the experiment that names it")
