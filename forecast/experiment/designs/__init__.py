"""Lays out draws in the unit cube: Monte Carlo, scrambled Sobol or Latin hypercube.

The cube has one row per drawn prior. A row holds the cumulative probability of the prior in each draw.
"""

from forecast.experiment.clusters import SCRAMBLES
from forecast.experiment.designs.columns import PriorKey, UnitCube, prior_key
from forecast.experiment.designs.lhs import LatinHypercube
from forecast.experiment.designs.mc import MonteCarlo
from forecast.experiment.designs.sobol import Sobol
from forecast_kernels.numeric.channels import PRIOR_PILOT

__all__ = ["SCRAMBLES", "LatinHypercube", "MonteCarlo", "PriorKey", "Sobol", "UnitCube", "lay_out", "prior_key"]


def lay_out(layout: str, seed: int, draws: int, keys: list[PriorKey]) -> UnitCube:
    """Return the unit cube of a design, with one row per key in the order given.

    Parameters
    ----------
    layout : str
        `mc`, `sobol`, `lhs`, or `pilot`: `mc` with other random numbers, for a small run before the main one.
    seed : int
        Seed of the run.
    draws : int
        Number of draws of the run.
    keys : list of PriorKey
        Keys of the drawn priors.

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
    raise ValueError(f"unknown layout '{layout}': use mc, sobol or lhs")
