"""Strict arithmetic on the GPU: no multiply and add are joined that the model did not join itself.

NVVM fuses a*b + c by default, and Numba has no option against it. Within `strict`, Numba's call of NVVM is given
-fma=0: then all operations carry their rounding in PTX (`mul.rn`, `add.rn`), and the assembler leaves them alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager

OPTIONS = {"fma": False, "ftz": False, "prec_div": True, "prec_sqrt": True}


@contextmanager
def strict() -> Iterator[None]:
    """Compile in here; kernels that were compiled before stay as they are."""
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
