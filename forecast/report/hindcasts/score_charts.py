"""Two small charts of a hindcast by horizon (weeks ahead): CRPS ratio to the best benchmark, and coverage."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from forecast.report.hindcasts.results import Hindcast
from forecast.report.style import GREY, Look
from forecast.scores.records import OURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NOMINAL = 0.8
COVERAGE = "coverage80"
SHIFT = 0.14


def draw_ratios(hindcast: Hindcast, horizons: Sequence[int], look: Look, axes: "Axes") -> None:
    """Draw the CRPS ratio to the best benchmark with its 80% interval; a hollow point has no interval.

    Parameters
    ----------
    hindcast : Hindcast
        The results.
    horizons : sequence of int
        Weeks ahead, from left to right.
    look : Look
        Colour and marker.
    axes : Axes
        Where to draw.
    """
    top, low = 1.15, 0.85
    for at, horizon in enumerate(horizons):
        rival = hindcast.best(horizon)
        if rival is None or (rival, horizon) not in hindcast.ratios:
            continue
        ratio = hindcast.ratios[rival, horizon]
        known = not math.isnan(ratio.low)
        if known:
            axes.plot([at, at], [ratio.low, ratio.high], color=look.colour, linewidth=1.6)
        axes.plot(
            [at], [ratio.value], look.marker, color=look.text, markersize=5, fillstyle="full" if known else "none"
        )
        ends = [v for v in ratio if not math.isnan(v)]
        low, top = min([low, *ends]), max([top, *ends])
    axes.axhline(1.0, color=GREY, linewidth=1.0, linestyle=(0, (3, 2)))
    axes.set_ylim(max(low - 0.08, 0.0), min(top + 0.08, 3.0))
    axes.set_title("CRPS (best benchmark: 1)")
    _label_horizons(horizons, axes)


def draw_coverage(hindcast: Hindcast, horizons: Sequence[int], look: Look, rival: Look, axes: "Axes") -> None:
    """Draw the share of observed gains in the middle 80% of the forecast, and of the best benchmark, with its error.

    Parameters
    ----------
    hindcast : Hindcast
        The results.
    horizons : sequence of int
        Weeks ahead, from left to right.
    look, rival : Look
        Colour and marker of the forecast and of the best benchmark.
    axes : Axes
        Where to draw.
    """
    for shift, best, style in ((-SHIFT, None, look), (SHIFT, hindcast.best, rival)):
        for at, horizon in enumerate(horizons):
            name = OURS if best is None else best(horizon)
            mean = hindcast.means.get((COVERAGE, name or "", horizon))
            if mean is None:
                continue
            known = not math.isnan(mean.se)
            if known:
                ends = [max(mean.value - mean.se, 0.0), min(mean.value + mean.se, 1.0)]
                axes.plot([at + shift] * 2, ends, color=style.colour, linewidth=1.6)
            fill = "full" if known else "none"
            axes.plot([at + shift], [mean.value], style.marker, color=style.text, markersize=5, fillstyle=fill)
        label = "forecast" if best is None else "best benchmark"
        axes.plot([], [], style.marker, color=style.text, markersize=5, label=label)
    axes.axhline(NOMINAL, color=GREY, linewidth=1.0, linestyle=(0, (3, 2)))
    axes.set_ylim(-0.03, 1.05)
    axes.set_yticks([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    axes.legend(loc="lower left", frameon=False, fontsize=8.5, handletextpad=0.2, borderaxespad=0.1)
    axes.set_title("Truths in the middle 80%")
    _label_horizons(horizons, axes)


def _label_horizons(horizons: Sequence[int], axes: "Axes") -> None:
    axes.set_xticks(range(len(horizons)), [str(h) for h in horizons])
    axes.set_xlim(-0.5, len(horizons) - 0.5)
    axes.set_xlabel("weeks ahead")
