"""Bits depend on seed, member and inputs, and on nothing else."""

from itertools import pairwise

import numpy as np
import pytest

from forecast_kernels.layout.regimes import COLLAPSED, PEACE2
from forecast_kernels.layout.series import BINS, N_SERIES, SERIES, edges, grid_weeks
from tests.kernels.case import TRACE, branches, case, run

WEEKS = 160


@pytest.mark.parametrize("cuts", [[0, 1, 300], [0, 127, 128, 129, 300], [0, 50, 250, 300]])
def test_that_cutting_members_into_ranges_changes_no_bit(cuts):
    c = case("surge_offer", 300)
    whole = run(c, WEEKS)
    parts = [run(c.columns(slice(a, b)), WEEKS, member0=a) for a, b in pairwise(cuts)]
    np.testing.assert_array_equal(np.hstack([p.out for p in parts]), whole.out)
    np.testing.assert_array_equal(np.hstack([p.donor_out for p in parts]), whole.donor_out)
    np.testing.assert_array_equal(sum(p.hist for p in parts), whole.hist)
    np.testing.assert_array_equal(sum(p.regimes for p in parts), whole.regimes)


def test_that_branches_share_their_noise():
    a, b = case("muddle_through", 256), case("surge_offer", 256)
    b.levers[...], b.donor_levers[...] = a.levers, a.donor_levers
    np.testing.assert_array_equal(run(a, WEEKS).out, run(b, WEEKS).out)


def test_that_members_beyond_32_bits_have_their_own_noise():
    c = case("muddle_through", 128)
    assert not np.array_equal(run(c, 60).out, run(c, 60, member0=2**32).out)


def test_that_another_seed_gives_other_members():
    c = case("muddle_through", 128)
    assert not np.array_equal(run(c, 60).out, run(c, 60, seed=7).out)


def test_that_the_traced_member_is_the_first():
    c = case("no_aid", 200)
    alone = run(c.columns(slice(0, 1)), WEEKS, trace=1)
    np.testing.assert_array_equal(run(c, WEEKS, trace=1).trace, alone.trace)
    assert alone.path("net")[52] == alone["net_w52"][0]


def test_that_the_traces_of_one_call_are_those_of_single_members():
    c = case("no_aid", 200)
    many = run(c, WEEKS, trace=128)
    for k in (0, 1, 77, 127):
        alone = run(c.columns(slice(k, k + 1)), WEEKS, member0=k, trace=1)
        np.testing.assert_array_equal(many.trace[:, :, k], alone.trace[:, :, 0])
    areas = many.trace[:, len(TRACE) :].astype(np.float64)
    assert areas.shape[1] == len(c.sectors)
    np.testing.assert_allclose(areas.sum(axis=1), many.trace[:, TRACE["net"]], rtol=1e-4, atol=0.05)


def test_that_every_member_is_counted_every_week():
    c = case("europe_led", 300)
    r = run(c, WEEKS)
    assert (r.hist.sum(axis=2) == 300).all() and (r.regimes.sum(axis=1) == 300).all()
    assert len(grid_weeks(WEEKS)) == len(r.hist)


def test_that_histograms_hold_what_the_members_say():
    c = case("europe_led", 300)
    r = run(c, 104)
    net, row = r["net_w104"], r.hist[grid_weeks(104).index(104), 0]
    want, _ = np.histogram(net, edges(SERIES[0]))
    assert (
        np.abs(row.astype(int) - want).sum() <= 2 and row.size == BINS and r.hist.shape[1] == N_SERIES + len(c.sectors)
    )


@pytest.mark.parametrize("branch", branches())
def test_that_every_outcome_is_finite_over_the_full_horizon(branch):
    r = run(case(branch, 2048), 624)
    assert np.isfinite(r.out).all() and np.isfinite(r.donor_out).all()
    start, back = r["ceasefire_week"], r["resumed_week"]
    assert (back[start < 0] == -1).all() and (back[back > 0] > start[back > 0]).all()
    assert ((r["held_w104"] >= 0) & (r["held_w104"] <= 1.1)).all()


def test_that_weeks_left_out_for_members_at_rest_change_no_bit():
    """A call with a trace leaves no week out; forces, supply and fires stay as they are in both."""
    c, weeks = case("no_aid", 640), 572
    short, full = run(c, weeks), run(c, weeks, trace=640)
    np.testing.assert_array_equal(short.out, full.out)
    np.testing.assert_array_equal(short.donor_out, full.donor_out)
    np.testing.assert_array_equal(short.hist, full.hist)
    np.testing.assert_array_equal(short.regimes, full.regimes)
    over = np.isin(full.trace[104, TRACE["regime"]], (PEACE2, COLLAPSED))
    assert 100 < over.sum() < 600
    for name in ("log_fires_ratio", "supply", "force_0", "force_1"):
        path = full.trace[104:, TRACE[name]]
        assert (path[:, over] == path[0, over]).all(), name
