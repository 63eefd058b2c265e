"""The compiled lane loops against the same scalar functions run as plain Python."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tests.kernels.case import FITTED, OUTCOME, SEED, TRACE, branches, case, run

EVENTS = [
    "ceasefire_week", "resumed_week", "large_war_week", "broken_week", "low_weeks", "collapse_week_0",
    "collapse_week_1", "agreement_week", "refused_week", "surge_week", "member_week", "end2_week", "truces_broken",
    "verified", "neutral", "gap_failure", "ruptures_0", "ruptures_1",
]  # fmt: skip


def oracle(folder, branch, n, horizon):
    c = case(branch, n)
    given, made = folder / f"{branch}.npz", folder / f"{branch}-oracle.npz"
    np.savez(given, seed=SEED, horizon=horizon, params=c.params, donors=c.donors, levers=c.levers,
             donor_levers=c.donor_levers, sectors=c.sectors, fitted=FITTED)  # fmt: skip
    env = dict(os.environ, NUMBA_DISABLE_JIT="1")
    script = Path(__file__).with_name("oracle_process.py")
    subprocess.run([sys.executable, str(script), str(given), str(made)], env=env, check=True)
    return branch, c, np.load(made)


def margin(trace, week):
    """Relative distance of a member's integrated hazards from their thresholds in a week."""
    pairs = (("cum_agree", "need_agree"), ("cum_return", "need_return"), ("spell", "break_age"))
    return min(abs(trace[week, TRACE[a]] / max(trace[week, TRACE[b]], 1e-9) - 1) for a, b in pairs)


def compare(folder, names, n, horizon):
    with ThreadPoolExecutor(2) as pool:
        for branch, c, want in pool.map(lambda name: oracle(folder, name, n, horizon), names):
            got = run(c, horizon)
            for name in EVENTS:
                a, b = got[name], want["out"][OUTCOME[name]]
                for k in np.flatnonzero(a != b):
                    week = min(int(max(a[k], b[k], 1)), horizon)
                    assert margin(want["trace"][k], week) < 1e-6, (branch, k, name, a[k], b[k])
            np.testing.assert_allclose(got.out, want["out"], rtol=1e-4, atol=2e-3, err_msg=branch)
            np.testing.assert_allclose(got.donor_out, want["donor_out"], rtol=1e-4, err_msg=branch)


def test_that_compiled_and_plain_python_agree_in_a_short_run(tmp_path):
    compare(tmp_path, ["surge_offer", "no_aid"], 12, 60)


@pytest.mark.validate
def test_that_compiled_and_plain_python_agree_over_the_full_horizon(tmp_path):
    compare(tmp_path, branches(), 20, 624)


@pytest.mark.validate
def test_that_compiled_and_plain_python_agree_for_many_members(tmp_path):
    compare(tmp_path, branches(), 200, 60)
