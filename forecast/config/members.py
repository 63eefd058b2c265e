"""Another number of members for the same experiment."""

from forecast.config.models import MOST_MEMBERS, Experiment
from forecast.errors import ConfigError


def with_members(experiment: Experiment, n: int) -> Experiment:
    """A copy with `n` members: the draws change, and the last draw may be short. Raises ConfigError."""
    where = f"--members {n}"
    if not 1 <= n <= MOST_MEMBERS:
        raise ConfigError.of(where, f"must be 1 to {MOST_MEMBERS:,}")
    if n == experiment.members:
        return experiment
    design = experiment.design
    if design.layout == "lhs":
        fix = f"set design.draws in the config (now {design.draws}), or use layout mc or sobol"
        raise ConfigError.of(where, f"a Latin hypercube cannot be extended or cut short: {fix}")
    draws = -(-n // design.replicates)
    short = n if draws * design.replicates != n else None
    changed = design.model_copy(update={"draws": draws, "members": short})
    return experiment.model_copy(update={"design": changed})
