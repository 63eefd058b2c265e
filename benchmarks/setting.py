"""What all peers share: branches, horizon, seed, inputs."""

from functools import cache

import numpy as np

from tests.statistical.ensembles import Case, branches, case

HORIZON = 624
SEED = 20241220
WEEKS_TO_TUNE = 52


@cache
def mixed(n: int, only: tuple[str, ...] = ()) -> Case:
    """Branches of configs/offer.yaml in equal parts, one after the other; n in all, rounded up to whole parts.

    only: these branches; by default all.
    """
    names = only or tuple(branches())
    each = -(-n // len(names))
    parts = [case(branch, each) for branch in names]
    rows = [np.concatenate(blocks, axis=-1) for blocks in list(zip(*parts, strict=True))[:4]]
    return Case(*(np.ascontiguousarray(a) for a in rows), parts[0].sectors)


def members(one: Case) -> int:
    return int(one.params.shape[1])


def of_branches(one: Case, only: tuple[str, ...] = ()) -> dict[str, slice]:
    """Where in the columns of a mixed case each branch lies. only: the branches that it was made of."""
    names = only or tuple(branches())
    each = members(one) // len(names)
    return {branch: slice(k * each, (k + 1) * each) for k, branch in enumerate(names)}
