"""All scores of forecasts of single numbers at once, and the rows of the sector vector."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from forecast.scores.crps import Floats, crps, paired
from forecast.scores.energy import energy_score
from forecast.scores.interval import central, covered, interval_score
from forecast.scores.pit import pit
from forecast.scores.records import QUANTILES, TARGET, VECTOR, QuantileRow, ScoreRow
from forecast.scores.twcrps import thresholds, twcrps
from forecast.scores.variogram import variogram_score

WIDE = 0.8
"""Level of the interval whose score and width are kept."""


def univariate(
    samples: npt.ArrayLike, truth: npt.ArrayLike, horizon: int, rng: np.random.Generator
) -> dict[str, Floats]:
    """Scores by name, each float64[...]: crps, twcrps, interval80, width80, coverage50, 80, 90 and 95, pit.

    samples km2 float64[..., M], sums over `horizon` weeks; truth float64[...], NaN where unknown. rng: for ties in the
    PIT.
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
    """Rows of one forecast: samples float64[L, M] of the locations' sums, truth float64[L]; none where it is NaN."""
    y = np.asarray(truth, dtype=np.float64)
    end = origin + timedelta(weeks=horizon)
    for name, values in univariate(samples, y, horizon, rng).items():
        for location, value in zip(np.asarray(locations)[~np.isnan(y)], values[~np.isnan(y)], strict=True):
            yield ScoreRow(origin, end, target, str(location), horizon, model, name, float(value))


def vector_rows(
    origin: date, horizon: int, model: str, samples: npt.ArrayLike, truth: npt.ArrayLike, target: str = TARGET
) -> Iterator[ScoreRow]:
    """Energy and variogram score of the vector of all sectors: samples float64[M, S] of joint draws, truth float64[S].

    A benchmark that knows each sector alone gives independent columns. No rows where any sector's truth is NaN.
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
    """Rows of one forecast at QUANTILES: samples float64[L, M], truth float64[L] or NaN."""
    x, y = paired(samples, truth)
    end = origin + timedelta(weeks=horizon)
    found = np.quantile(x, QUANTILES, axis=-1)
    for k, location in enumerate(locations):
        for level, value in zip(QUANTILES, found[:, k], strict=True):
            yield QuantileRow(origin, end, target, location, horizon, model, level, float(value), float(y[k]))
