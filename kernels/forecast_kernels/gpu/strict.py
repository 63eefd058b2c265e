"""Strict arithmetic on the GPU: the compiler fuses no multiply and add that the model does not fuse itself.

NVVM fuses a*b + c by default, and Numba has no option to turn that off. Within `strict`, Numba calls NVVM with -fma=0.
Then every operation states its rounding in PTX (`mul.rn`, `add.rn`), and the assembler does not fuse it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

OPTIONS = {"fma": False, "ftz": False, "prec_div": True, "prec_sqrt": True}


@contextmanager
def strict() -> Iterator[None]:
    """Makes kernels strict that are compiled in this context. Kernels that were compiled before do not change."""
    from numba.cuda.cudadrv import nvvm

    compile_ir = getattr(nvvm, "compile_ir", None)
    if compile_ir is None:  # the simulator has no compiler
        yield
        return
    nvvm.compile_ir = lambda code, **options: compile_ir(code, **(options | OPTIONS))
    try:
        yield
    finally:
        nvvm.compile_ir = compile_ir
