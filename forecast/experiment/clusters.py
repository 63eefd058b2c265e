"""Groups draws into clusters. Draws of different clusters are independent, as Monte Carlo standard errors require."""

from typing import TYPE_CHECKING

from forecast.config.models import SOBOL_BLOCKS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCRAMBLES = 16
"""Number of independent scrambles of a Sobol design. Draws take them in turn; draws of one scramble are dependent."""


def clusters_of(layout: str, draws: "NDArray[np.int64]", count: int) -> "NDArray[np.int64]":
    """Return the cluster of each draw, int64: in a Sobol design its scramble, else the draw.

    The scramble is draw % 16. With `sobol_groups` it is that of the row of the draw.

    Parameters
    ----------
    layout : str
        Layout of the design.
    draws : int64[n]
        Numbers of the draws.
    count : int
        Number of draws of the design.
    """
    if layout == "sobol_groups":
        return draws % (count // SOBOL_BLOCKS) % SCRAMBLES
    return draws % SCRAMBLES if layout == "sobol" else draws
