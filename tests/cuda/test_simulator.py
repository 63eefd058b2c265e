"""The CUDA kernel in Numba's simulator against the compiled lane loops, to the bit."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from forecast_kernels.layout.series import DENSE_WEEKS, SPARSE_STEP
from tests.kernels.case import FITTED, SEED, branches, by_bands, by_hazard, case, run

MEMBERS, MEMBER0 = 24, 2**32 - 10  # the number of a member passes 32 bits on the way
HORIZON = DENSE_WEEKS + 2 * SPARSE_STEP + 5


def with_every_regime(branch):
    """Agreements come soon and fail soon, wars end again, so that a short run sees all that can happen."""
    c = by_bands(by_hazard(case(branch, MEMBERS), 3.0))
    return c.set(
        hazard_0_1m=3, hazard_1_6m=3, war_end_hazard=2, collapse_rate_0=0.2, truce_30d_states=0.5, truce_30d_proxies=0.5
    )


@pytest.mark.validate
def test_that_a_thread_gives_the_bits_of_a_lane(tmp_path):
    cases = {branch: with_every_regime(branch) for branch in branches()[::2]}
    want = {branch: run(c, HORIZON, member0=MEMBER0) for branch, c in cases.items()}
    any_of = next(iter(want.values()))
    inputs = {"branches": list(cases), "seed": SEED, "member0": MEMBER0, "horizon": HORIZON, "fitted": FITTED,
              "sectors": next(iter(cases.values())).sectors, "out": any_of.out.shape, "hist": any_of.hist.shape,
              "donor_out": any_of.donor_out.shape, "regimes": any_of.regimes.shape}  # fmt: skip
    for branch, c in cases.items():
        for name in ("params", "donors", "levers", "donor_levers"):
            inputs[f"{branch} {name}"] = getattr(c, name)
    given, made = tmp_path / "given.npz", tmp_path / "made.npz"
    np.savez(given, **inputs)
    script = Path(__file__).with_name("simulated.py")
    env = dict(os.environ, NUMBA_ENABLE_CUDASIM="1")
    done = subprocess.run([sys.executable, str(script), str(given), str(made)], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    got = np.load(made)
    for branch, r in want.items():
        for name in ("out", "donor_out", "hist", "regimes"):
            a, b = getattr(r, name), got[f"{branch} {name}"]
            assert a.dtype == b.dtype
            assert np.array_equal(a.view(np.uint32), b.view(np.uint32)), (branch, name, np.argwhere(a != b)[:5])
    seen = sum(r.regimes for r in want.values()).sum(0)
    assert np.all(seen > 0), f"regimes not all reached: {seen}"
    assert sum((r["resumed_week"] >= 0).sum() for r in want.values()) >= 10
