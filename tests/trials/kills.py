"""Kills runs at random moments until they are finished, and compares the files with those of an undisturbed run.

`python -m tests.trials.kills 200 --seed 1` makes 200 kills over threads, shards and Dask workers.
"""

import argparse
import hashlib
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tests.trials.processes import killed_or_done, merge, run_shard, run_whole

CONFIG = Path(__file__).resolve().parents[2] / "configs" / "smoke.yaml"
TEXTS = ("horizon=5 weeks", "success=", "branches.surge_bluff=", "branches.europe_led=", "branches.surge_offer=")
MEMBERS, BRANCHES, SHARDS = 66_000, 2, 3


class Whole(NamedTuple):
    """An undisturbed run: digests of its files, and its seconds."""

    files: dict[str, str]
    seconds: float


class Killed(NamedTuple):
    """What became of a disturbed run: number of kills, and what is wrong with its files."""

    kind: str
    kills: int
    problems: list[str]


def undisturbed(out: Path) -> Whole:
    begun = time.monotonic()
    killed_or_done(run_whole, (str(CONFIG), TEXTS, MEMBERS, str(out)), None)
    begun = time.monotonic() - begun
    (run,) = out.glob("smoke/*")
    return Whole(digests(run), begun)


def digests(run: Path) -> dict[str, str]:
    kept = (".parquet", ".nc", ".csv", ".yaml")
    return {
        path.relative_to(run).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(run.rglob("*"))
        if path.suffix in kept
    }


def kill_threads(rng: np.random.Generator, whole: Whole, out: Path, kills: int) -> Killed:
    """Kill one process with two threads, `kills` times or until it is finished."""
    done = _until_done(run_whole, (str(CONFIG), TEXTS, MEMBERS, str(out)), rng, whole.seconds, kills)
    return Killed("threads", done, problems(out, whole))


def kill_shards(rng: np.random.Generator, whole: Whole, out: Path, kills: int) -> Killed:
    """Kill the processes of the shards one after the other, and the one that merges."""
    arguments, done = (str(CONFIG), TEXTS, MEMBERS, str(out)), 0
    for number in rng.permutation(SHARDS) + 1:
        most = min(kills // 4 + 1, kills - done)
        done += _until_done(run_shard, (*arguments, int(number), SHARDS), rng, whole.seconds, most)
    done += _until_done(merge, arguments, rng, whole.seconds, kills - done)
    return Killed("shards", done, problems(out, whole))


def kill_workers(rng: np.random.Generator, whole: Whole, out: Path, kills: int) -> Killed:
    """Kill workers of a Dask cluster while they compute the parts of a run."""
    import os
    import signal
    import threading

    import dask
    import distributed

    from forecast.runner.cluster import PartTask, compute_on
    from forecast.runner.runner import RunSession
    from forecast.runner.shards import open_shared
    from tests.trials.processes import request_of

    arguments = (str(CONFIG), TEXTS, MEMBERS, str(out))
    request, done, over = request_of(*arguments), 0, threading.Event()
    with RunSession(request, open_=open_shared) as session:
        session.simulate_parts([])
        tasks = [PartTask(session.opened.path, part) for part in session.opened.work.missing_parts()]
    dask.config.set({"distributed.scheduler.allowed-failures": 1_000})

    def disturb(client: Any) -> None:
        nonlocal done
        while done < kills and not over.wait(float(rng.uniform(0.2, 2.0))):
            pids = list(client.run(os.getpid, on_error="ignore").values())
            if pids and not over.is_set():
                os.kill(int(rng.choice(pids)), signal.SIGKILL)
                done += 1

    options = {"threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
    with distributed.LocalCluster(n_workers=2, **options) as cluster, distributed.Client(cluster) as client:
        thread = threading.Thread(target=disturb, args=(client,))
        thread.start()
        compute_on(client, tasks, threading.Event(), lambda *_: None)
        over.set()
        thread.join()
    killed_or_done(merge, arguments, None)
    return Killed("dask", done, problems(out, whole))


def _until_done(target: Any, arguments: tuple[Any, ...], rng: np.random.Generator, seconds: float, kills: int) -> int:
    """Run a child until it ends by itself. Return how often it was killed; after `kills` times it is left alone."""
    done = 0
    while done < kills and killed_or_done(target, arguments, float(rng.uniform(0.0, 0.7 * seconds))):
        done += 1
    if done == kills:
        killed_or_done(target, arguments, None)
    return done


def problems(out: Path, whole: Whole) -> list[str]:
    """What differs from an undisturbed run, is left over, or is read wrongly by other programs."""
    import duckdb
    import pandas as pd
    import polars as pl

    from forecast.store.reader import open_run

    found = []
    folders = [path for path in out.glob("smoke/*")]
    if len(folders) != 1:
        found.append(f"{len(folders)} folders")
    run = folders[0]
    if digests(run) != whole.files:
        found.append("other bytes")
    if (run / ".work").exists():
        found.append(".work is left over")
    found += [f"{file.path}: {file.problem}" for file in open_run(run).files.damaged()]
    rows = MEMBERS * BRANCHES
    members = run / "members"
    opened = open_run(run)
    counts = {
        "pandas": len(pd.read_parquet(members, columns=["member"])),
        "polars": pl.scan_parquet(f"{members}/**/*.parquet").select(pl.len()).collect().item(),
        "duckdb": duckdb.sql(f"select count(*) from '{members}/**/*.parquet'").fetchall()[0][0],
        "xarray": opened.members(["net_km2_w4"])["net_km2_w4"].load().size,
        "histograms": int(opened.timeseries["regime_count"].isel(time=0).sum()),
    }
    return found + [f"{name} reads {count:,} rows" for name, count in counts.items() if count != rows]


KINDS = {"threads": kill_threads, "shards": kill_shards, "dask": kill_workers}


def campaign(kills: int, seed: int, kinds: tuple[str, ...] = tuple(KINDS), at_once: int = 12) -> list[Killed]:
    """Disturb runs of the given kinds in turn, each up to `at_once` times, until `kills` kills are done."""
    rng, results, total = np.random.default_rng(seed), [], 0
    with tempfile.TemporaryDirectory() as folder:
        whole = undisturbed(Path(folder) / "whole")
        while total < kills:
            kind = kinds[len(results) % len(kinds)]
            out = Path(folder) / str(len(results))
            results.append(KINDS[kind](rng, whole, out, min(at_once, kills - total)))
            total += results[-1].kills
            print(f"{results[-1].kind}: {results[-1].kills} kills, {results[-1].problems or 'same bytes'}", flush=True)
    return results


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    ended = campaign(chosen.kills, chosen.seed)
    bad = [one for one in ended if one.problems]
    print(f"{sum(one.kills for one in ended)} kills of {len(ended)} runs, seed {chosen.seed}: {len(bad)} with problems")
    raise SystemExit(bool(bad))
