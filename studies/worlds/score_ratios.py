"""Computes scores relative to the best benchmark of a world. Standard errors come from that world's continuations."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from forecast.observations.series import Floats
from studies.worlds.level_priors import ALTERNATIVES, OURS
from studies.worlds.quick_benchmarks import RULES
from studies.worlds.starting_point import StartingPoint
from studies.worlds.study import HORIZONS, MODELS, ORIGINS, Fan, Scores, WithError


class WorldsReport(NamedTuple):
    """All results of the study.

    Attributes
    ----------
    scores : dict of Scores
        Scores of each world.
    fans : dict of list of Fan
        Forecasts with their 80 % intervals under each prior.
    start : StartingPoint
        The starting point of all worlds.
    end : str
        Last week of the observed series.
    command : str
        The command that made the report.
    """

    scores: Mapping[str, Scores]
    fans: Mapping[str, list[Fan]]
    start: StartingPoint
    end: str
    command: str

    @property
    def replicates(self) -> int:
        """Number of continuations of each world."""
        return len(next(iter(self.scores.values())).crps)


class OverWorlds(NamedTuple):
    """Ratios of one forecaster in all worlds together.

    Attributes
    ----------
    mean, worst : WithError
        In each world, the ratios to the best benchmark are averaged over horizons (geometric mean). These are the mean
        and the largest value over worlds.
    world : str
        World of the worst ratio.
    mean_less, worst_less : WithError
        `mean` and `worst` minus the same values for our prior.
    """

    mean: WithError
    worst: WithError
    world: str
    mean_less: WithError
    worst_less: WithError


def relative_to_best(crps: Floats) -> Floats:
    """Divide scores, float64[n_models, n_horizons], by that of the best benchmark at each horizon.

    The result is float64[n_models, n_horizons + 1]. Its last column is the geometric mean of the others.
    """
    ratio = crps / crps[: len(RULES)].min(axis=0)
    return np.column_stack([ratio, np.exp(np.log(ratio).mean(axis=1))])


def jackknife(statistic: Callable[[Floats], Floats], rows: Floats) -> tuple[Floats, Floats]:
    """Return a statistic of the mean of `rows`, float64[n_replicates, ...], and its jackknife standard error."""
    n = len(rows)
    total = rows.sum(axis=0)
    left_out = np.array([statistic((total - row) / (n - 1)) for row in rows])
    return statistic(total / n), np.sqrt((n - 1) / n * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0))


def ratios(scores: Scores) -> tuple[Floats, Floats]:
    """Return the ratios to the best benchmark, float64[n_models, n_horizons + 1], and their errors."""
    return jackknife(relative_to_best, scores.crps)


def best_benchmarks(scores: Scores) -> list[tuple[str, float]]:
    """Return the name and the score (km2) of the best benchmark at each horizon."""
    mean = scores.crps.mean(axis=0)[: len(RULES)]
    return [(list(RULES)[int(np.argmin(column))], float(column.min())) for column in mean.T]


def over_worlds(scores: Mapping[str, Scores]) -> dict[str, OverWorlds]:
    """Summarise every forecaster over all worlds. Worlds have equal weight and are independent."""
    ours = MODELS.index(OURS)

    def both(crps: Floats) -> Floats:
        geometric = relative_to_best(crps)[:, -1]
        return np.array([geometric, geometric - geometric[ours]])

    parts = [jackknife(both, world.crps) for world in scores.values()]
    values, errors = np.array([part[0] for part in parts]), np.array([part[1] for part in parts])
    mean, mean_error = values.mean(axis=0), np.sqrt((errors**2).sum(axis=0)) / len(scores)
    worst = values[:, 0].argmax(axis=0)
    table = {}
    for k, name in enumerate(MODELS):
        at, base = worst[k], worst[ours]
        # if this model and ours are worst in the same world, the error of the difference is paired
        error = errors[at, 1, k] if at == base else np.hypot(errors[at, 0, k], errors[base, 0, ours])
        table[name] = OverWorlds(
            WithError(float(mean[0, k]), float(mean_error[0, k])),
            WithError(float(values[at, 0, k]), float(errors[at, 0, k])),
            list(scores)[at],
            WithError(float(mean[1, k]), float(mean_error[1, k])),
            WithError(float(values[at, 0, k] - values[base, 0, ours]), float(error)),
        )
    return table


def losses(report: WorldsReport, model: str = OURS) -> list[tuple[str, int, float, float]]:
    """Return world, horizon, ratio and its error for each ratio that is more than two standard errors above 1."""
    at, rows = MODELS.index(model), []
    for world, scores in report.scores.items():
        value, error = ratios(scores)
        for k, weeks in enumerate(HORIZONS):
            if value[at, k] - 2.0 * error[at, k] > 1.0:
                rows.append((world, weeks, float(value[at, k]), float(error[at, k])))
    return rows


def as_json(report: WorldsReport) -> dict[str, Any]:
    """Return the study as one object for JSON: a row per world, model and horizon, and one per prior.

    A row with horizon 0 holds the geometric mean over all horizons.
    """
    rows, maps = [], report.start.net.shape[1]
    for world, scores in report.scores.items():
        value, error = ratios(scores)
        inside = scores.inside.mean(axis=0)
        for m, model in enumerate(MODELS):
            for k, weeks in enumerate((*HORIZONS, 0)):
                row = {"world": world, "model": model, "horizon": weeks, "ratio": value[m, k], "mcse": error[m, k]}
                rows.append(row | ({"coverage80": inside[m, k]} if weeks else {}))
    table = over_worlds(report.scores)
    return {
        "status": "complete",
        "continuations": report.replicates,
        "n": report.replicates * ORIGINS * maps,
        "rows": rows,
        "priors": [
            {
                "name": entry.name,
                "about": entry.about,
                "evidence": report.start.fits[entry.name].evidence,
                **{key: _plain(item) for key, item in table[entry.name]._asdict().items()},
                "fans": [{**fan._asdict(), "width": fan.width._asdict()} for fan in report.fans[entry.name]],
            }
            for entry in ALTERNATIVES
        ],
    }


def _plain(item: Any) -> Any:
    return item if isinstance(item, str) else item._asdict()
