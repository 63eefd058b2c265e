"""A config file, with the files that it names and the overrides, to a checked Experiment."""

from collections.abc import Sequence
from pathlib import Path

from forecast.config.models import Experiment


def load_experiment(path: str | Path, overrides: Sequence[str] = ()) -> Experiment:
    """Read, merge and check. `overrides` are `PATH=VALUE` texts. Raises ConfigError with all problems at once."""
    raise NotImplementedError
