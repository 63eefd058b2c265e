"""The figure of the page: published curves and returns by age. The same bytes every time."""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from forecast.errors import RunError
from studies.ceasefires.bands import BANDS
from studies.ceasefires.published import AGES, CURVES
from studies.ceasefires.study import OTHERS, STATES, Cases, Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "frontcast",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.0,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e6e6e6",
    "figure.constrained_layout.use": True,
}
BLUE, RED, GREY = "#0072B2", "#D55E00", "#3f3f3f"
CHOSEN = (0, 1, 3, 4)
SETS = {
    STATES: (GREY, "o"),
    OTHERS: (RED, "^"),
    "conflict data set: wars, back to war": (BLUE, "s"),
}


def write(found: Study, path: Path) -> None:
    """Writes the figure as SVG. Raises RunError where the file cannot be written."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(cast(Any, SETTINGS))
        figure = Figure(figsize=(8.0, 5.6 if found.cases else 3.0))
        halves = figure.subfigures(2 if found.cases else 1, 1, squeeze=False).ravel()
        places = halves[0].subplots(1, len(CHOSEN), sharey=True)
        for place, number in zip(places, CHOSEN, strict=True):
            _curve(place, found, number)
        places[0].set_ylabel("failed, %")
        if found.cases:
            _bands(halves[1].subplots(1, 1), found.cases)
        stream = io.StringIO()
        FigureCanvasSVG(figure).print_svg(stream, metadata={"Date": None, "Creator": None})
    text = "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RunError.of(str(path), f"cannot be written: {error}") from None


def _curve(place: "Axes", found: Study, number: int) -> None:
    points = [point for point in found.points if point.curve is CURVES[number]]
    at = np.arange(len(points))
    low, median, high = ([100 * getattr(point, end).value for point in points] for end in ("low", "median", "high"))
    place.fill_between(at, low, high, color=BLUE, alpha=0.22, linewidth=0)
    place.plot(at, median, color=BLUE)
    seen = np.array([[100 * x for x in (p.published, p.low80, p.high80)] for p in points]).T
    place.errorbar(
        at, seen[0], yerr=[seen[0] - seen[1], seen[2] - seen[0]], fmt="o", color=GREY, ms=3.5, lw=1, capsize=2
    )
    place.set_title(CURVES[number].name.replace(", ", ",\n", 1).replace("tie, no", "tie,\nno"), fontsize=8)
    place.set_xticks(at, [age.replace(" month", "m").replace(" year", "y").replace("s", "") for age in AGES])
    place.tick_params(labelsize=7.5)
    place.set_ylim(0, 85)


def _bands(place: "Axes", cases: Cases) -> None:
    names = list(BANDS)
    for k, (scope, (colour, marker)) in enumerate(SETS.items()):
        rows = [row for row in cases.calibration[scope] if row.name in BANDS]
        at = np.array([names.index(row.name) for row in rows]) + 0.24 * (k - 1)
        low, high = (np.array([getattr(row, end).value for row in rows]) for end in ("low", "high"))
        place.bar(at, high - low, 0.2, bottom=low, color=colour, alpha=0.3, label=scope)
        seen = np.array([row.seen for row in rows])
        arms = [seen - [row.seen80[0] for row in rows], [row.seen80[1] for row in rows] - seen]
        place.errorbar(at, seen, yerr=arms, fmt=marker, color=colour, ms=4.5, lw=1, capsize=2)
    place.set_xticks(range(len(names)), names)
    place.set_ylim(bottom=-0.4)
    place.set_title("Returns to war by age of the ceasefire: expected (bars, 80 % of draws) and seen (points, 80 %)")
    place.legend(fontsize=8, frameon=False, loc="upper left")
