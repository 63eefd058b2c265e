"""`forecast run --device cuda`: the whole path in the simulator, and what is said where there is no device."""

import hashlib
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

CONFIG = Path(__file__).resolve().parents[2] / "configs" / "smoke.yaml"
WORDS = ["run", str(CONFIG), "--members", "12", "--set", "horizon=30 weeks", "--set", "success="]
WITHOUT = "import sys; sys.modules['numba_cuda'] = None; from forecast.cli import main; main()"


def forecast(*words, start=("-m", "forecast"), **env):
    kept = {key: value for key, value in os.environ.items() if key != "NUMBA_ENABLE_CUDASIM"}
    return subprocess.run(
        [sys.executable, *start, *map(str, words)], env=kept | env, capture_output=True, text=True, timeout=900
    )


def made(root):
    (run,) = (root / "smoke").iterdir()
    files = {
        path.relative_to(run).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in run.rglob("*")
        if path.is_file() and path.name not in ("manifest.json", "run.log")
    }
    return files, json.loads((run / "manifest.json").read_text())


@pytest.mark.validate
def test_that_the_simulator_writes_the_bytes_of_the_processor(tmp_path):
    cpu = forecast(*WORDS, "--out", tmp_path / "cpu")
    cuda = forecast(*WORDS, "--device", "cuda", "--out", tmp_path / "cuda", NUMBA_ENABLE_CUDASIM="1")
    assert (cpu.returncode, cuda.returncode) == (0, 0), cpu.stderr + cuda.stderr
    assert "device CUDA simulator; slow, for tests" in cuda.stderr.splitlines()
    (files, manifest), (same_files, other) = made(tmp_path / "cpu"), made(tmp_path / "cuda")
    assert files == same_files
    assert any(name.endswith(".parquet") for name in files)
    assert manifest["config_hash"] == other["config_hash"]
    assert (manifest["hardware"]["device"], other["hardware"]["device"]) == ("cpu", "CUDA simulator")
    info = forecast("info", tmp_path / "cuda" / "smoke")
    assert ", chunks of 12, on CUDA simulator\n" in info.stdout


def refused(done):
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def test_that_a_missing_package_is_one_line_with_the_extra(tmp_path):
    done = forecast(*WORDS, "--device", "cuda", "--out", tmp_path, start=("-c", WITHOUT))
    assert refused(done) == '--device cuda: numba-cuda is not installed: pip install "frontcast[cuda]"'
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(find_spec("numba_cuda") is None, reason="numba-cuda is not installed")
def test_that_a_missing_gpu_is_one_line(tmp_path):
    done = forecast(*WORDS, "--device", "cuda", "--out", tmp_path, CUDA_VISIBLE_DEVICES="-1")
    assert refused(done).startswith("--device cuda: no CUDA GPU can be used: ")
    assert not list(tmp_path.iterdir())


def test_that_another_device_is_refused(tmp_path):
    done = forecast(*WORDS, "--device", "gpu", "--out", tmp_path)
    assert refused(done).startswith("forecast run: invalid value for '--device': 'gpu' is neither cpu nor cuda")
