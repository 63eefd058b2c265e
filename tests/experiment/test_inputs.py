"""The sampler: member order, prefixes, clusters, threads, cost."""

import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from forecast.config.models import Experiment, Prior
from forecast.errors import ConfigError
from forecast.experiment import Inputs, Sampler
from forecast_kernels.layout import donors as d
from forecast_kernels.layout import parameters as p

Maker = Callable[..., Experiment]

KINDS: list[dict[str, Any]] = [
    {"normal": {"mean": 5.0, "sd": 1.0}},
    {"lognormal": {"median": 2.0, "sdlog": 0.3}},
    {"beta": {"a": 2.0, "b": 5.0}},
    {"gamma": {"shape": 2.0, "rate": 4.0}},
    {"triangular": {"min": 0.0, "mode": 1.0, "max": 3.0}},
    {"uniform": {"low": 0.0, "high": 1.0}},
]


@pytest.fixture
def make(make_experiment: Maker, make_prior: Callable[..., Prior]) -> Callable[..., Experiment]:
    """An experiment with every row of `params` drawn, and one row of a donor."""

    def build(**design: Any) -> Experiment:
        sides = {"_0": ".blue", "_1": ".red"}
        priors = []
        for number, column in enumerate(p.PARAMETERS):
            side = sides.get(column.name[-2:])
            sets = column.name[:-2] + side if side else column.name
            shape = KINDS[number % len(KINDS)]
            priors.append(make_prior(f"drawn_{number}", sets, column.unit, dimension=number + 1, **shape))
        cost = {"normal": {"mean": 20.0, "sd": 2.0}, "dimension": 500}
        priors.append(make_prior("big_cost", "donors.big.cost", "EUR bn/month", 12.0, **cost))
        return make_experiment(priors, **design)

    return build


def same(a: Inputs, b: Inputs) -> bool:
    rows = np.array_equal(a.params, b.params) and np.array_equal(a.donors, b.donors)
    return rows and all(np.array_equal(a.columns[name], b.columns[name]) for name in a.columns)


@pytest.mark.parametrize("layout", ["mc", "sobol", "lhs"])
def test_that_members_hold_the_rows_of_their_draw(make: Maker, layout: str) -> None:
    sampler = Sampler(make(draws=50, replicates=7, layout=layout))
    inputs = sampler.inputs(10, 331)
    drawn = sampler.draws(0, 50)
    draw = np.arange(10, 331) // 7
    assert inputs.params.shape == (p.N_PARAMETERS, 321) and inputs.donors.shape == (2, d.N_DONOR_PARAMETERS, 321)
    assert inputs.params.flags.c_contiguous and inputs.donors.flags.c_contiguous
    assert inputs.params.dtype == inputs.donors.dtype == np.float32
    assert sampler.names == [*(f"drawn_{i}" for i in range(p.N_PARAMETERS)), "big_cost"] == list(drawn)
    for number in range(p.N_PARAMETERS):
        assert np.array_equal(inputs.params[number], drawn[f"drawn_{number}"][draw])
    assert np.array_equal(inputs.columns["big_cost"], drawn["big_cost"][draw])
    assert np.array_equal(inputs.donors[0, d.COST], drawn["big_cost"][draw] * np.float32(12.0))
    assert np.all(inputs.donors[1, d.COST] == inputs.donors[1, d.COST, 0])


@pytest.mark.parametrize("layout", ["mc", "sobol", "lhs"])
def test_that_chunks_and_threads_change_nothing(make: Maker, layout: str) -> None:
    sampler = Sampler(make(draws=60, replicates=10, layout=layout))
    whole = sampler.inputs(0, 600)
    cuts = [0, 1, 9, 10, 128, 333, 599, 600]
    bounds = list(itertools.pairwise(cuts)) * 3
    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(lambda pair: sampler.inputs(*pair), bounds))
    for (lo, hi), part in zip(bounds, parts, strict=True):
        assert np.array_equal(part.params, whole.params[:, lo:hi])
        assert np.array_equal(part.donors, whole.donors[:, :, lo:hi])


@pytest.mark.parametrize("layout", ["mc", "sobol"])
def test_that_a_small_run_is_the_start_of_a_large_one(make: Maker, layout: str) -> None:
    small = Sampler(make(draws=40, replicates=5, layout=layout, members=198))
    large = Sampler(make(draws=4000, replicates=5, layout=layout))
    assert small.members == 198
    assert same(small.inputs(0, 198), large.inputs(0, 198))
    with pytest.raises(ValueError, match="outside a run of 198"):
        small.inputs(190, 199)


def test_that_a_latin_hypercube_is_not_resized(make: Maker) -> None:
    with pytest.raises(ConfigError, match="Latin hypercube of 40 draws cannot be resized to 20"):
        Sampler(make(draws=40, replicates=5, layout="lhs", members=100))


def test_clusters(make: Maker) -> None:
    draw = np.arange(3, 400) // 5
    assert np.array_equal(Sampler(make(draws=80, replicates=5, layout="sobol")).clusters(3, 400), draw % 16)
    for layout in ("mc", "lhs"):
        assert np.array_equal(Sampler(make(draws=80, replicates=5, layout=layout)).clusters(3, 400), draw)


def test_that_another_seed_gives_other_draws(make: Maker) -> None:
    a, b = (Sampler(make(draws=64, replicates=1, seed=seed)).inputs(0, 64).params for seed in (1, 2))
    assert np.mean(a == b) < 0.01


def test_that_the_columns_of_fixed_priors_are_left_out(make_experiment: Maker) -> None:
    sampler = Sampler(make_experiment(draws=4, replicates=1))
    assert sampler.names == [] and sampler.draws(0, 4) == {}
    inputs = sampler.inputs(0, 4)
    assert inputs.columns == {}
    assert np.array_equal(inputs.params, np.tile(np.arange(p.N_PARAMETERS, dtype=np.float32)[:, None], 4))


def test_that_a_chunk_costs_little(make: Maker) -> None:
    """About 9 ms of processor time measured; far less than the 2,048 members take in the kernel (seconds)."""
    sampler = Sampler(make(draws=10_000, replicates=10))
    sampler.inputs(0, 2048)
    spent = []
    for k in range(5):
        start = time.thread_time()
        sampler.inputs(2048 * k, 2048 * (k + 1))
        spent.append(time.thread_time() - start)
    assert min(spent) < 0.1
