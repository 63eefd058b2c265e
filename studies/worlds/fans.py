"""How wide the forecast at the end of the observed series is under every prior."""

from typing import NamedTuple

import numpy as np

from forecast.observations.series import Floats
from studies.worlds.alternatives import ALTERNATIVES
from studies.worlds.draws import draw
from studies.worlds.ratios import Estimate
from studies.worlds.setting import Setting
from studies.worlds.study import HORIZONS, forecast, summed

BATCHES, BATCH = 8, 1000
SAMPLES = BATCHES * BATCH
WEEKS_AHEAD = (26, 52)
QUANTILES = (0.1, 0.5, 0.9)
FAN = 5  # random channel


class Fan(NamedTuple):
    """Sum over `weeks` on the first map: median, ends and width of the central 80 %, km2."""

    weeks: int
    median: float
    low: float
    high: float
    width: Estimate


def fans(now: Setting) -> dict[str, list[Fan]]:
    """Of every prior, from the same random numbers. `now.inputs` must have `SAMPLES` columns."""
    rng = np.random.Generator(np.random.PCG64([now.seed, FAN]))
    draws = draw(max(HORIZONS), now.net.shape[1], SAMPLES, rng)
    found = {}
    for entry in ALTERNATIVES:
        start = np.random.Generator(np.random.PCG64([now.seed, FAN, 1]))
        sums = summed(forecast(now, now.fits[entry.name], entry, len(now.net), SAMPLES, start), draws)[0]
        found[entry.name] = [_fan(weeks, sums[HORIZONS.index(weeks)]) for weeks in WEEKS_AHEAD]
    return found


def _fan(weeks: int, samples: Floats) -> Fan:
    low, median, high = (float(value) for value in np.quantile(samples, QUANTILES))
    ends = np.quantile(samples.reshape(BATCHES, BATCH), (0.1, 0.9), axis=1)
    error = float((ends[1] - ends[0]).std(ddof=1) / np.sqrt(BATCHES))
    return Fan(weeks, median, low, high, Estimate(high - low, error))
