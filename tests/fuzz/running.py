"""Runs valid fuzzed configs in process, with a few members: each ends sealed, or with an error of the package."""

import shutil
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import forecast
from forecast.config import Experiment, load_experiment
from forecast.errors import ConfigError, ForecastError
from tests.fuzz.bases import Base, changed
from tests.fuzz.byte_mutator import mutate
from tests.fuzz.checking import Tally
from tests.fuzz.extremes import Maker

MEMBERS = 10
MAX_TRIES = 200


def mutated(base: Base, seed: int) -> Iterator[Experiment]:
    """Yield valid configs with bytes changed at random, each other than the unchanged one."""
    rng = np.random.default_rng([seed, 2])
    usual = load_experiment(base.path)
    while True:
        file = base.changeable[int(rng.integers(len(base.changeable)))]
        with changed(file, mutate(file.read_bytes(), rng)):
            try:
                experiment = load_experiment(base.path)
            except ConfigError:
                continue
        if experiment != usual:
            yield experiment


def run_each(experiments: Iterator[Experiment], count: int, out: Path, tally: Tally) -> None:
    """Run `count` experiments. tally: how many were sealed, sealed with failed members, refused, or failed."""
    for number in range(count):
        run_one(next(experiments), number, out, tally)


def run_one(experiment: Experiment, number: int, out: Path, tally: Tally) -> None:
    """Run one experiment with at most MEMBERS members, and remove its folder."""
    members = min(experiment.members, 2 + number % (MEMBERS - 1))
    is_cut = experiment.design.layout in ("mc", "sobol")
    try:
        run = forecast.run(experiment, members=members if is_cut else None, threads=1, out=str(out))
    except ForecastError as error:
        tally[f"refused, exit {error.exit_code}"] += 1
        assert error.problems and all(problem.message for problem in error.problems)
        if error.exit_code == 2:
            assert not any(out.glob("*/*")), "a refused config left a folder"
    except Exception:
        tally["failed"] += 1
        traceback.print_exc(limit=-6, file=sys.stderr)
    else:
        assert run.manifest.status == "complete"
        tally["sealed with failed members" if run.manifest.failed else "sealed"] += 1
    shutil.rmtree(out, ignore_errors=True)


def extremes(folder: Path, seed: int) -> Iterator[Experiment]:
    """Yield the extreme configs of a seed."""
    folder.mkdir()
    maker, number = Maker(folder, seed), 0
    while True:
        yield maker.make(number).experiment
        number += 1
