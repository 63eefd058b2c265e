"""Sets the kernel's inputs for a hindcast: the front as fitted at an origin, and everything else constant.

An origin is the last day that a forecast knows. Forces, fires, assault intensity and armour stay as they were at the
origin, nobody negotiates or collapses, and no sector runs out of ground. So a hindcast tests the front and nothing
else. Side 1 is the attacker, side 0 the defender.
"""

import numpy as np
from numpy.typing import NDArray

from forecast.calibration.front_fit import FrontFit
from forecast.calibration.front_law import GROSS_CAP_1, from_level
from forecast.observations.series import Floats, Observations
from forecast.runner.fitting.pilot import NO_COLLAPSE, NO_TALKS
from forecast_kernels.layout import parameters
from forecast_kernels.layout import sectors as column

ROW = {entry.name: k for k, entry in enumerate(parameters.PARAMETERS)}
HELD_CONSTANT = dict.fromkeys(
    (
        "beta_force", "beta_fires", "beta_push", "armour_effect", "trend", "strike_effect", "intel_effect",
        "season_amp", "rupture_slope",
    ),
    0.0,
)  # fmt: skip
BOUNDLESS = 1e6  # km2
RUPTURE_KM2, TOTAL_KM2 = 150.0, GROSS_CAP_1  # smallest rupture in a sector; on the whole front if there are no sectors
BREAK, PACE_WEEKS = 3.0, 13  # a rupture is at least three times the pace of its sector
RUPTURE_SHAPE, RUPTURE_YEARS = 0.5, 1.0  # gamma prior of each side's rate: one in two years, worth one year
BELTS = 10.0, 10.0  # beta distribution of fortification at the origin: a judgement, because no map shows it
MIN_TURNOVER = 1.0  # km2 a week


def rupture_counts(obs: Observations) -> tuple[int, int, float]:
    """Count the weeks with a rupture by side 0 and by side 1. Also returns the length of the record in years.

    A rupture is a gain of a side in one sector and week of at least 150 km2 and at least three times the mean absolute
    net gain a week of that sector in the 13 weeks before. Without sectors the total counts, with a limit of TOTAL_KM2.
    """
    net = obs.net if obs.locations else obs.total[:, None]
    minimum = RUPTURE_KM2 if obs.locations else TOTAL_KM2
    known = np.nan_to_num(net, nan=0.0)
    before = [np.abs(known[max(t - PACE_WEEKS, 0) : t]).sum(axis=0) / PACE_WEEKS for t in range(len(known))]
    threshold = np.maximum(minimum, BREAK * np.array(before).reshape(known.shape))
    return (
        int((known <= -threshold).any(axis=1).sum()),
        int((known >= threshold).any(axis=1).sum()),
        len(obs.weeks) / 52.0,
    )


def turnover(obs: Observations) -> float:
    """Estimate the turnover, twice the geometric mean of the gross gains of both sides, km2 a week.

    It uses the net gains of sectors. These miss land that changes hands twice in a sector in one week, so the result is
    a quarter less than one from polygons.
    """
    known = obs.net[~np.isnan(obs.net).any(axis=1)]
    if known.size == 0:
        return MIN_TURNOVER
    gain, counter = np.maximum(known, 0.0).sum(axis=1), np.maximum(-known, 0.0).sum(axis=1)
    return max(2.0 * float(np.sqrt((gain * counter).mean())), MIN_TURNOVER)


def set_front(params: NDArray[np.float32], fit: FrontFit, obs: Observations, rng: np.random.Generator) -> Floats:
    """Write the front at the origin into the kernel's parameters, and switch off everything else.

    Parameters
    ----------
    params : float32[rows, n]
        Kernel parameters of n members, changed in place.
    fit : FrontFit
        Fit of the front at the origin.
    obs : Observations
        First map up to the origin, from which turnover and rates of ruptures are estimated.
    rng : numpy.random.Generator
        Draws from the fit, the rates of ruptures and the fortification.

    Returns
    -------
    float64[n]
        Timing noise of the first map, in units of the level.
    """
    n = params.shape[1]
    p, last = fit.level.resample(n, rng)
    count_0, count_1, years = rupture_counts(obs)
    rows: dict[str, Floats | float] = {
        "level_scale": p.scale,
        "level_halflife": p.halflife,
        "level_sd": p.sd,
        "level_mean": from_level(p.mean, p.scale),
        "level_shock": p.shock,
        "pulse_halflife": p.pulse_halflife,
        "level_t0": from_level(last.total, p.scale),
        "pulse_t0": last.pulse,
        "rupture_rate_0": rng.gamma(RUPTURE_SHAPE + count_0, 1.0 / (RUPTURE_YEARS + years), n),
        "rupture_rate_1": rng.gamma(RUPTURE_SHAPE + count_1, 1.0 / (RUPTURE_YEARS + years), n),
        "turnover": turnover(obs),
    }
    if fit.drift is not None:
        rows["share_sd"], rows["share_halflife"] = fit.drift.resample(n, rng)
    rows["fort_t0"] = rng.beta(*BELTS, n)
    for name, values in (rows | HELD_CONSTANT | NO_TALKS | NO_COLLAPSE).items():
        params[ROW[name]] = values
    return np.asarray(p.noise[0])


def sector_table(fit: FrontFit) -> NDArray[np.float32]:
    """Make the kernel's table float32[sectors, columns] from the fitted sectors.

    If the record has only the total, there is one sector, which is always active.
    """
    s = fit.sectors
    table = np.empty((1 if s is None else len(s.share), column.N_SECTOR_COLUMNS), np.float32)
    fields: dict[int, Floats | float] = {
        column.SHARE: 1.0 if s is None else s.share,
        column.ACTIVE_STAY: 1.0 if s is None else s.stay,
        column.ACTIVE_OPEN: 1.0 if s is None else s.opening,
        column.ACTIVE_T0: 1.0 if s is None else s.active_now.astype(np.float64),
        column.STAKE_1: BOUNDLESS,
        column.STAKE_0: BOUNDLESS,
        column.COUNTER_SHARE: 1.0 if s is None else s.counter_share,
        column.COUNTER_ACTIVE: 1.0 if s is None else s.counter_active,
    }
    for number, values in fields.items():
        table[:, number] = values
    return table
