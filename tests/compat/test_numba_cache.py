"""The compiled kernel is loaded without what only compiling needs, and compiling still works afterwards."""

import subprocess
import sys

CODE = """
import sys
from forecast.runner.cache import use_cache_folder
use_cache_folder()
from forecast.runner import warm
if sys.argv[1] == "fill":
    warm.warm()
    raise SystemExit
from numba.core.base import BaseContext
refresh, calls = BaseContext.refresh, []
def counted(self):
    calls.append(self)
    refresh(self)
BaseContext.refresh = counted
for _ in range(2):
    assert warm.load_compiled(), "Numba's inner parts changed: mend or drop forecast/compat/numba_cache.py"
warm.warm()
assert len(warm.simulate.overloads) == 1, "the kernel was compiled again: mend or drop forecast/compat/numba_cache.py"
assert calls == [], "Numba prepared for compiling: mend or drop forecast/compat/numba_cache.py"
from numba import njit
import numpy as np
assert abs(njit(lambda x: np.sin(x).sum())(np.ones(3)) - 3 * np.sin(1.0)) < 1e-12
assert calls
"""

OTHERWISE = """
from forecast.runner.cache import use_cache_folder
use_cache_folder()
from forecast.runner import warm
from forecast.compat.numba_cache import load_cached
warm.simulate._cache = None  # a Numba with other inner parts
assert load_cached(warm.simulate, warm._arguments()) is False
"""


def python(*words: str) -> None:
    done = subprocess.run([sys.executable, "-c", *words], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


def test_that_a_compiled_kernel_is_loaded_alone() -> None:
    for word in ("fill", "look"):
        python(CODE, word)


def test_that_another_numba_is_left_to_load_in_its_own_way() -> None:
    python(OTHERWISE)
