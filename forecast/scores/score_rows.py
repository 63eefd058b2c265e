"""Computes the score rows and quantile rows of a forecast.

A forecast consists of samples of the net gain summed over the `horizon` weeks after its origin, the last day that it
knows.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from forecast.scores.records import QUANTILES, TARGET, VECTOR, QuantileRow, ScoreRow
from forecast.scores.uniformity import pit
from forecast.scores.univariate import Floats, central, covered, crps, interval_score, paired, thresholds, twcrps
from forecast.scores.vector import energy_score, variogram_score

WIDE = 0.8  # level of the interval whose score and width are reported


def univariate_scores(
    samples: npt.ArrayLike, truth: npt.ArrayLike, horizon: int, rng: np.random.Generator
) -> dict[str, Floats]:
    """Compute all scores of one number, a sum over `horizon` weeks.

    Parameters
    ----------
    samples : float64[..., M]
        Samples of the sums, km2.
    truth : float64[...]
        What was observed, km2; NaN where unknown.
    horizon : int
        Weeks of the sum, from which the thresholds of twCRPS follow.
    rng : numpy.random.Generator
        Draws the random part of the PIT.

    Returns
    -------
    dict of float64[...]
        crps, twcrps, interval80, width80 (km2); coverage50, coverage80, coverage90, coverage95, pit (without unit).
    """
    x, y = paired(samples, truth)
    ends = central(x)
    wide = ends.levels.index(WIDE)
    inside = covered(ends, y)
    return {
        "crps": crps(x, y),
        "twcrps": twcrps(x, y, *thresholds(horizon)),
        "interval80": interval_score(ends, y)[..., wide],
        "width80": ends.width[..., wide],
        **{f"coverage{100 * level:.0f}": inside[..., k] for k, level in enumerate(ends.levels)},
        "pit": pit(x, y, rng),
    }


def score_rows(
    origin: date,
    locations: Sequence[str],
    horizon: int,
    model: str,
    samples: npt.ArrayLike,
    truth: npt.ArrayLike,
    rng: np.random.Generator,
    target: str = TARGET,
) -> Iterator[ScoreRow]:
    """Yield the score rows of one forecast of several locations.

    Parameters
    ----------
    origin : date
        Last day known to the forecast.
    locations : sequence of str
        L locations.
    horizon : int
        Weeks that are summed.
    model : str
        Name of the forecaster.
    samples : float64[L, M]
        Samples of the sums, km2.
    truth : float64[L]
        What was observed, km2; a location with NaN gives no rows.
    rng : numpy.random.Generator
        Draws the random part of the PIT.
    target : str
        Name of the quantity, for the rows.
    """
    y = np.asarray(truth, dtype=np.float64)
    end = origin + timedelta(weeks=horizon)
    for name, values in univariate_scores(samples, y, horizon, rng).items():
        for location, value in zip(np.asarray(locations)[~np.isnan(y)], values[~np.isnan(y)], strict=True):
            yield ScoreRow(origin, end, target, str(location), horizon, model, name, float(value))


def vector_rows(
    origin: date, horizon: int, model: str, samples: npt.ArrayLike, truth: npt.ArrayLike, target: str = TARGET
) -> Iterator[ScoreRow]:
    """Yield the energy and the variogram score of the vector of all sectors. Yields nothing if any truth is NaN.

    Parameters
    ----------
    origin : date
        Last day known to the forecast.
    horizon : int
        Weeks that are summed.
    model : str
        Name of the forecaster.
    samples : float64[M, S]
        Joint samples, km2. A benchmark that forecasts each sector alone gives independent columns.
    truth : float64[S]
        What was observed, km2.
    target : str
        Name of the quantity, for the rows.
    """
    if np.isnan(np.asarray(truth, dtype=np.float64)).any():
        return
    end = origin + timedelta(weeks=horizon)
    for name, value in (("energy", energy_score(samples, truth)), ("variogram", variogram_score(samples, truth))):
        yield ScoreRow(origin, end, target, VECTOR, horizon, model, name, value)


def quantile_rows(
    origin: date,
    locations: Sequence[str],
    horizon: int,
    model: str,
    samples: npt.ArrayLike,
    truth: npt.ArrayLike,
    target: str = TARGET,
) -> Iterator[QuantileRow]:
    """Yield the quantiles of one forecast at the levels QUANTILES.

    Parameters
    ----------
    origin : date
        Last day known to the forecast.
    locations : sequence of str
        L locations.
    horizon : int
        Weeks that are summed.
    model : str
        Name of the forecaster.
    samples : float64[L, M]
        Samples of the sums, km2.
    truth : float64[L]
        What was observed, km2, or NaN.
    target : str
        Name of the quantity, for the rows.
    """
    x, y = paired(samples, truth)
    end = origin + timedelta(weeks=horizon)
    quantiles = np.quantile(x, QUANTILES, axis=-1)
    for k, location in enumerate(locations):
        for level, value in zip(QUANTILES, quantiles[:, k], strict=True):
            yield QuantileRow(origin, end, target, location, horizon, model, level, float(value), float(y[k]))
