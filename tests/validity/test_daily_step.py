"""Whether a week is short enough a step: the level equation by days against the same by weeks."""

import numpy as np
import pytest

from tests.kernels.case import PARAMETER
from tests.validity.paired import members

WEEKS, DAYS = 52, 7
ROWS = ("level_scale", "level_halflife", "level_sd", "level_mean", "level_t0", "level_shock")
MOST_1, MOST_0 = 600.0, 400.0


@pytest.mark.validate
def test_that_a_daily_step_of_the_advance_changes_the_year_by_less_than_two_per_cent(seed: int) -> None:
    """Mean gain of a year over 8,192 draws, same innovations: the daily ones summed as the weekly law sums them.

    The level only: forces, fires and ruptures are left out. The difference of means, paired, has an error of 0.02 per
    cent, so that chance does not decide it.
    """
    n = 8192
    p = dict(
        zip(ROWS, members("muddle_through", n).params[[PARAMETER[row] for row in ROWS]].astype(float), strict=True)
    )
    rng = np.random.default_rng(seed)
    k, sd = p["level_scale"], p["level_sd"]
    keep_week = 2.0 ** (-1.0 / p["level_halflife"])
    keep = keep_week ** (1.0 / DAYS)
    mu = np.arcsinh(p["level_mean"] / k)
    by_week = by_day = np.arcsinh(p["level_t0"] / k)
    weekly, daily = np.zeros(n), np.zeros(n)

    def gain(x: np.ndarray) -> np.ndarray:
        """km2 a week."""
        return np.minimum(k / 2 * np.exp(x), MOST_1) - np.minimum(k / 2 * np.exp(-x), MOST_0)

    for _ in range(WEEKS):
        t = rng.standard_t(6, n)
        shock = p["level_shock"] * np.sqrt(2 / 3) * np.clip(t, -8, 8)
        summed = np.zeros(n)
        for _ in range(DAYS):
            innovation = sd * np.sqrt(1 - keep**2) * rng.standard_normal(n)
            by_day = mu + keep * (by_day - mu) + innovation
            daily += gain(by_day + shock) / DAYS
            summed = keep * summed + innovation
        by_week = mu + keep_week * (by_week - mu) + summed
        weekly += gain(by_week + shock)
    assert np.abs(by_week - by_day).max() < 1e-9, "the two steps do not follow one law"
    change = daily.mean() / weekly.mean() - 1.0
    error = (daily - weekly).std() / np.sqrt(n) / weekly.mean()
    print(f"year by days over year by weeks: {100 * change:+.2f} ±{100 * error:.2f} % of {weekly.mean():.0f} km2")
    assert abs(change) + 4 * error < 0.02, f"{change:.4f} ±{error:.4f}"
