"""Accounts that must close: pipelines, stocks, forces, wounded."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kernels.model import delay, economy, forces, supply
from tests.kernels.case import DONOR, DONOR_LEVER, PARAMETER, TRACE, branches, case, run

flow = st.floats(0, 3, width=32)
F = np.float32
SHORT_LAGS = [0.1, 0.2, 0.4, 0.45, 0.6]


def stage(lag):
    """Coefficients of a stage of a pipeline with this mean lag."""
    rate = F(supply.stage_rate(F(lag)))
    return F(delay.moved(rate)), F(delay.through(rate))


def conveyed(stages, coefficients, flow):
    """Stages and delivery of a pipeline after a week, single precision as in the kernel."""
    *after, out = supply.pipeline(*stages, *coefficients, F(flow))
    return [F(x) for x in after], out


@given(st.floats(0.0625, 1000, width=32), st.floats(0, 3, width=32), st.floats(0, 30, width=32))
def test_that_a_delay_is_the_solution_of_its_equation(lag, inflow, stock):
    """Against the integral of ds/dt = inflow - s/lag over one week, in double precision."""
    rate = 1.0 / lag
    share, passing = F(delay.moved(F(rate))), F(delay.through(F(rate)))
    left = stock * np.exp(-rate) - inflow * np.expm1(-rate) / rate
    assert float(delay.left(F(stock), F(inflow), share, passing)) == pytest.approx(left, rel=2e-6, abs=1e-6)
    out = float(delay.out(F(stock), F(inflow), share, passing))
    assert out == pytest.approx(stock + inflow - left, rel=2e-5, abs=2e-6)


@given(st.floats(2.0**-20, 500, width=32))
def test_that_the_shares_of_a_delay_are_right_at_every_rate(rate):
    assert float(delay.moved(F(rate))) == pytest.approx(-np.expm1(-rate), rel=1e-6)
    assert float(delay.through(F(rate))) == pytest.approx(1 + np.expm1(-rate) / rate, rel=2e-6, abs=2e-7)


def test_that_the_oil_price_has_its_exact_transition():
    """One week with the noise of the transition against the variance of an Ornstein-Uhlenbeck process."""
    for reversion in (0.0, 0.5, 26.0, 520.0):
        k = max(reversion, 1e-6)
        want = 0.35**2 * -np.expm1(-2 * k / 52) / (2 * k)
        assert float(economy.oil_noise(F(reversion), F(0.35))) ** 2 == pytest.approx(want, rel=1e-5)


@pytest.mark.parametrize("lag", SHORT_LAGS)
def test_that_delays_shorter_than_a_week_stay_within_bounds(lag):
    """A lag of 0.4 weeks once printed losses of 2.5e16, and 0.45 shifted a median by 17 % in silence."""
    week = run(case("surge_offer", 512).set(return_lag=1.0, fires_lag=1.0), 104)
    c = case("surge_offer", 512).set(return_lag=lag, fires_lag=lag)
    c.donors[:, DONOR["lag_stock"]] = lag
    c.donors[:, DONOR["lag_backfill"]] = lag
    r = run(c, 104)
    assert np.isfinite(r.out).all()
    for side in "01":
        name = f"losses_{side}_w104"
        assert r[name].max() < 5000
        assert np.median(r[name]) == pytest.approx(np.median(week[name]), rel=0.05)


@pytest.mark.parametrize("rate", [1.0, 3.0, 10.0])
def test_that_rates_above_one_a_week_stay_within_bounds(rate):
    c = case("surge_offer", 512).set(
        fort_build=rate, salient_decay=rate / 10, salient_intel_mult=20, separation_0=2.6 * rate,
        separation_1=2.6 * rate, absence_0=30 * rate, oil_reversion=52 * rate,
    )  # fmt: skip
    r = run(c, 104, trace=8)
    assert np.isfinite(r.out).all() and np.isfinite(r.trace).all()
    assert (r["salient_w26"] >= 0).all() and (r["force_0_w52"] > 0).all()
    oil = r.trace[:, TRACE["log_oil"]]
    assert np.abs(oil - oil[0]).max() < 1.0


@given(st.floats(0.125, 100, width=32), st.lists(flow, min_size=1, max_size=60))
def test_that_a_pipeline_conserves_mass(lag, flows):
    coefficients = stage(lag)
    stages, committed, delivered = [F(0.0)] * 4, 0.0, 0.0
    for f in flows:
        stages, out = conveyed(stages, coefficients, f)
        committed, delivered = committed + f, delivered + float(out)
        assert min(stages) >= 0
    assert delivered + sum(map(float, stages)) == np.float64(committed) or abs(
        delivered + sum(map(float, stages)) - committed
    ) < 1e-5 * max(committed, 1)


@pytest.mark.parametrize("mean", [*SHORT_LAGS, 1.0, 4.0, 16.0, 67.0])
def test_that_a_pipeline_delays_by_its_mean_lag(mean):
    """A week's commitment enters evenly over its week and comes out evenly over the weeks of its delivery."""
    stages, lag, came, coefficients = [F(0.0)] * 4, 0.0, 0.0, stage(mean)
    for t in range(1000):
        stages, out = conveyed(stages, coefficients, 1.0 if t == 0 else 0.0)
        lag += t * float(out)
        came += float(out)
    assert came == pytest.approx(1.0, abs=1e-5)
    assert lag == pytest.approx(mean, rel=1e-3)


