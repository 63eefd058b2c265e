"""Which draws are independent: the clusters of Monte Carlo standard errors."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCRAMBLES = 16
"""Independent scrambles of a Sobol design, dealt to draws in turn; points of one scramble are not independent."""


def clusters_of(layout: str, draws: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """The cluster of each draw, int64: its scramble (draw % 16) in a Sobol design, else the draw itself."""
    return draws % SCRAMBLES if layout == "sobol" else draws
