"""Draws the surfaces of break-even. The bytes of the figure are reproducible."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np

from forecast.errors import RunError
from studies.argument.gaps import Gap
from studies.ceasefires.figure import BLUE, GREY, RED, SETTINGS

WIDE = 3


class Surface(NamedTuple):
    """A lead of the offer over another branch. gaps: one for each (mean of troops, mean of threat)."""

    other: str
    label: str
    gaps: tuple[tuple[Gap, ...], ...]


def write_figure(
    surfaces: Sequence[Surface],
    troops: Sequence[float],
    threat: Sequence[float],
    study: tuple[float, float],
    path: Path,
) -> None:
    """Write the figure as SVG: contours of the lead, the line of break-even and its band of two errors.

    Parameters
    ----------
    surfaces : sequence of Surface
        One panel each.
    troops, threat : sequence of float
        Means of the grid.
    study : (float, float)
        Means of the study, which are marked.
    path : Path
        The file.

    Raises
    ------
    RunError
        If the file cannot be written.
    """
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(cast(Any, SETTINGS))
        deep = -(-len(surfaces) // WIDE)
        figure = Figure(figsize=(9.0, 3.1 * deep))
        axes = figure.subplots(deep, WIDE, sharex=True, sharey=True, squeeze=False).ravel()
        for ax, surface in zip(axes, surfaces, strict=False):
            lead = 100.0 * np.array([[found.difference.value for found in row] for row in surface.gaps]).T
            error = 100.0 * np.array([[found.difference.mcse for found in row] for row in surface.gaps]).T
            lines = ax.contour(troops, threat, lead, levels=8, colors=GREY, linewidths=0.6)
            ax.clabel(lines, fontsize=6.5, fmt="%g")
            ax.contour(troops, threat, lead, levels=[0.0], colors=RED, linewidths=1.8)
            for sign in (-2.0, 2.0):
                ax.contour(
                    troops, threat, lead + sign * error, levels=[0.0], colors=RED, linewidths=0.8, linestyles="--"
                )
            ax.plot(*study, "o", color=BLUE, ms=5)
            ax.set_title(f"offer less {surface.other}", fontsize=8.5)
            ax.set_xlabel("mean effect of troops, logits")
            ax.set_ylabel("mean pull of the threat, logits")
        for ax in axes[len(surfaces) :]:
            ax.set_visible(False)
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    text = "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error_:
        raise RunError.of(str(path), f"cannot be written: {error_}") from None
