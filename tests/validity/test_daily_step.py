"""Whether a week is short enough a step: the level equation by days against the same by weeks, and the kernel."""

import numpy as np
import pytest

from tests.kernels.case import PARAMETER, quiet, run
from tests.validity.paired import average, members, moves, said

WEEKS, DAYS = 52, 7
DRAWS = 8192
ROWS = (
    "level_scale",
    "level_halflife",
    "level_sd",
    "level_mean",
    "level_t0",
    "level_shock",
    "pulse_halflife",
    "pulse_t0",
)
MOST_1, MOST_0 = 600.0, 400.0


class Law:
    """Level and pulse alone, one column a draw: their rows and weekly persistence, and the gain at a pace."""

    def __init__(self, n: int) -> None:
        self.n = n
        drawn = members("muddle_through", n).params[[PARAMETER[row] for row in ROWS]].astype(float)
        self.k, halflife, self.sd, mean, start, self.shock_sd, fading, self.pulse = drawn
        self.keep, self.fade = 2.0 ** (-1.0 / halflife), 2.0 ** (-1.0 / fading)
        self.mu, pace = (np.sign(n) * 3 * (np.cbrt(1 + np.abs(n) / self.k) - 1) for n in (mean, start))
        self.start = pace - self.pulse

    def next_pulse(self, pulse: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """What is left of the pulse after a week, with the shock of that week, transformed units."""
        return self.fade * pulse + self.shock_sd * np.sqrt(2 / 3) * np.clip(rng.standard_t(6, self.n), -8, 8)

    def innovation(self, keep: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Of a step over which `keep` of a departure is left."""
        return self.sd * np.sqrt(1 - keep**2) * rng.standard_normal(self.n)

    def gain(self, x: np.ndarray) -> np.ndarray:
        """km2 a week."""
        return np.clip(np.sign(x) * self.k * ((1 + np.abs(x) / 3) ** 3 - 1), -MOST_0, MOST_1)

    def year_by_weeks(self, rng: np.random.Generator) -> np.ndarray:
        """km2 in a year of weekly steps."""
        x, pulse, total = self.start, self.pulse, np.zeros(self.n)
        for _ in range(WEEKS):
            x = self.mu + self.keep * (x - self.mu) + self.innovation(self.keep, rng)
            pulse = self.next_pulse(pulse, rng)
            total += self.gain(x + pulse)
        return total


@pytest.mark.validate
def test_that_a_daily_step_of_the_advance_changes_the_year_by_less_than_two_per_cent(seed: int) -> None:
    """Mean gain of a year over 8,192 draws, same innovations: the daily ones summed as the weekly law sums them.

    Level and pulse only: forces, fires and ruptures are left out. The pulse moves by weeks in both. The difference of
    means, paired, has an error of 0.02 per cent, so that chance does not decide it.
    """
    law, rng = Law(DRAWS), np.random.default_rng(seed)
    keep = law.keep ** (1.0 / DAYS)
    by_week, by_day, pulse = law.start, law.start, law.pulse
    weekly, daily = np.zeros(DRAWS), np.zeros(DRAWS)
    for _ in range(WEEKS):
        pulse = law.next_pulse(pulse, rng)
        summed = np.zeros(DRAWS)
        for _ in range(DAYS):
            innovation = law.innovation(keep, rng)
            by_day = law.mu + keep * (by_day - law.mu) + innovation
            daily += law.gain(by_day + pulse) / DAYS
            summed = keep * summed + innovation
        by_week = law.mu + law.keep * (by_week - law.mu) + summed
        weekly += law.gain(by_week + pulse)
    assert np.abs(by_week - by_day).max() < 1e-9, "the two steps do not follow one law"
    change = daily.mean() / weekly.mean() - 1.0
    error = (daily - weekly).std() / np.sqrt(DRAWS) / weekly.mean()
    print(f"year by days over year by weeks: {100 * change:+.2f} ±{100 * error:.2f} % of {weekly.mean():.0f} km2")
    assert abs(change) + 4 * error < 0.02, f"{change:.4f} ±{error:.4f}"


@pytest.mark.parametrize(("level", "shock"), [(1, 1), (1, 0), (0, 1)], ids=["both", "level alone", "shock alone"])
def test_that_the_weekly_law_is_the_kernels(seed: int, level: float, shock: float) -> None:
    """The same weekly law with random numbers of its own against the kernel with all but the level switched off.

    Mean and spread of the year's gain within a draw, eight years in each of 2,048 draws; the difference by draw has the
    error. The shock is small beside the level, so each is seen alone too. One of the six figures is beyond four errors
    by chance once in 2,600 seeds.
    """
    n, years = 2048, 8
    law, rng = Law(n), np.random.default_rng(seed)
    law.sd, law.shock_sd, law.pulse = level * law.sd, shock * law.shock_sd, shock * law.pulse
    law.start = law.start + (1 - shock) * members("muddle_through", n).params[PARAMETER["pulse_t0"]].astype(float)
    c = quiet(members("muddle_through", n)).set(level_sd=law.sd, level_shock=law.shock_sd, pulse_t0=law.pulse)
    kernel = np.array([run(c, WEEKS, year * n)["net_w52"].astype(float) for year in range(years)])
    weekly = np.array([law.year_by_weeks(rng) for _ in range(years)])
    mean = average((kernel - weekly).mean(axis=0) / weekly.mean())
    spread = average(np.log(kernel.std(axis=0) / weekly.std(axis=0)))
    print(said("mean, kernel less NumPy over its mean", mean), said("log spread", spread), sep="; ")
    assert max(mean.mcse, spread.mcse) < 0.02, "too coarse to tell a change of the kernel"
    assert not moves(mean, 4) and not moves(spread, 4)
