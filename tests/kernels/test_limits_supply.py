"""Accounts that must close: pipelines, stocks, forces, wounded."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from forecast_kernels.model import forces, supply
from tests.kernels.case import DONOR_LEVER, PARAMETER, branches, case, run

flow = st.floats(0, 3, width=32)
F = np.float32


@given(st.floats(4, 100, width=32), st.lists(flow, min_size=1, max_size=60))
def test_that_a_pipeline_conserves_mass(lag, flows):
    rate = supply.stage_rate(F(lag))
    stages, committed, delivered = [F(0.0)] * 4, 0.0, 0.0
    for f in flows:
        *stages, out = supply.pipeline(*stages, rate, F(f))
        committed, delivered = committed + f, delivered + float(out)
        assert min(stages) >= 0
    assert delivered + sum(map(float, stages)) == np.float64(committed) or abs(
        delivered + sum(map(float, stages)) - committed
    ) < 1e-5 * max(committed, 1)


def test_that_a_pipeline_delays_by_its_mean_lag():
    rate, stages, lag = supply.stage_rate(F(16.0)), [F(0.0)] * 4, 0.0
    for t in range(400):
        *stages, out = supply.pipeline(*stages, rate, F(1.0) if t == 0 else F(0.0))
        lag += t * float(out)
    assert abs(lag - 16.0) < 0.01


@given(st.floats(0, 2, width=32), st.floats(0, 40, width=32), st.floats(0, 20, width=32), st.floats(0, 0.5, width=32))
def test_that_a_stock_is_never_negative(inflow, stock, start, gain):
    use = supply.use_in_war(F(inflow), F(stock), F(start), F(gain))
    after = supply.stock_step(F(stock), F(start), F(inflow), use, F(1.0))
    assert after >= 0 and use <= F(inflow) + F(stock) + F(1e-6)


@given(*[st.floats(0, 20, width=32)] * 4, st.floats(100, 1000, width=32), st.floats(0, 0.25, width=32))
def test_that_force_accounting_closes(joined, back, loss, away, force, separation):
    after = forces.force_step(F(force), F(joined), F(back), F(loss), F(away), F(separation))
    change = joined + back - loss - away - separation * force / 52
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
            np.testing.assert_allclose(np.diff(w)[fights], (stays * loss[1:] - w[:-1] / lag)[fights], atol=2e-4)
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
