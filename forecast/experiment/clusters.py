"""Groups draws into clusters. Draws of different clusters are independent, as Monte Carlo standard errors require."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCRAMBLES = 16
"""Number of independent scrambles of a Sobol design. Draws take them in turn; draws of one scramble are dependent."""


def clusters_of(layout: str, draws: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """Return the cluster of each draw, int64. In a Sobol design it is the scramble (draw % 16), else the draw."""
    return draws % SCRAMBLES if layout == "sobol" else draws
