"""The files of a run have the same bytes whatever processor the libraries and the compiler take it for."""

import hashlib
import os
import platform
import subprocess
import sys

import pytest
from numpy._core import _multiarray_umath

from tests.kernels.case import ROOT

ELSEWHERE = ("manifest.json", "run.log")
"""They hold times and versions; everything else must not depend on the machine."""

NEW = [name for name in _multiarray_umath.__cpu_dispatch__ if _multiarray_umath.__cpu_features__[name]]
"""Instruction sets beyond NumPy's baseline that this processor has."""

HASWELL, PRESCOTT = "Haswell, NumPy without any", "Prescott, NumPy without the newest"
LIBRARIES = {
    HASWELL: {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": " ".join(NEW)},
    PRESCOTT: {
        "OPENBLAS_CORETYPE": "Prescott",
        "NPY_DISABLE_CPU_FEATURES": " ".join(NEW[1:]),
    },
}
COMPILERS = {
    "haswell": {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": "+avx2,+fma"},
    "x86-64": {"NUMBA_CPU_NAME": "x86-64", "NUMBA_CPU_FEATURES": "+sse2"} | LIBRARIES[HASWELL],
}
old = pytest.mark.skipif(platform.machine() != "x86_64", reason="instruction sets of x86-64 only")


def stored(out, environment):
    """SHA-256 of every file of a small run, by its path in the run folder."""
    words = ("run", "configs/smoke.yaml", "--members", "400", "--threads", "1", "--quiet", "--out", str(out))
    done = subprocess.run(
        [sys.executable, "-m", "forecast", *words],
        cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    (run,) = out.glob("smoke/*")
    files = (path for path in run.rglob("*") if path.is_file() and path.name not in ELSEWHERE)
    return {str(path.relative_to(run)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """The files as this processor makes them."""
    found = stored(tmp_path_factory.mktemp("here"), {})
    assert len(found) > 10 and "timeseries.nc" in found and "bands.parquet" in found
    return found


@old
@pytest.mark.parametrize("name", [HASWELL, pytest.param(PRESCOTT, marks=pytest.mark.validate)])
def test_that_the_libraries_change_no_byte(tmp_path, here, name):
    assert stored(tmp_path, LIBRARIES[name]) == here


@old
@pytest.mark.validate
@pytest.mark.parametrize("name", COMPILERS)
def test_that_the_compiler_changes_no_byte(tmp_path, here, name):
    assert stored(tmp_path, COMPILERS[name] | {"XDG_CACHE_HOME": str(tmp_path / "cache")}) == here
