"""A GPU beside one core of the same machine: `python -m benchmarks.gpu [MEMBERS]`. Without a GPU it says so and ends.

Prints members a second, the share of the measured single-precision limit, and whether the outcomes agree: to the bit,
and in distribution as `tests.statistical.comparing` measures it.
"""

import math
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from numba import cuda

from forecast.errors import ConfigError
from forecast.runner.device import SIMULATOR, find_device
from forecast_kernels.cpu.buffers import Buffers, buffers
from forecast_kernels.cpu.simulate import simulate as on_cpu
from forecast_kernels.layout.outcomes import OUTCOMES
from forecast_kernels.numeric.arithmetic import fma
from tests.kernels.case import FITTED
from tests.statistical.comparing import of_outcomes
from tests.statistical.ensembles import Ensemble, branches, case, with_spent

MEMBERS = 65_536
COMPARED = 8_192
HORIZON, SEED = 624, 20241220
FP32_PER_WEEK = 4_000
"""Additions, multiplications and fused ones of a member-week of war in the kernel's PTX, loops counted out.

A warp takes the path of war while any of its 32 members does; one whose members all rest does less. So the share of the
limit that is printed is an upper figure.
"""

ROUNDS = 4_096
LIMIT = 5.0  # joint standard errors
NAMES = [one.name for one in OUTCOMES]


def filled_by(inputs: tuple[np.ndarray, ...]) -> Buffers:
    """Buffers for a call with these inputs, without a trace."""
    params, donors, sectors = inputs[0], inputs[1], inputs[4]
    return buffers(params.shape[1], len(donors), len(sectors), HORIZON)


def median_seconds(call: Callable[[], object], times: int = 5) -> float:
    """Wall time of a call that ends when the GPU has; the first one, which compiles, is left out."""
    call()
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def chains(rounds, b, c, out):
    """Eight independent chains of fused multiply-adds in every thread."""
    i = cuda.grid(1)
    s, t, u, v, w, x, y, z = b, c, b + c, b - c, -b, -c, c - b, -b - c
    for _ in range(rounds):
        s, t, u, v = fma(s, b, c), fma(t, b, c), fma(u, b, c), fma(v, b, c)
        w, x, y, z = fma(w, b, c), fma(x, b, c), fma(y, b, c), fma(z, b, c)
    out[i] = s + t + u + v + w + x + y + z


def fp32_limit(blocks: int = 4_096, threads: int = 256) -> float:
    """Single-precision instructions a second."""
    kernel = cuda.jit(chains, fastmath=False)
    out = cuda.device_array(blocks * threads, np.float32)

    def call() -> None:
        kernel[blocks, threads](ROUNDS, np.float32(0.999), np.float32(1e-3), out)
        cuda.synchronize()

    return 8.0 * ROUNDS * blocks * threads / median_seconds(call)


def one_core(inputs: tuple[np.ndarray, ...], filled: Buffers) -> float:
    """Members a second of one core."""
    on_cpu(SEED, 0, 1, *inputs, FITTED, *filled_by(inputs))
    begun = time.thread_time()
    on_cpu(SEED, 0, HORIZON, *inputs, FITTED, *filled)
    return inputs[0].shape[1] / (time.thread_time() - begun)


def agreement(one: Buffers, other: Buffers) -> str:
    """How alike two runs of the same members are."""
    named = [
        Ensemble(with_spent(dict(zip(NAMES, x.out, strict=True)), x.donor_out), x.hist, x.regimes) for x in (one, other)
    ]
    same = float((one.out.view(np.uint32) == other.out.view(np.uint32)).all(axis=0).mean())
    worst = max(of_outcomes(*named), key=lambda d: abs(d.z) if d.z == d.z else math.inf)
    verdict = "agree" if abs(worst.z) < LIMIT else "DISAGREE"
    return f"{same:.2%} of members to the bit; outcomes {verdict}: farthest {worst.what}, {worst.z:.2f} s.e."


def main() -> None:
    try:
        device = find_device("cuda")
        if device.name == SIMULATOR:
            raise ConfigError.of("NUMBA_ENABLE_CUDASIM", "the simulator is no GPU: unset the variable")
    except ConfigError as problem:
        print(problem, file=sys.stderr)
        sys.exit(problem.exit_code)
    from forecast_kernels.gpu.simulate import simulate as on_gpu

    members = int(sys.argv[1]) if len(sys.argv) > 1 else MEMBERS
    limit = fp32_limit()
    print(f"{device.name}: {limit:.3g} single-precision instructions a second, measured")
    for branch in branches():
        inputs, few = tuple(case(branch, members)), tuple(case(branch, COMPARED))
        filled, one, other = filled_by(inputs), filled_by(few), filled_by(few)
        rate = members / median_seconds(lambda a=inputs, b=filled: on_gpu(SEED, 0, HORIZON, *a, FITTED, *b[:-1]))
        core = one_core(few, one)
        on_gpu(SEED, 0, HORIZON, *few, FITTED, *other[:-1])
        share = FP32_PER_WEEK * HORIZON * rate / limit
        print(f"{branch:16s} {rate:12,.0f} members/s, copies included: {rate / core:.0f} x one core ({core:,.0f}/s)")
        print(f"{'':16s} {share:.1%} of the limit; {agreement(one, other)}")


if __name__ == "__main__":
    main()
