"""Lists the variables of `timeseries.nc` and the columns of `summary`, with units and meanings."""

from forecast.store.registry import Variable
from forecast_kernels.layout.regimes import REGIME_NAMES
from forecast_kernels.layout.series import SECTOR_SERIES, SERIES, Series

LEVELS = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)

_CF_UNITS = {
    "1": "1",
    "km2": "km2",
    "km2/week": "km2 week-1",
    "thousand persons": "1e3",
    "thousand persons/week": "1e3 week-1",
    "persons/day": "day-1",
    "1/week": "week-1",
    "weeks": "week",
}


def cf_unit(unit: str) -> str:
    """Convert a unit of the kernel's tables to the notation of CF (UDUNITS). Raises KeyError if it is unknown."""
    return _CF_UNITS[unit]


def series_variables(series: Series, extra: tuple[str, ...] = ()) -> tuple[Variable, Variable, Variable, Variable]:
    """Return the four variables of a series: quantiles, histogram, middles of the bins and ends of the bins.

    `extra`: additional dimensions of quantiles and histogram, such as `sector`. They come directly after `branch`.
    """
    name = series.name
    for row, side in ((0, "{defender}"), (1, "{attacker}")):
        name = name.removesuffix(f"_{row}") + f"_{side}" if name.endswith(f"_{row}") else name
    meaning = series.meaning.replace("side 0", "{defender}").replace("side 1", "{attacker}")
    if series.unit.startswith("thousand persons"):
        meaning += ", in thousand persons"
    bands, counts = ("branch", *extra, "quantile", "time"), ("branch", *extra, "bin", "time")
    return (
        Variable(name, series.unit, meaning, "real", "timeseries", dims=bands),
        Variable(f"{name}_count", "1", f"{meaning}: members in the bin", "serial", "timeseries", dims=counts),
        Variable(f"{name}_bin", series.unit, f"{meaning}: middle of the bin", "estimate", "timeseries", dims=("bin",)),
        Variable(
            f"{name}_bin_bounds",
            series.unit,
            f"{meaning}: ends of the bin; the outer bins also hold what lies beyond",
            "estimate",
            "timeseries",
            dims=("bin", "bound"),
        ),
    )


TOTAL_SERIES = tuple(series_variables(series) for series in SERIES)
SECTOR = series_variables(SECTOR_SERIES, ("sector",))
REGIME_SHARE = Variable(
    "regime_share",
    "1",
    f"share of members in each state ({', '.join(REGIME_NAMES)})",
    "real",
    "timeseries",
    dims=("branch", "regime", "time"),
)
REGIME_COUNT = Variable(
    "regime_count", "1", "members in each state", "serial", "timeseries", dims=("branch", "regime", "time")
)
AXES = (
    Variable("branch", "1", "policy alternative", "text", "timeseries", dims=("branch",)),
    Variable("sector", "1", "stretch of the front", "text", "timeseries", dims=("sector",)),
    Variable("regime", "1", "state of the war", "text", "timeseries", dims=("regime",)),
    Variable("quantile", "1", "level of the quantile over members", "estimate", "timeseries", dims=("quantile",)),
    Variable("time", "days", "date, in days since week 0", "serial", "timeseries", dims=("time",)),
    Variable("week", "weeks", "weeks since week 0", "serial", "timeseries", dims=("time",)),
)

ORIGIN_AND_BRANCH = (
    Variable("origin_date", "1", "baseline date (week 0)", "date", "summary"),
    Variable("scenario_id", "1", "branch", "text", "summary"),
)
TARGET_AND_WEEK = (
    Variable("location", "1", "`total` or a sector id", "text", "summary"),
    Variable("target", "1", "what is estimated", "text", "summary"),
    Variable("horizon", "weeks", "week that the estimate is for", "serial", "summary"),
    Variable("target_end_date", "1", "date of that week", "date", "summary"),
)
QUANTILE_LEVEL = Variable(
    "output_type_id", "1", "level of a quantile, as text; else null", "text", "summary", nullable=True
)
"""This column, ORIGIN_AND_BRANCH and TARGET_AND_WEEK are in every table of estimates, such as `summary`."""

SUMMARY_VARIABLES = (
    *ORIGIN_AND_BRANCH,
    *TARGET_AND_WEEK,
    Variable(
        "output_type", "1", "mean or quantile; the mean of a yes-or-no target is its probability", "text", "summary"
    ),
    QUANTILE_LEVEL,
    Variable("value", "1", "the estimate, in the unit of its target", "estimate", "summary", nullable=True),
    Variable("mcse", "1", "Monte Carlo standard error, clustered by draw", "estimate", "summary", nullable=True),
    Variable("n", "1", "members behind the estimate", "index", "summary"),
)
