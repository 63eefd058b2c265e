"""Runs the oracle un-jitted: python oracle_process.py INPUTS.npz OUTPUTS.npz, with NUMBA_DISABLE_JIT=1."""

import sys

import numpy as np
from numba.core import config

from tests.kernels.oracle import run_member

assert config.DISABLE_JIT, "the oracle must run as plain Python"
np.seterr(all="ignore")
given = np.load(sys.argv[1])
out, donor_out, traces = [], [], []
for k in range(given["params"].shape[1]):
    o, d, t = run_member(
        int(given["seed"]), k, int(given["horizon"]), given["params"][:, k], given["donors"][:, :, k],
        given["levers"][:, k], given["donor_levers"][:, :, k], given["sectors"], given["fitted"],
    )  # fmt: skip
    out.append(o)
    donor_out.append(d)
    traces.append(t)
np.savez(sys.argv[2], out=np.array(out).T, donor_out=np.array(donor_out).T, trace=np.array(traces))
