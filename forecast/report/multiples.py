"""Small charts, one per branch, on common axes, two abreast so that a phone can show them."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from forecast.report.style import WIDTH, Look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ABREAST = 2


def multiples(
    branches: Sequence[str], looks: dict[str, Look], height: float, across: str, up: str
) -> "tuple[Figure, dict[str, Axes], Axes]":
    """A figure, its axes by branch with titles and axis labels (`across`, `up`), and empty axes for a legend."""
    from matplotlib.figure import Figure

    rows = math.ceil(len(branches) / ABREAST)
    spare = len(branches) % ABREAST
    figure = Figure(figsize=(WIDTH, height * rows + 0.35 + (0.0 if spare else 0.5)))
    grid = figure.add_gridspec(
        rows + (0 if spare else 1), ABREAST, height_ratios=[1.0] * rows + ([] if spare else [0.22])
    )
    places: dict[str, Axes] = {}
    first = None
    for i, branch in enumerate(branches):
        place = figure.add_subplot(grid[i // ABREAST, i % ABREAST], sharex=first, sharey=first)
        first = first or place
        place.set_title(branch, color=looks[branch].text)
        place.tick_params(labelleft=i % ABREAST == 0, labelbottom=i >= len(branches) - ABREAST)
        if i % ABREAST == 0:
            place.set_ylabel(up)
        if i >= len(branches) - ABREAST:
            place.set_xlabel(across)
        places[branch] = place
    legend = figure.add_subplot(grid[rows - 1, 1] if spare else grid[rows, :])
    legend.set_axis_off()
    return figure, places, legend
