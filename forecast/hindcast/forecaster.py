"""Makes one forecast: fits the front at an origin, runs the compiled kernel, and adds the noise of the first map.

An origin is the last day that a forecast knows. A member is one run of the kernel with its own inputs.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from forecast.calibration.front_fit import FrontFit, fit_front
from forecast.calibration.synthetic import mapped
from forecast.hindcast.front_only import ROW, sector_table, set_front
from forecast.observations.series import Floats, Observations
from forecast_kernels.cpu.buffers import buffers
from forecast_kernels.layout import fitted, state

if TYPE_CHECKING:
    from forecast.config import Experiment

Fit = Callable[[Sequence[Observations], int], FrontFit]

BLOCK = 128
FIRST_MEMBER = 1 << 41  # members from this number on are used by hindcasts only, so random numbers are not shared
MEMBERS_PER_ORIGIN = 1 << 20
FIT_CHANNEL, STATE_CHANNEL, MAP_CHANNEL = 20, 21, 22


class Forecaster:
    """Forecasts the front from observations alone; built once from an experiment."""

    def __init__(self, exp: "Experiment", samples: int, fit: Fit = fit_front) -> None:
        """Sample the inputs that no map shows. Raises ConfigError if the experiment cannot be sampled.

        Parameters
        ----------
        exp : Experiment
            Gives these inputs. Its baseline and its posterior of the front are not used.
        samples : int
            Number of paths of each forecast.
        fit : callable
            Takes (maps, seed) and returns the fit of the front.
        """
        from forecast.experiment.inputs import Sampler

        design = exp.design.model_copy(update={"draws": samples, "replicates": 1, "members": None})
        self._exp = exp.model_copy(update={"design": design})
        self._samples = samples
        self._fit = fit
        self._sampler = Sampler(self._exp)
        self._inputs = self._sampler.inputs(0, samples)

    def forecast(self, maps: Sequence[Observations], horizons: Sequence[int], number: int) -> Floats:
        """Forecast the net gain summed over the weeks after the origin.

        Parameters
        ----------
        maps : sequence of Observations
            Observations up to the origin; the first map is forecast.
        horizons : sequence of int
            Numbers of weeks that are summed.
        number : int
            Number of the origin (`rolling.week_number`), which selects its random numbers.

        Returns
        -------
        float64[samples, sectors + 1, horizons]
            Sums in km2; the last entry of the second axis is the total. Without sectors, it is the only one.
        """
        seed = self._exp.design.seed
        fit = self._fit(maps, seed + FIT_CHANNEL)
        rng = np.random.Generator(np.random.PCG64([seed, STATE_CHANNEL, number]))
        params = self._inputs.params.copy()
        noise = set_front(params, fit, maps[0], rng)
        net = self._paths(params, fit, max(horizons), FIRST_MEMBER + number * MEMBERS_PER_ORIGIN)
        rng = np.random.Generator(np.random.PCG64([seed, MAP_CHANNEL, number]))
        gains = mapped(net, params[ROW["level_scale"]].astype(np.float64), noise, rng)
        summed = np.cumsum(gains, axis=0)[[h - 1 for h in horizons]]
        if maps[0].locations:
            summed = np.concatenate([summed, summed.sum(axis=1, keepdims=True)], axis=1)
        return np.asarray(summed.transpose(2, 1, 0))

    def _paths(self, params: np.ndarray, fit: FrontFit, weeks: int, first: int) -> Floats:
        from forecast_kernels.cpu.simulate import simulate

        table = sector_table(fit)
        n_sectors, n_donors = len(table), self._inputs.donors.shape[0]
        levers, donor_levers = self._sampler.levers(self._exp.reference, self._inputs)
        parts = []
        for lo in range(0, self._samples, BLOCK):
            part = slice(lo, min(lo + BLOCK, self._samples))
            n = part.stop - part.start
            filled = buffers(n, n_donors, n_sectors, weeks, traced=n)
            simulate(
                self._exp.design.seed,
                first + lo,
                weeks,
                np.ascontiguousarray(params[:, part]),
                np.ascontiguousarray(self._inputs.donors[:, :, part]),
                np.ascontiguousarray(levers[:, part]),
                np.ascontiguousarray(donor_levers[:, :, part]),
                table,
                np.zeros(fitted.N_FITTED, np.float32),
                *filled,
            )
            parts.append(np.diff(filled.trace[:, state.NS :].astype(np.float64), axis=0))
        return np.concatenate(parts, axis=2)
