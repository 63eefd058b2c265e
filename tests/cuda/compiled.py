"""Writes the kernel's PTX for compute capability 9.0 without a GPU: python compiled.py OUT.ptx. Exit 3: no compiler."""

import sys
from pathlib import Path
from types import SimpleNamespace

from numba import cuda, types
from numba.cuda import dispatcher
from numba.cuda.cudadrv import nvvm

from forecast_kernels.gpu.strict import strict
from forecast_kernels.gpu.thread import kernel_for

CAPABILITY = (9, 0)
DONORS, SECTORS = 6, 13


def floats(dimensions):
    return types.Array(types.float32, dimensions, "C")


def counts(dimensions):
    return types.Array(types.uint32, dimensions, "C")


SIGNATURE = (
    types.uint64,
    types.uint64,
    types.int64,
    types.Tuple((floats(2), floats(3), floats(2), floats(3))),
    types.Tuple((floats(2), floats(1))),
    types.Tuple((floats(2), floats(2), counts(3), counts(2))),
)

try:
    if not nvvm.is_available():
        raise OSError("NVVM was not found")
    from numba.cuda.cudadrv import nvrtc

    nvrtc.get_supported_ccs()
except Exception as problem:
    print(" ".join(str(problem).split()))
    sys.exit(3)
dispatcher.get_current_device = lambda: SimpleNamespace(compute_capability=CAPABILITY)
with strict():
    ptx, _ = cuda.compile_ptx(kernel_for(DONORS, SECTORS).py_func, SIGNATURE, device=False, cc=CAPABILITY)
Path(sys.argv[1]).write_text(ptx)
