"""Analytic limits of bargaining and durability."""

import numpy as np
import pytest
from numba import njit

from forecast_kernels.layout.fitted import SIGNS_0
from forecast_kernels.layout.levers import NEVER
from forecast_kernels.model import ceasefire
from tests.kernels.case import FITTED, PARAMETER, by_bands, by_hazard, case, quiet, run

SIGNED_AND_HELD = 5  # signed in week 1, held for four weeks
MEANS = (1.5, 6 / 21.4, 6 / 20, 3 / 120, 5 / 111, 4 / 160)


def reference(c):
    """Hazards at their means, every covariate at its reference."""
    names = ("hazard_0_1m", "hazard_1_6m", "hazard_6_12m", "hazard_1_5y", "hazard_5_10y", "hazard_10y")
    by_bands(c).set(**dict(zip(names, MEANS, strict=True)))
    covariates = (
        "stakes_effect", "deaths_effect", "frailty_sd", "press_early", "press_late", "verification_effect",
        "bilateral_effect", "assurance_effect", "alliance_effect", "shift_effect", "mismatch_effect", "window_effect",
        "type_effect", "coerced_effect", "reputation_effect", "backing_effect", "dmz_effect",
    )  # fmt: skip
    c.set(**dict.fromkeys(covariates, 0.0), truce_30d_states=0, truce_30d_proxies=0)
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
    assert (r["agreement_week"] == 1).all() and (start >= SIGNED_AND_HELD).all()
    at_once = start == SIGNED_AND_HELD  # no return to war in the truce
    want = np.exp(-cumulative(MEANS, 4))
    assert abs(at_once.mean() - want) < 3 * binomial_se(want, n)
    assert ((r["truces_broken"] == 0) == at_once).all()
    for weeks in (26, 52, 260, 520):
        want = 1 - np.exp(cumulative(MEANS, 4) - cumulative(MEANS, weeks))
        got = np.mean((back[at_once] > 0) & (back[at_once] <= 1 + weeks))
        assert abs(got - want) < 3 * binomial_se(want, at_once.sum()), (weeks, got, want)


@pytest.mark.parametrize("effect", [-1.0, 0.7])
def test_that_a_covariate_multiplies_the_hazard(effect):
    n = 20_000
    c = reference(flat_bargaining(quiet(case("muddle_through", n)), 1e6)).set(verification_effect=effect)
    r = run(c, 530)
    at_once = r["ceasefire_week"] == SIGNED_AND_HELD
    want = 1 - np.exp((cumulative(MEANS, 4) - cumulative(MEANS, 520)) * np.exp(effect))
    got = np.mean((r["resumed_week"] > 0)[at_once] & (r["resumed_week"] <= 521)[at_once])
    assert abs(got - want) < 3 * binomial_se(want, at_once.sum())


def test_that_a_higher_hazard_only_brings_events_forward():
    """No truce breaks or fails here, so that the ceasefire begins in the same week with both hazards."""
    c, d = (by_bands(case("muddle_through", 4096)) for _ in range(2))
    c.set(hazard_0_1m=0, truce_30d_states=0, truce_30d_proxies=0)
    d.params[...] = c.params
    for name in ("hazard_1_6m", "hazard_6_12m", "hazard_1_5y", "hazard_5_10y", "hazard_10y"):
        d.params[PARAMETER[name]] *= 1.3
    a, b = run(c, 624)["resumed_week"], run(d, 624)["resumed_week"]
    both = (a > 0) & (b > 0)
    assert (b[a > 0] > 0).all() and (b[both] <= a[both]).all() and (b[both] < a[both]).any()
