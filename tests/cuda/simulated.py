"""The CUDA kernel in Numba's simulator: python simulated.py INPUTS.npz OUTPUTS.npz, with NUMBA_ENABLE_CUDASIM=1."""

import sys

import numpy as np

from forecast_kernels.gpu.device import SIMULATOR, device_name
from forecast_kernels.gpu.simulate import simulate

assert device_name() == SIMULATOR
given = np.load(sys.argv[1])
made = {}
for branch in given["branches"]:
    inputs = [given[f"{branch} {name}"] for name in ("params", "donors", "levers", "donor_levers")]
    out, donor_out = np.full(given["out"], np.nan, np.float32), np.full(given["donor_out"], np.nan, np.float32)
    hist, regimes = np.zeros(given["hist"], np.uint32), np.zeros(given["regimes"], np.uint32)
    simulate(
        int(given["seed"]), int(given["member0"]), int(given["horizon"]), *inputs, given["sectors"], given["fitted"],
        out, donor_out, hist, regimes,
    )  # fmt: skip
    filled = {"out": out, "donor_out": donor_out, "hist": hist, "regimes": regimes}
    made |= {f"{branch} {name}": array for name, array in filled.items()}
np.savez(sys.argv[2], **made)
