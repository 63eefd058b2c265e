"""Texts of the section on hindcasts: title, caption, table of scores, and which data the forecasts used."""

from collections.abc import Sequence

from forecast.analysis.estimates import Estimate
from forecast.display.digits import decimals, fixed, format_value
from forecast.report.hindcasts.results import CrpsRatio, Hindcast
from forecast.scores.records import OURS
from forecast.text.outcome_tables import TextTable

IN_SAMPLE = "IN-SAMPLE"
MIN_DECIMALS = 2
SCOPE = (
    "This tests the front alone: forces, supply and policy stay as they are at each date, and there is no ceasefire "
    "and no collapse. It says nothing about policies or about peace."
)
NONE_FOUND = (
    "There is no hindcast beside this run. Make one with `forecast hindcast CONFIG --observations FILE --origins "
    "START:END:STEP`; `forecast report RUN` then shows it here."
)
HEADING = "How the front forecast did on past dates"


def title(hindcast: Hindcast) -> str:
    """Title of the figure, marked if the forecasts used later weeks."""
    mark = f"{IN_SAMPLE}: " if hindcast.in_sample else ""
    return f"{mark}The front forecast from {len(hindcast.origins)} past dates, against {hindcast.file}"


def evidence(hindcast: Hindcast) -> str:
    """Say which data the forecasts used."""
    if hindcast.in_sample:
        return f"{IN_SAMPLE}: a posterior that saw later weeks was used, so these are no forecasts."
    return f"Out of sample: every fit and state from rows up to its date. Observations: {hindcast.file}."


def caption(hindcast: Hindcast, fans: Sequence[tuple[int, int]]) -> str:
    """Explain how to read the figure. fans: weeks ahead and number of forecasts of each drawing."""
    first, last = hindcast.origins[0], hindcast.origins[-1]
    drawn = ", ".join(f"{count} up to {weeks} weeks ahead" for weeks, count in fans)
    return (
        f"Above: the observed net gain, and some of the forecasts from {len(hindcast.origins)} dates between {first} "
        f"and {last} ({drawn}), chosen so that at most two overlap. A forecast starts on the observed line and ends "
        "where that line ends. Shades, dark to pale: the middle 50%, 80% and 95% of the forecast. Bars: the middle 80% "
        "of the benchmark with the best score at this horizon, chosen with hindsight. Below, for all dates together: "
        "the mean CRPS divided by that of the best benchmark (under 1 is better) with its 80% interval, and the share "
        "of observed gains in the middle 80% with its standard error. A hollow point has no error, because too few of "
        "its forecasts cover different weeks."
    )


def score_table(hindcast: Hindcast, horizons: Sequence[int]) -> TextTable:
    """Write a table of CRPS, its ratio, coverage and width by horizon, with errors and n."""
    rows = []
    for horizon in horizons:
        rival = hindcast.best(horizon)
        crps = hindcast.means["crps", OURS, horizon]
        ratio = hindcast.ratios.get((rival or "", horizon))
        rows.append(
            (
                f"{horizon}",
                f"{crps.n} ({crps.windows})",
                _mean_text(hindcast, "crps", OURS, horizon),
                "-" if rival is None else f"{_mean_text(hindcast, 'crps', rival, horizon)} {rival}",
                "-" if ratio is None else _ratio_text(ratio),
                _mean_text(hindcast, "coverage80", OURS, horizon),
                _mean_text(hindcast, "width80", OURS, horizon),
            )
        )
    head = ("weeks ahead", "n (apart)", "CRPS, km2", "best benchmark", "ratio [80%]", "covered", "width, km2")
    return TextTable(head, tuple(rows), _table_note(hindcast), mark=evidence(hindcast))


def _table_note(hindcast: Hindcast) -> str:
    return (
        "Mean ± standard error (block bootstrap of origins; ? if unknown). n: number of forecasts whose observed gain "
        "is known. apart: how many of these can be chosen so that no two share a week. covered: share of observed "
        "gains in the middle 80% of the forecast. width: width of this middle 80%. "
        f"Observations: {hindcast.file}; hindcast {hindcast.path.name}."
    )


def _mean_text(hindcast: Hindcast, score: str, model: str, horizon: int) -> str:
    mean = hindcast.means.get((score, model, horizon))
    return "-" if mean is None else format_value(Estimate(mean.value, mean.se, mean.n))


def _ratio_text(ratio: CrpsRatio) -> str:
    half = (ratio.high - ratio.low) / 2.0
    digits = max(decimals(half), MIN_DECIMALS) if half > 0.0 else MIN_DECIMALS
    value, low, high = (fixed(v, digits) if v == v else "?" for v in ratio)
    return f"{value} [{low} {high}]"
