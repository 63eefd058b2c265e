"""What the CUDA kernel compiles to, without a GPU: single precision, strict, inlined, and within the registers."""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.validate,  # it compiles for most of a minute
    pytest.mark.skipif(find_spec("numba_cuda") is None, reason="numba-cuda is not installed"),
]


@pytest.fixture(scope="module")
def ptx(tmp_path_factory):
    """The file of the kernel's PTX."""
    target = tmp_path_factory.mktemp("ptx") / "kernel.ptx"
    script = Path(__file__).with_name("compiled.py")
    env = {key: value for key, value in os.environ.items() if key != "NUMBA_ENABLE_CUDASIM"}
    done = subprocess.run([sys.executable, str(script), str(target)], env=env, capture_output=True, text=True)
    if done.returncode == 3:
        pytest.skip(f"CUDA's compiler is not here: {done.stdout.strip()}")
    assert done.returncode == 0, done.stderr
    return target


def test_that_arithmetic_is_single_and_strict(ptx):
    text = ptx.read_text()
    operations = re.findall(r"^\s+(?:@!?%p\d+ )?([a-z][\w.]*)", text, re.M)
    assert len(operations) > 5000
    assert not [one for one in operations if "f64" in one], "double precision"
    assert not [one for one in operations if one.startswith("call")], "a function was not inlined"
    assert not [one for one in operations if "approx" in one or ".ftz" in one], "an approximation"
    loose = [one for one in operations if re.fullmatch(r"(add|sub|mul|fma|div|sqrt)(?!\.rn).*\.f32", one)]
    assert not loose, "without .rn the assembler may fuse it"
    assert "red.global.add.u32" in text or "atom.global.add.u32" in text


def test_that_nothing_is_spilled(ptx, tmp_path):
    ptxas = shutil.which("ptxas")
    if ptxas is None:
        pytest.skip("ptxas is not on PATH")
    text = ptx.read_text()
    for _ in range(2):
        source = tmp_path / "kernel.ptx"
        source.write_text(text)
        command = [ptxas, "-v", "-arch=sm_90", str(source), "-o", str(tmp_path / "kernel.cubin")]
        done = subprocess.run(command, capture_output=True, text=True)
        older = re.search(r"Unsupported \.version .*current version is '([\d.]+)'", done.stderr)
        if older is None:
            break
        text = re.sub(r"^\.version .*$", f".version {older[1]}", text, flags=re.M)
    assert done.returncode == 0, done.stderr
    found = re.search(r"(\d+) bytes stack frame, (\d+) bytes spill stores, (\d+) bytes spill loads", done.stderr)
    registers = re.search(r"Used (\d+) registers", done.stderr)
    assert found and registers, done.stderr
    print(f"{registers[1]} registers, {found[1]} bytes of local memory a thread")
    assert (int(found[2]), int(found[3])) == (0, 0), found[0]
    assert int(registers[1]) <= 255
