"""What all peers share: branches, horizon, seed, inputs."""

from functools import cache

from tests.statistical.ensembles import Case, branches, case

HORIZON = 624
SEED = 20241220
WEEKS_TO_TUNE = 104


@cache
def cases(n: int) -> dict[str, Case]:
    """Inputs of members 0 .. n-1 in every branch of configs/offer.yaml."""
    return {branch: case(branch, n) for branch in branches()}
