"""What is said of a hindcast: title, caption, table, and what it rests on."""

from collections.abc import Sequence

from forecast.analysis.estimates import Estimate
from forecast.report.panel import Table
from forecast.report.past.read import OURS, Hindcast, Ratio
from forecast.text.digits import decimals, fixed, format_value

IN_SAMPLE = "IN-SAMPLE"
LEAST_PLACES = 2
SCOPE = (
    "This tests the front alone: forces, supply and policy are held still at each date, without ceasefire and "
    "collapse. It says nothing of policies or of peace."
)
NONE_FOUND = (
    "No hindcast lies beside this run. `forecast hindcast CONFIG --observations FILE --origins START:END:STEP` makes "
    "one, and `forecast report RUN` then shows it here."
)
HEADING = "How the front forecast did on past dates"


def title(hindcast: Hindcast) -> str:
    """Title of the figure, marked where the forecasts know what came."""
    mark = f"{IN_SAMPLE}: " if hindcast.in_sample else ""
    return f"{mark}The front forecast from {len(hindcast.origins)} past dates, against {hindcast.file}"


def evidence(hindcast: Hindcast) -> str:
    """What the forecasts know."""
    if hindcast.in_sample:
        return f"{IN_SAMPLE}: a posterior that saw later weeks was used, so these are no forecasts."
    return f"Out of sample: every fit and state from rows up to its date. Observations: {hindcast.file}."


def caption(hindcast: Hindcast, fans: Sequence[tuple[int, int]]) -> str:
    """How to read the figure. fans: weeks ahead, and how many forecasts are drawn, of each drawing."""
    first, last = hindcast.origins[0], hindcast.origins[-1]
    drawn = ", ".join(f"{count} up to {weeks} weeks ahead" for weeks, count in fans)
    return (
        f"Above: the observed net gain, and some of the forecasts from {len(hindcast.origins)} dates between {first} "
        f"and {last} ({drawn}), so that no more than two overlap. They start on the observed line and are drawn as far "
        "as it goes. "
        "Shades, dark to pale: the middle 50%, 80% and 95%. Bars: the middle 80% of the benchmark that did best so far "
        "ahead, which is picked with the truth in hand. Below, over all dates: the mean CRPS over that of the best "
        "benchmark (under 1 is better) with its 80% interval, and the share of truths in the middle 80% with its "
        "standard error. Hollow: too few forecasts without a week in common for an error."
    )


def score_table(hindcast: Hindcast, horizons: Sequence[int]) -> Table:
    """CRPS, ratio, coverage and width by horizon, each with its error and n."""
    rows = []
    for horizon in horizons:
        rival = hindcast.best(horizon)
        n = hindcast.means["crps", OURS, horizon]
        ratio = hindcast.ratios.get((rival or "", horizon))
        rows.append(
            (
                f"{horizon}",
                f"{n.n} ({n.windows})",
                _mean(hindcast, "crps", OURS, horizon),
                "-" if rival is None else f"{_mean(hindcast, 'crps', rival, horizon)} {rival}",
                "-" if ratio is None else _ratio(ratio),
                _mean(hindcast, "coverage80", OURS, horizon),
                _mean(hindcast, "width80", OURS, horizon),
            )
        )
    head = ("weeks ahead", "n (apart)", "CRPS, km2", "best benchmark", "ratio [80%]", "covered", "width, km2")
    return Table(head, tuple(rows), _note(hindcast), mark=evidence(hindcast))


def _note(hindcast: Hindcast) -> str:
    return (
        "Mean ± standard error (block bootstrap over origins, ? where unknown); n: forecasts whose truth is known; "
        "apart: how many of them can have no week in common. Covered, width: of the middle 80%. "
        f"Observations: {hindcast.file}; hindcast {hindcast.path.name}."
    )


def _mean(hindcast: Hindcast, score: str, model: str, horizon: int) -> str:
    found = hindcast.means.get((score, model, horizon))
    return "-" if found is None else format_value(Estimate(found.value, found.se, found.n))


def _ratio(ratio: Ratio) -> str:
    half = (ratio.high - ratio.low) / 2.0
    places = max(decimals(half), LEAST_PLACES) if half > 0.0 else LEAST_PLACES
    value, low, high = (fixed(v, places) if v == v else "?" for v in ratio)
    return f"{value} [{low} {high}]"
