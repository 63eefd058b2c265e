"""Whether a week is short enough a step: the level equation by days against the same by weeks, and the kernel."""

import numpy as np
import pytest

from tests.kernels.case import PARAMETER, quiet, run
from tests.validity.paired import members

WEEKS, DAYS = 52, 7
DRAWS = 8192
ROWS = ("level_scale", "level_halflife", "level_sd", "level_mean", "level_t0", "level_shock")
MOST_1, MOST_0 = 600.0, 400.0


class Law:
    """The level alone, one column a draw: its rows, its weekly persistence, and the gain at a level."""

    def __init__(self) -> None:
        drawn = members("muddle_through", DRAWS).params[[PARAMETER[row] for row in ROWS]].astype(float)
        self.k, halflife, self.sd, mean, start, self.shock_sd = drawn
        self.keep = 2.0 ** (-1.0 / halflife)
        self.mu, self.start = np.arcsinh(mean / self.k), np.arcsinh(start / self.k)

    def shock(self, rng: np.random.Generator) -> np.ndarray:
        """The shock of a week, asinh units."""
        return self.shock_sd * np.sqrt(2 / 3) * np.clip(rng.standard_t(6, DRAWS), -8, 8)

    def innovation(self, keep: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Of a step over which `keep` of a departure is left."""
        return self.sd * np.sqrt(1 - keep**2) * rng.standard_normal(DRAWS)

    def gain(self, x: np.ndarray) -> np.ndarray:
        """km2 a week."""
        return np.minimum(self.k / 2 * np.exp(x), MOST_1) - np.minimum(self.k / 2 * np.exp(-x), MOST_0)

    def year_by_weeks(self, rng: np.random.Generator) -> np.ndarray:
        """km2 in a year of weekly steps."""
        x, total = self.start, np.zeros(DRAWS)
        for _ in range(WEEKS):
            x = self.mu + self.keep * (x - self.mu) + self.innovation(self.keep, rng)
            total += self.gain(x + self.shock(rng))
        return total


@pytest.mark.validate
def test_that_a_daily_step_of_the_advance_changes_the_year_by_less_than_two_per_cent(seed: int) -> None:
    """Mean gain of a year over 8,192 draws, same innovations: the daily ones summed as the weekly law sums them.

    The level only: forces, fires and ruptures are left out. The difference of means, paired, has an error of 0.02 per
    cent, so that chance does not decide it.
    """
    law, rng = Law(), np.random.default_rng(seed)
    keep = law.keep ** (1.0 / DAYS)
    by_week = by_day = law.start
    weekly, daily = np.zeros(DRAWS), np.zeros(DRAWS)
    for _ in range(WEEKS):
        shock = law.shock(rng)
        summed = np.zeros(DRAWS)
        for _ in range(DAYS):
            innovation = law.innovation(keep, rng)
            by_day = law.mu + keep * (by_day - law.mu) + innovation
            daily += law.gain(by_day + shock) / DAYS
            summed = keep * summed + innovation
        by_week = law.mu + law.keep * (by_week - law.mu) + summed
        weekly += law.gain(by_week + shock)
    assert np.abs(by_week - by_day).max() < 1e-9, "the two steps do not follow one law"
    change = daily.mean() / weekly.mean() - 1.0
    error = (daily - weekly).std() / np.sqrt(DRAWS) / weekly.mean()
    print(f"year by days over year by weeks: {100 * change:+.2f} ±{100 * error:.2f} % of {weekly.mean():.0f} km2")
    assert abs(change) + 4 * error < 0.02, f"{change:.4f} ±{error:.4f}"


def test_that_the_weekly_law_is_the_kernels(seed: int) -> None:
    """The same weekly law with random numbers of its own against the kernel with all but the level switched off.

    Mean over 8,192 draws, eight years of each; the difference by draw has the error. Fails by chance once in 15,000.
    """
    law, rng = Law(), np.random.default_rng(seed)
    c = members("muddle_through", DRAWS)
    alive = c.params[[PARAMETER[row] for row in ("level_sd", "level_shock")]].copy()
    quiet(c).set(level_sd=alive[0], level_shock=alive[1])
    kernel = np.mean([run(c, WEEKS, k * DRAWS)["net_w52"].astype(float) for k in range(8)], axis=0)
    weekly = np.mean([law.year_by_weeks(rng) for _ in range(8)], axis=0)
    found = (kernel - weekly).mean()
    error = (kernel - weekly).std() / np.sqrt(DRAWS)
    print(f"kernel less NumPy: {found:+.1f} ±{error:.1f} km2 of {weekly.mean():.0f}")
    assert error < 0.01 * weekly.mean(), "too coarse to tell a change of the kernel"
    assert abs(found) < 4 * error
