"""Analytic limits of bargaining and durability."""

import numpy as np
import pytest
from numba import njit

from forecast_kernels.layout.fitted import SIGNS_0
from forecast_kernels.layout.levers import NEVER
from forecast_kernels.model import ceasefire
from tests.kernels.case import FITTED, PARAMETER, by_bands, by_hazard, case, quiet, run

MEANS = (1.5, 6 / 21.4, 6 / 20, 3 / 120, 5 / 111, 4 / 160)


def reference(c):
    """Hazards at their means, every covariate at its reference."""
    names = ("hazard_0_1m", "hazard_1_6m", "hazard_6_12m", "hazard_1_5y", "hazard_5_10y", "hazard_10y")
    by_bands(c).set(**dict(zip(names, MEANS, strict=True)))
    covariates = (
        "stakes_effect", "deaths_effect", "frailty_sd", "press_early", "press_late", "verification_effect",
        "bilateral_effect", "assurance_effect", "alliance_effect", "shift_effect", "mismatch_effect", "window_effect",
    )  # fmt: skip
    c.set(**dict.fromkeys(covariates, 0.0))
    return c.lever(troops=0, accession_path=0, alliance=0, verification=1, package_week=0, offer_week=NEVER)


def flat_bargaining(c, hazard):
    """No moving part left in the bargaining rule, and side 0 signs as often as on average: the base hazard is all."""
    signs = float(FITTED[SIGNS_0])
    still = ("accept_duration", "coercion_bonus_0", "guarantee_bonus_0", "weariness_0", "neutrality_penalty_0")
    return by_hazard(c, hazard).set(
        **dict.fromkeys(still, 0.0),
        accept_lambda=1e-6,
        standing_verification=1,
        freeze_support_0=signs,
        elite_offset_0=0,
    )


def binomial_se(p, n):
    return np.sqrt(p * (1 - p) / n)


def test_that_without_a_ceasefire_channel_there_is_no_ceasefire():
    r = run(quiet(case("muddle_through", 4096)), 260)
    assert (r["agreement_week"] == -1).all() and (r["ceasefire_week"] == -1).all()


@pytest.mark.parametrize("hazard", [0.1, 0.5, 2.0])
def test_that_a_constant_hazard_gives_its_exponential(hazard):
    n = 20_000
    c = reference(flat_bargaining(quiet(case("muddle_through", n)), hazard))
    week = run(c, 156)["agreement_week"]
    for t in (26, 104, 156):
        want = 1 - np.exp(-hazard * t / 52)
        got = np.mean((week > 0) & (week <= t))
        assert abs(got - want) < 3 * binomial_se(want, n) + 1e-4, (t, got, want)


def cumulative(hazards, weeks):
    @njit(error_model="numpy")
    def bands(n, h):
        y = np.empty(n, np.float32)
        for age in range(n):
            y[age] = ceasefire.band(np.float32(age), h[0], h[1], h[2], h[3], h[4], h[5])
        return y

    return bands(weeks, np.asarray(hazards, np.float32)).astype(np.float64).sum() / 52


def test_that_the_bands_split_the_week_in_which_a_month_ends():
    month = 52 / 12
    assert cumulative(MEANS, 5) * 52 == pytest.approx(1.5 * month + (5 - month) * MEANS[1], rel=1e-6)
    assert 1 - np.exp(-1.5 / 12) == pytest.approx(0.12, abs=0.005)


@pytest.mark.parametrize(("weeks", "failed"), [(52, 0.32), (260, 0.39), (520, 0.51)])
def test_that_the_bands_reproduce_the_record(weeks, failed):
    assert 1 - np.exp(-cumulative(MEANS, weeks)) == pytest.approx(failed, abs=0.01)


def test_that_the_kernel_fails_ceasefires_at_the_rate_of_its_bands():
    n = 20_000
    c = reference(flat_bargaining(quiet(case("muddle_through", n)), 1e6))
    r = run(c, 624)
    start, back = r["ceasefire_week"], r["resumed_week"]
    assert (start == 1).all()
    for weeks in (4, 26, 52, 260, 520):
        want = 1 - np.exp(-cumulative(MEANS, weeks))
        got = np.mean((back > 0) & (back <= start + weeks))
        assert abs(got - want) < 3 * binomial_se(want, n), (weeks, got, want)


@pytest.mark.parametrize("effect", [-1.0, 0.7])
def test_that_a_covariate_multiplies_the_hazard(effect):
    n = 20_000
    c = reference(flat_bargaining(quiet(case("muddle_through", n)), 1e6)).set(verification_effect=effect)
    r = run(c, 530)
    want = 1 - np.exp(-cumulative(MEANS, 520) * np.exp(effect))
    got = np.mean((r["resumed_week"] > 0) & (r["resumed_week"] <= 521))
    assert abs(got - want) < 3 * binomial_se(want, n)


def test_that_an_unverified_truce_breaks_at_its_monthly_chance():
    n, p = 20_000, 0.7
    c = reference(flat_bargaining(quiet(case("muddle_through", n)), 1e6)).set(truce_abandon=p, standing_verification=0)
    c.lever(verification=0)
    r = run(c, 30)
    held = 1 - np.mean(r["truces_broken"] > 0)
    want = (1 - p) ** (28 / 30)
    assert abs(held - want) < 3 * binomial_se(want, n), (held, want)
    attempts = r["truces_broken"].sum() + np.sum(r["ceasefire_week"] > 0)
    assert np.sum(r["ceasefire_week"] > 0) / attempts == pytest.approx(want, abs=0.02)


def test_that_a_higher_hazard_only_brings_events_forward():
    c, d = case("muddle_through", 4096), case("muddle_through", 4096)
    d.params[...] = c.params
    for name in ("hazard_0_1m", "hazard_1_6m", "hazard_6_12m", "hazard_1_5y", "hazard_5_10y", "hazard_10y"):
        d.params[PARAMETER[name]] *= 1.3
    a, b = run(c, 624)["resumed_week"], run(d, 624)["resumed_week"]
    both = (a > 0) & (b > 0)
    assert (b[a > 0] > 0).all() and (b[both] <= a[both]).all() and (b[both] < a[both]).any()
