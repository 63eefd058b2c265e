"""EMA Workbench driving the naive kernel, one experiment a call, by its pool of two processes.

`python -m benchmarks.peers.ema N [BRANCH ...]` is a process of its own: the workbench forks, which a process that has
begun threads must not. It prints one JSON line: CPU seconds of the experiments in all processes, wall seconds, and the
outcomes. Every parameter of sides and donors that differs between draws is an uncertainty, every branch a policy, every
outcome of the kernel a scalar outcome. Levers, of which a few are drawn too, are looked up by the number of the draw.
"""

import contextlib
import json
import os
import resource
import subprocess
import sys
import time
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.naive import paces_of, run_one
from benchmarks.peers.peer import Outcomes, Peer
from benchmarks.setting import HORIZON, SEED, mixed, of_branches
from forecast_kernels.layout.outcomes import OUTCOMES
from tests.kernels.case import FITTED
from tests.statistical.ensembles import Case

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 2
EXPERIMENTS = 1000  # in all branches together
NAMES = [column.name for column in OUTCOMES]
ONLY: list[str] = []  # of the branches, set by the command line; all if empty


@lru_cache(maxsize=1)
def case(count: int = EXPERIMENTS) -> Case:
    return mixed(count, tuple(ONLY))


@cache
def rows() -> np.ndarray:
    """Parameters of the sides and of the donors, draws of one branch in rows: f32[n, NP + ND * NDP]."""
    one = case()
    draws = next(iter(of_branches(one, tuple(ONLY)).values()))
    blocks = [a[..., draws].reshape(-1, draws.stop) for a in (one.params, one.donors)]
    return np.ascontiguousarray(np.concatenate(blocks).T)


@cache
def uncertain() -> dict[str, int]:
    """Name of each uncertainty -> its column in `rows`."""
    return {f"x{k}": int(k) for k in np.flatnonzero(np.ptp(rows(), axis=0) > 0.0)}


@cache
def levers() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Levers f32[n, NL] and donor levers f32[n, ND, NDL] of each branch."""
    one = case()
    made = {}
    for branch, columns in of_branches(one, tuple(ONLY)).items():
        blocks = (one.levers[:, columns], one.donor_levers[..., columns])
        first, second = (np.ascontiguousarray(np.moveaxis(a, -1, 0)) for a in blocks)
        made[branch] = (first, second)
    return made


@cache
def paces() -> np.ndarray:
    return paces_of(case().sectors)


def model(branch: str, draw: int, **values: float) -> dict[str, float]:
    """One member of one branch: what a user of the workbench would write around a compiled model."""
    one, row = case(), rows()[0].copy()
    row[list(uncertain().values())] = [values[name] for name in uncertain()]
    n = one.params.shape[0]
    of_branch, of_donors = levers()[branch]
    out, _ = run_one(
        SEED + draw, HORIZON, row[:n], row[n:].reshape(one.donors.shape[:2]), of_branch[draw], of_donors[draw],
        one.sectors, paces(), FITTED,
    )  # fmt: skip
    return dict(zip(NAMES, out.tolist(), strict=True))


def main(count: int) -> None:
    """Run `count` experiments in all branches together and print the JSON line."""
    from ema_workbench import (
        CategoricalParameter,
        IntegerParameter,
        Model,
        MultiprocessingEvaluator,
        Policy,
        RealParameter,
        ScalarOutcome,
        Scenario,
    )

    with contextlib.suppress(AttributeError, OSError):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))  # its parent is held to one core, the pool is not
    branches = list(levers())
    low, high = rows().min(axis=0) - 1e-6, rows().max(axis=0) + 1e-6
    made = Model("frontcast", function=model)
    sides = [RealParameter(name, float(low[k]), float(high[k])) for name, k in uncertain().items()]
    made.uncertainties = [IntegerParameter("draw", 0, len(rows()) - 1), *sides]
    made.levers = [CategoricalParameter("branch", branches)]
    made.outcomes = [ScalarOutcome(name) for name in NAMES]
    drawn = [{name: float(rows()[m, k]) for name, k in uncertain().items()} for m in range(count // len(branches))]
    scenarios = [Scenario(str(m), draw=m, **values) for m, values in enumerate(drawn)]
    policies = [Policy(branch, branch=branch) for branch in branches]
    model(branches[0], 0, **drawn[0])  # compiled before the workers are forked
    before, begun = _cpu(), time.perf_counter()
    with MultiprocessingEvaluator(made, n_processes=PROCESSES) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios, policies)
    seconds, wall = _cpu() - before, time.perf_counter() - begun
    order = np.lexsort((experiments["draw"], experiments["branch"].map(branches.index)))
    named = {name: np.ravel(outcomes[name])[order].tolist() for name in NAMES}
    print(json.dumps({"cpu": seconds, "wall": wall, "outcomes": named}))


def _cpu() -> float:
    """CPU seconds of this process and of all that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def call(count: int, only: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a process of its own says of `count` experiments, at most EXPERIMENTS. only: these branches, else all."""
    words = [sys.executable, "-m", "benchmarks.peers.ema", str(count), *only]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        raise RuntimeError(f"the workbench failed: {done.stderr.strip().splitlines()[-1:]}")
    return json.loads(done.stdout.splitlines()[-1])


def same_as_naive(count: int = 50) -> bool:
    """Whether the workbench brings back, member by member, what the naive kernel says."""
    from benchmarks.peers import naive

    brought_back: Outcomes = {name: np.array(row) for name, row in call(count)["outcomes"].items()}
    each = count // len(levers())
    for k, columns in enumerate(of_branches(case()).values()):
        part = Case(*(np.ascontiguousarray(a[..., columns][..., :each]) for a in case()[:4]), case().sectors)
        mine = naive.outcomes(part, SEED)
        if any(not np.array_equal(brought_back[name][k * each : (k + 1) * each], mine[name]) for name in NAMES):
            return False
    return True


def peer() -> Peer:
    note = f"{version('ema_workbench')}, naive kernel, {PROCESSES} processes, {len(uncertain())} uncertainties"
    return Peer("ema", EXPERIMENTS, lambda: float(call(EXPERIMENTS)["cpu"]), note=note)


if __name__ == "__main__":
    ONLY += sys.argv[2:]
    main(int(sys.argv[1]))