@pytest.mark.parametrize("mean", [*SHORT_LAGS, 8.0, 67.0])
def test_that_a_pipeline_at_rest_delivers_what_is_committed(mean):
    stages = [F(mean / 4.0)] * 4
    for _ in range(52):
        stages, out = conveyed(stages, stage(mean), 1.0)
        assert float(out) == pytest.approx(1.0, rel=1e-5)


@given(st.floats(0, 2, width=32), st.floats(0, 40, width=32), st.floats(0, 20, width=32), st.floats(0, 0.5, width=32))
def test_that_a_stock_is_never_negative(inflow, stock, start, gain):
    use = supply.use_in_war(F(inflow), F(stock), F(start), F(gain))
    after = supply.stock_step(F(stock), F(start), F(inflow), use, F(1.0))
    assert after >= 0 and use <= F(inflow) + F(stock) + F(1e-6)


@given(*[st.floats(0, 20, width=32)] * 4, st.floats(100, 1000, width=32), st.floats(0, 0.25, width=32))
def test_that_force_accounting_closes(joined, back, loss, away, force, separation):
    leaves = F(forces.leaving(F(away) / F(force), F(separation)))
    after = forces.force_step(F(force), F(joined), F(back), F(loss), leaves)
    change = joined + back - loss + force * np.expm1(-away / force - separation / 52)
    assert abs(float(after) - force - change) < 2e-4


def test_that_weekly_paths_add_up():
    for branch in branches():
        c = case(branch, 1)
        r = run(c, 200, trace=1)
        for side in "01":
            np.testing.assert_allclose(np.cumsum(r.path(f"loss_{side}")), r.path(f"losses_{side}"), rtol=1e-5)
        np.testing.assert_allclose(np.cumsum(r.path("weekly_net")), r.path("net"), rtol=1e-4, atol=0.02)
        fights = np.isin(r.path("regime")[:-1], (0, 3))
        lag = c.params[PARAMETER["return_lag"], 0]
        for side in "01":
            stays = (1 - c.params[PARAMETER[f"killed_frac_{side}"], 0]) * c.params[PARAMETER[f"return_frac_{side}"], 0]
            w, loss = r.path(f"wounded_{side}"), r.path(f"loss_{side}")
            even = stays * loss[1:] * lag
            np.testing.assert_allclose(np.diff(w)[fights], ((even - w[:-1]) * -np.expm1(-1 / lag))[fights], atol=2e-4)
        assert (r.path("stock") >= 0).all() and (r.path("salient") >= 0).all() and (r.path("force_0") > 0).all()


def test_that_a_side_without_any_supply_loses_no_more_than_it_has():
    c = case("no_aid", 4096)
    c.donor_levers[:, DONOR_LEVER["keep"]] = 0
    c.donor_levers[:, DONOR_LEVER["change_week"]] = 1
    c.donor_levers[:, DONOR_LEVER["runout"]] = 0
    c.donor_levers[:, DONOR_LEVER["halt_pipeline"]] = 1
    c.donor_levers[:, DONOR_LEVER["backfill_mult"]] = 0
    r = run(c, 312)
    assert np.isfinite(r.out).all() and np.isfinite(r.donor_out).all()
    most = c.params[PARAMETER["force_0"]] + 104 * 3 * c.params[PARAMETER["intake_0"]] * 1.2
    assert (r["losses_0_w104"] < 2 * most).all()
    assert (r["force_0_w52"] < 2 * c.params[PARAMETER["force_0"]]).all()
