"""How draws are laid out in the unit cube: Monte Carlo, scrambled Sobol, Latin hypercube."""

from forecast.experiment.clusters import SCRAMBLES
from forecast.experiment.designs.columns import PriorKey, UnitCube, prior_key
from forecast.experiment.designs.lhs import LatinHypercube
from forecast.experiment.designs.mc import MonteCarlo
from forecast.experiment.designs.sobol import Sobol
from forecast_kernels.numeric.channels import PRIOR_PILOT

__all__ = ["SCRAMBLES", "LatinHypercube", "MonteCarlo", "PriorKey", "Sobol", "UnitCube", "lay_out", "prior_key"]


def lay_out(layout: str, seed: int, draws: int, keys: list[PriorKey]) -> UnitCube:
    """The unit cube of a design, one row per key in the order given.

    `layout` is `mc`, `sobol` or `lhs` (or `pilot`: as `mc`, in a channel of its own); `draws` is the number of draws of
    the run.
    Raises ValueError for an unknown layout, and what the layouts themselves raise.
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
