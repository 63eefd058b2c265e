"""The same bits on every processor: compiled for older instruction sets, run here."""

import os
import platform
import subprocess
import sys

import pytest

from tests.kernels.case import ROOT


def digest(tmp_path, **environment):
    env = dict(os.environ, NUMBA_CACHE_DIR=str(tmp_path), **environment)
    done = subprocess.run(
        [sys.executable, "-m", "tests.kernels.processor_process"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()[-1]


@pytest.mark.validate
@pytest.mark.skipif(platform.machine() != "x86_64", reason="instruction sets of x86-64 only")
def test_that_bits_do_not_depend_on_the_instruction_set(tmp_path):
    here = digest(tmp_path / "host")
    assert digest(tmp_path / "avx2", NUMBA_CPU_NAME="haswell", NUMBA_CPU_FEATURES="+avx2,+fma") == here
    assert digest(tmp_path / "old", NUMBA_CPU_NAME="x86-64", NUMBA_CPU_FEATURES="+sse2") == here
