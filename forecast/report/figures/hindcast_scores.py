"""Two small charts of a hindcast by horizon: mean CRPS over that of the best benchmark, and coverage."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from forecast.report.past.read import OURS, Hindcast
from forecast.report.style import GREY, Look

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ASKED = 0.8
COVERAGE = "coverage80"
APART = 0.14


def draw_ratios(hindcast: Hindcast, horizons: Sequence[int], look: Look, place: "Axes") -> None:
    """Ratio with its 80% interval; a hollow point has none."""
    top, low = 1.15, 0.85
    for at, horizon in enumerate(horizons):
        rival = hindcast.best(horizon)
        if rival is None or (rival, horizon) not in hindcast.ratios:
            continue
        found = hindcast.ratios[rival, horizon]
        known = not math.isnan(found.low)
        if known:
            place.plot([at, at], [found.low, found.high], color=look.colour, linewidth=1.6)
        place.plot(
            [at], [found.value], look.marker, color=look.text, markersize=5, fillstyle="full" if known else "none"
        )
        ends = [v for v in found if not math.isnan(v)]
        low, top = min([low, *ends]), max([top, *ends])
    place.axhline(1.0, color=GREY, linewidth=1.0, linestyle=(0, (3, 2)))
    place.set_ylim(max(low - 0.08, 0.0), min(top + 0.08, 3.0))
    place.set_title("CRPS (best benchmark: 1)")
    _across(horizons, place)


def draw_coverage(hindcast: Hindcast, horizons: Sequence[int], look: Look, rival: Look, place: "Axes") -> None:
    """Share of truths in the middle 80%, with one standard error either way; ours and the best benchmark."""
    for shift, of, style in ((-APART, None, look), (APART, hindcast.best, rival)):
        for at, horizon in enumerate(horizons):
            name = OURS if of is None else of(horizon)
            found = hindcast.means.get((COVERAGE, name or "", horizon))
            if found is None:
                continue
            known = not math.isnan(found.se)
            if known:
                ends = [max(found.value - found.se, 0.0), min(found.value + found.se, 1.0)]
                place.plot([at + shift] * 2, ends, color=style.colour, linewidth=1.6)
            fill = "full" if known else "none"
            place.plot([at + shift], [found.value], style.marker, color=style.text, markersize=5, fillstyle=fill)
        label = "forecast" if of is None else "best benchmark"
        place.plot([], [], style.marker, color=style.text, markersize=5, label=label)
    place.axhline(ASKED, color=GREY, linewidth=1.0, linestyle=(0, (3, 2)))
    place.set_ylim(-0.03, 1.05)
    place.set_yticks([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    place.legend(loc="lower left", frameon=False, fontsize=8.5, handletextpad=0.2, borderaxespad=0.1)
    place.set_title("Truths in the middle 80%")
    _across(horizons, place)


def _across(horizons: Sequence[int], place: "Axes") -> None:
    place.set_xticks(range(len(horizons)), [str(h) for h in horizons])
    place.set_xlim(-0.5, len(horizons) - 0.5)
    place.set_xlabel("weeks ahead")
