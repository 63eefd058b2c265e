"""Simulates synthetic records: paths of level and pulse, and the gains that a map with timing noise shows.

In the long run a map is right, but it dates the gains of a single week some days early or late. In week t it shows

    mapped level = level + e,   e = r (u_t - 0.5 u_(t-1))/sqrt(1.25),   u standard normal, r the size of the noise

With this moving average, half of what a map misses in one week comes back in the next. The difference is divided among
the sectors in proportion to what moved there in that week.
"""

from collections.abc import Callable

import numpy as np

from forecast.calibration.front_law import from_level, to_level
from forecast.calibration.level_prior import DEGREES, UNIT_VARIANCE, FrontState, LevelParameters, student_shock
from forecast.observations.series import Floats

BACK = 0.5  # share of a week's noise that comes back in the next
Maker = Callable[[LevelParameters, int, np.random.Generator], tuple[Floats, FrontState]]


def mapped(net: Floats, scale: Floats, noise: Floats, rng: np.random.Generator) -> Floats:
    """Compute the gains of sectors that a map with timing noise shows.

    Parameters
    ----------
    net : float64[weeks, sectors, n]
        Net gains, km2 a week.
    scale : float64[n]
        Scale of the transformation, km2 a week.
    noise : float64[n]
        Timing noise of the map, in units of the level.
    rng : numpy.random.Generator
        Draws the noise.

    Returns
    -------
    float64[weeks, sectors, n]
        Net gains, km2 a week.
    """
    total = net.sum(axis=1)
    u = rng.standard_normal((len(net) + 1, net.shape[2]))
    error = noise * (u[1:] - BACK * u[:-1]) / np.sqrt(1.0 + BACK**2)
    change = from_level(to_level(total, scale) + error, scale) - total
    moved = np.abs(net) + 1e-6
    return np.asarray(net + change[:, None] * moved / moved.sum(axis=1, keepdims=True))


def level_paths(p: LevelParameters, weeks: int, rng: np.random.Generator) -> Floats:
    """Simulate paths of the level, float64[weeks, n]. The first week comes from the stationary distribution.

    Parameters
    ----------
    p : LevelParameters
        n parameter vectors.
    weeks : int
        Length of the paths.
    rng : numpy.random.Generator
        Draws the innovations.
    """
    phi, innovation = p.step()
    x = np.empty((weeks, len(p.mean)))
    x[0] = p.mean + p.sd * rng.standard_normal(len(p.mean))
    for t in range(1, weeks):
        x[t] = p.mean + phi * (x[t - 1] - p.mean) + np.sqrt(innovation) * rng.standard_normal(len(p.mean))
    return x


def pulse_paths(p: LevelParameters, shocks: Floats, rng: np.random.Generator) -> Floats:
    """Sum fading shocks, float64[weeks, n]. What is left of the time before the first week is drawn as a normal.

    Parameters
    ----------
    p : LevelParameters
        n parameter vectors.
    shocks : float64[weeks, n]
        Shock of each week, with unit variance.
    rng : numpy.random.Generator
        Draws the pulse before the first week.
    """
    keep, variance = p.pulse_step()
    u = np.sqrt(variance) * rng.standard_normal(shocks.shape[1])
    out = np.empty_like(shocks)
    for t, shock in enumerate(shocks):
        u = keep * u + p.shock * shock
        out[t] = u
    return out


def as_filtered(p: LevelParameters, weeks: int, rng: np.random.Generator) -> tuple[Floats, FrontState]:
    """Simulate records as the filter assumes them: shock and noise of a week have the same random scale.

    Parameters
    ----------
    p : LevelParameters
        n parameter vectors.
    weeks : int
        Length of the records.
    rng : numpy.random.Generator
        Draws everything.

    Returns
    -------
    tuple of float64[maps, weeks, n] and FrontState
        Net gains, km2 a week, and the state in the last week.
    """
    x = level_paths(p, weeks, rng)
    tail = np.sqrt(UNIT_VARIANCE * DEGREES / rng.chisquare(DEGREES, x.shape))
    pulse = pulse_paths(p, tail * rng.standard_normal(x.shape), rng)
    real = x + pulse
    noise = [size * tail * rng.standard_normal(x.shape) for size in p.noise]
    return np.stack([from_level(real + e, p.scale) for e in noise]), FrontState(x[-1], pulse[-1])


def as_simulated(p: LevelParameters, weeks: int, rng: np.random.Generator) -> tuple[Floats, FrontState]:
    """Simulate records with the kernel's law and `mapped`: the shock is Student t, the noise a moving average.

    Parameters
    ----------
    p : LevelParameters
        n parameter vectors.
    weeks : int
        Length of the records.
    rng : numpy.random.Generator
        Draws everything.

    Returns
    -------
    tuple of float64[maps, weeks, n] and FrontState
        Net gains, km2 a week, and the state in the last week.
    """
    x = level_paths(p, weeks, rng)
    pulse = pulse_paths(p, student_shock(x.shape, rng), rng)
    net = from_level(x + pulse, p.scale)[:, None]
    return np.stack([mapped(net, p.scale, size, rng)[:, 0] for size in p.noise]), FrontState(x[-1], pulse[-1])
