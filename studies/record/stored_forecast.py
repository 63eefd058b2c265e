"""The forecast of one version of the study, small enough to be kept: quantiles of the net gain by week.

The numbers come from the weekly histogram in `timeseries.nc` of a finished run, which has every week up to week 104.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from forecast.errors import ResultError
from forecast.observations.series import Floats
from forecast.store.netcdf import histogram_quantiles
from forecast.store.reader import Run

WEEKS = (1, 4, 13, 26, 49, 52)
COUNT = 200
LEVELS = (np.arange(COUNT) + 0.5) / COUNT  # the quantiles at these levels stand for equal shares of the members
STATE_ROW = "level_t0"
KEYS = (
    "label",
    "version",
    "commit",
    "experiment",
    "config_hash",
    "branch",
    "week_0",
    "state_until",
    "members",
    "draws",
    "km2",
)


class StoredForecast(NamedTuple):
    """The forecast of one branch of one run.

    Attributes
    ----------
    label : str
        Name of the version on the page.
    version, commit, experiment, config_hash, branch : str
        Where it comes from.
    week_0, state_until : str
        Date of the baseline, and last week of the maps that the state of the front knows.
    members, draws : int
        Size of the run.
    km2 : dict of int to float64[200]
        Quantiles at LEVELS of the net gain since week 0, by week.
    """

    label: str
    version: str
    commit: str
    experiment: str
    config_hash: str
    branch: str
    week_0: str
    state_until: str
    members: int
    draws: int
    km2: dict[int, Floats]

    def text(self) -> str:
        """The content of the file."""
        km2 = {str(week): [round(float(value), 1) for value in values] for week, values in self.km2.items()}
        lines = [f'"{name}": {json.dumps(value)}' for name, value in self._asdict().items() if name != "km2"]
        weeks = ",\n  ".join(f'"{week}": {json.dumps(values)}' for week, values in km2.items())
        return "{\n" + ",\n".join(lines) + ',\n"km2": {\n  ' + weeks + "\n}}\n"

    def quantile(self, week: int, level: float) -> float:
        """The quantile at a level, km2, interpolated between LEVELS."""
        return float(np.interp(level, LEVELS, self.km2[week]))


def stored(run: Run, label: str, branch: str | None = None) -> StoredForecast:
    """Take the forecast of a branch from a finished run.

    Parameters
    ----------
    run : Run
        A finished run, also of an older version.
    label : str
        Name of the version on the page.
    branch : str, optional
        By default the reference branch of the run.

    Raises
    ------
    ResultError
        If the run has no such branch, or ends before one of WEEKS.
    """
    manifest = run.manifest
    branch = branch or manifest.reference
    if branch not in manifest.branches:
        raise ResultError.of(str(run.path), f"has no branch '{branch}'; there are {', '.join(manifest.branches)}")
    series = run.timeseries
    weeks = series["week"].values.tolist()
    if any(week not in weeks for week in WEEKS):
        raise ResultError.of(str(run.path), f"lacks one of the weeks {', '.join(map(str, WEEKS))}; run it longer")
    counts = series["net_km2_count"].sel(branch=branch).values
    bounds = series["net_km2_bin_bounds"].values
    edges = np.append(bounds[:, 0], bounds[-1, 1])
    return StoredForecast(
        label,
        manifest.versions.get("frontcast", ""),
        (manifest.git_commit or "")[:7],
        manifest.experiment,
        manifest.config_hash,
        branch,
        manifest.origin_date,
        _state_until(run.path / "config.yaml"),
        manifest.members,
        manifest.draws,
        {week: histogram_quantiles(counts[:, weeks.index(week)], edges, LEVELS.tolist()) for week in WEEKS},
    )


def _state_until(config: Path) -> str:
    """Read the last week of the state from the config of a run, perhaps of an older version; empty if not dated."""
    import yaml

    priors = yaml.safe_load(config.read_text(encoding="utf-8"))["priors"]
    days = [str(entry.get("as_of", "")) for entry in priors.values() if entry.get("sets") == STATE_ROW]
    return days[0] if days else ""


def read_stored(paths: Sequence[Path]) -> list[StoredForecast]:
    """Read stored forecasts, sorted by the names of their files.

    Raises
    ------
    ResultError
        If there is none, or a file is not a stored forecast.
    """
    if not paths:
        raise ResultError.of(
            "forecasts", "there is no stored forecast; write one with `python -m studies store_forecast`"
        )
    return [_read(path) for path in sorted(paths)]


def require_one_origin(forecasts: Sequence[StoredForecast]) -> None:
    """Check that all forecasts have one branch and one week 0.

    Raises
    ------
    ResultError
        If they differ.
    """
    origins = {(each.branch, each.week_0) for each in forecasts}
    if len(origins) > 1:
        named = "; ".join(f"{each.label}: {each.branch}, {each.week_0}" for each in forecasts)
        raise ResultError.of("forecasts", f"differ in branch or week 0 ({named}); give versions of one study")


def _read(path: Path) -> StoredForecast:
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        km2 = {int(week): np.array(values, dtype=np.float64) for week, values in data.pop("km2").items()}
        forecast = StoredForecast(**data, km2=km2)
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        raise ResultError.of(str(path), f"is not a stored forecast; it needs {', '.join(KEYS)}") from None
    if any(values.shape != (COUNT,) or (np.diff(values) < 0.0).any() for values in km2.values()):
        raise ResultError.of(str(path), f"each week needs {COUNT} ascending quantiles")
    return forecast
