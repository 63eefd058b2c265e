"""Reads the parameters of a hindcast from `posterior.nc`, which `forecast calibrate` wrote.

With such a posterior only the level and the sector statistics at an origin are fitted to the rows up to that day. If
the posterior was fitted to weeks after an origin, that forecast is in-sample: it uses what was not yet known. It is
refused unless the user allows it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from forecast.calibration.front_fit import FrontFit, side_by_side
from forecast.calibration.front_law import to_level
from forecast.calibration.level_fit import LevelFit, Proposal, filter_level
from forecast.calibration.level_prior import LevelParameters
from forecast.calibration.sectors import sector_statistics
from forecast.errors import ObservationError
from forecast.observations.series import Days, Floats, Observations

DATASET = "posterior.nc"
FIX = "make one with `forecast calibrate` from the same maps"


class FixedDrift(NamedTuple):
    """Stored draws of the drift of the log shares: standard deviation, and half-life in weeks, float64[draws] each."""

    sd: Floats
    halflife: Floats

    def resample(self, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw `n` of the stored pairs, with replacement."""
        chosen = rng.integers(0, len(self.sd), n)
        return self.sd[chosen], self.halflife[chosen]


class PosteriorFile(NamedTuple):
    """Draws of one posterior. `last_week` is the last day of the weeks to which it was fitted."""

    name: str
    parameters: LevelParameters
    drift: FixedDrift | None
    last_week: np.datetime64

    def front(self, maps: Sequence[Observations], seed: int) -> FrontFit:
        """Fit the front at the end of `maps` with these draws as parameters, all with equal weight.

        The seed is not used.
        """
        n = len(self.parameters.scale)
        filtered = filter_level(side_by_side(maps), self.parameters)
        nowhere = Proposal(np.empty(0), np.empty((0, 0)))
        level = LevelFit(self.parameters, filtered, np.full(n, 1.0 / n), float(n), float("nan"), nowhere)
        if not maps[0].locations:
            return FrontFit(level, None, None)
        return FrontFit(level, sector_statistics(maps[0].net), self.drift)

    def in_sample(self, origins: Days) -> bool:
        """Return whether the posterior was fitted to weeks after one of the origins."""
        return bool((origins < self.last_week).any())


def read_posterior(path: str, maps: Sequence[Observations]) -> PosteriorFile:
    """Read a posterior for these maps; `path` is the file or the folder that contains it.

    Raises
    ------
    ObservationError
        If the file is not a posterior of the front, or was fitted to another number of maps, to maps in another order,
        or to totals only while the first map has sectors.
    """
    import h5py  # type: ignore[import-untyped]

    if Path(path).is_dir():
        path = str(Path(path) / DATASET)
    try:
        with h5py.File(path, "r", locking=False) as file:
            group = file["posterior"]

            def draws(name: str) -> Floats:
                return np.asarray(group[name][0], np.float64)

            scale = draws("level_scale")
            noise = draws("noise").T
            parameters = LevelParameters(
                scale,
                draws("level_halflife"),
                draws("level_sd"),
                to_level(draws("level_mean"), scale),
                draws("level_shock"),
                draws("pulse_halflife"),
                noise,
            )
            drift = FixedDrift(draws("share_sd"), draws("share_halflife")) if "share_sd" in group else None
            last = np.datetime64(bytes(file.attrs["last_week"]).decode(), "D")
            weeks = np.asarray(file["observed_data/week_end"], np.int64).astype("datetime64[D]")
            fitted = np.asarray(file["observed_data/net_km2"], np.float64)
    except FileNotFoundError:
        raise ObservationError.of(path, f"no such file; {FIX}") from None
    except (OSError, KeyError, ValueError, TypeError, RuntimeError):
        raise ObservationError.of(path, f"is not a posterior of the front; {FIX}") from None
    if len(noise) != len(maps):
        message = f"was fitted to {len(noise)} maps; there are {len(maps)} --observations; {FIX}"
        raise ObservationError.of(path, message)
    if _maps_are_exchanged(weeks, fitted, maps):
        raise ObservationError.of(path, "was fitted to these maps in another order; give --observations in that order")
    if maps[0].locations and drift is None:
        raise ObservationError.of(path, f"was fitted to totals; {maps[0].name} has sectors; {FIX}")
    return PosteriorFile(Path(path).name, parameters, drift, last)


def _maps_are_exchanged(weeks: Days, fitted: Floats, maps: Sequence[Observations]) -> bool:
    """Return whether a map is closer to another column of the fitted totals float64[weeks, maps] than to its own."""
    net, rows = side_by_side(maps), np.searchsorted(maps[0].weeks, weeks)
    rows = np.minimum(rows, len(net) - 1)
    shared = maps[0].weeks[rows] == weeks
    with np.errstate(invalid="ignore"):
        apart = np.abs(net[rows[shared], :, None] - fitted[shared, None, :])
    known = ~np.isnan(apart)
    mean = np.where(known, apart, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return bool((mean.min(axis=1) < np.diag(mean)).any())
