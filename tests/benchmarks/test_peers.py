"""Peers that need packages or a compiler's time of their own."""

import ast
import json
import subprocess
import sys

import numpy as np
import pytest

from benchmarks import agreement
from benchmarks.peers import kernel
from benchmarks.setting import mixed
from tests.array_model.draws import Once, Weekly


def test_that_jax_draws_have_the_laws_of_the_model(seed):
    jax = pytest.importorskip("jax", reason="a peer of `make bench` only")
    from benchmarks.peers.jax_draws import draw_weekly

    n = 50_000
    week = draw_weekly(jax.random.key(seed), n, 3)
    z = np.concatenate([np.ravel(week.oil), np.ravel(week.loss), np.ravel(week.level), np.ravel(week.sector_z)])
    assert abs(z.mean()) < 5.0 / np.sqrt(z.size) and abs(z.var() - 1.0) < 5.0 * np.sqrt(2.0 / z.size)
    t = np.clip(np.asarray(week.student), -8.0, 8.0)
    assert abs(np.mean(np.abs(t) > 1.943) - 0.1) < 5.0 * np.sqrt(0.09 / n)
    assert abs(np.mean(week.again) - 1.0) < 5.0 / np.sqrt(2 * n)
    assert week.sector_u.shape == (3, n) and np.min(week.sector_u) > 0.0 and np.max(week.sector_u) <= 1.0


def test_that_an_observed_command_tells_what_it_computed(root, tmp_path):
    seen = tmp_path / "observed.json"
    words = ["run", "configs/smoke.yaml", "--members", "256", "--chunk-size", "128", "--out", str(tmp_path), "--json"]
    command = [sys.executable, "-m", "benchmarks.system.observed", str(seen), *words]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=120)
    assert json.loads(done.stdout)["status"] == "complete"
    found = json.loads(seen.read_text())
    assert len(found["ranges"]) == 2
    assert all(0.0 < begin < end <= found["end"] and cpu > 0.0 for begin, end, cpu in found["ranges"])


@pytest.mark.parametrize("law", [Once, Weekly])
def test_that_jax_draws_everything_that_the_model_draws(root, law):
    """Seen in the source, because the tests' environment has no JAX."""
    tree = ast.parse((root / "benchmarks/peers/jax_draws.py").read_text(encoding="utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == law.__name__]
    assert [[word.arg for word in call.keywords] for call in calls] == [list(law._fields)]


@pytest.mark.validate
def test_that_naive_numba_agrees_with_the_kernel(seed):
    from benchmarks.peers import naive

    one = mixed(64_000)  # so many, because a week left out too early shows in one outcome only
    print(agreement.check("naive", one, kernel.outcomes(one, seed), naive.outcomes(one, seed + 1)))


@pytest.mark.validate
def test_that_jax_agrees_with_the_kernel(seed):
    pytest.importorskip("jax", reason="a peer of `make bench` only")
    from benchmarks.peers import jax_cpu
    from benchmarks.setting import HORIZON
    from tests.statistical.ensembles import with_spent

    one = mixed(4000)
    made = jax_cpu.compiled(one, HORIZON, "threefry2x32")
    named, spent = jax_cpu.run_case(made, one, seed, "threefry2x32")
    theirs = with_spent({name: np.asarray(row) for name, row in named.items()}, np.asarray(spent))
    print(agreement.check("jax", one, kernel.outcomes(one, seed), theirs))


@pytest.mark.validate
def test_that_the_workbench_brings_back_what_the_naive_kernel_says():
    pytest.importorskip("ema_workbench", reason="a peer of `make bench` only")
    from benchmarks.peers import ema

    assert ema.same_as_naive(20)
