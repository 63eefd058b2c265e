"""Places the draws in the unit cube: Monte Carlo, scrambled Sobol, Latin hypercube, or Sobol rows by group."""

from collections.abc import Sequence

from forecast.experiment.clusters import SCRAMBLES
from forecast.experiment.designs.columns import PriorKey, UnitCube, prior_key
from forecast.experiment.designs.lhs import LatinHypercube
from forecast.experiment.designs.mc import MonteCarlo
from forecast.experiment.designs.sobol import Sobol
from forecast.experiment.designs.sobol_groups import SobolGroups
from forecast_kernels.numeric.channels import PRIOR_PILOT

__all__ = [
    "SCRAMBLES",
    "LatinHypercube",
    "MonteCarlo",
    "PriorKey",
    "Sobol",
    "SobolGroups",
    "UnitCube",
    "lay_out",
    "prior_key",
]


def lay_out(layout: str, seed: int, draws: int, keys: list[PriorKey], groups: Sequence[int] | None = None) -> UnitCube:
    """The unit cube of a design, one row per key in the order given.

    Parameters
    ----------
    layout : str
        `mc`, `sobol`, `lhs` or `sobol_groups`; or `pilot`, which is `mc` with other random numbers.
    seed : int
        Seed of the run.
    draws : int
        Draws of the run.
    keys : list of PriorKey
        The drawn priors.
    groups : sequence of int, optional
        Group of each prior, from 0; for `sobol_groups` only.

    Raises
    ------
    ValueError
        If the layout is unknown, two priors share a random stream, or a Sobol dimension is not valid.
    """
    if layout == "mc":
        return MonteCarlo(seed, draws, keys)
    if layout == "pilot":
        return MonteCarlo(seed, draws, keys, PRIOR_PILOT)
    if layout == "sobol":
        return Sobol(seed, draws, keys)
    if layout == "lhs":
        return LatinHypercube(seed, draws, keys)
    if layout == "sobol_groups" and groups is not None:
        return SobolGroups(seed, draws, keys, groups)
    raise ValueError(f"unknown layout '{layout}': use mc, sobol, lhs or sobol_groups")
