"""The plan: exact counts, estimates that move the right way, and no heavy imports."""

import itertools
import subprocess
import sys
from collections.abc import Callable

import pytest

from forecast.config.models import Experiment, Prior
from forecast.errors import ConfigError
from forecast.experiment import RunPlan, make_plan
from forecast.experiment.plan import CHUNK_MEMBERS, PART_MEMBERS, default_chunk

Maker = Callable[..., Experiment]


@pytest.fixture
def plan(make_experiment: Maker, make_prior: Callable[..., Prior]) -> Callable[..., RunPlan]:
    def build(
        draws: int = 10_000,
        threads: int = 2,
        chunk: int | None = None,
        branches: int = 1,
        horizon: int = 624,
        drawn: int = 1,
        ns: float = 250.0,
        **design: int | str,
    ) -> RunPlan:
        priors = [
            make_prior(f"p{i}", None, "1", normal={"mean": 0.0, "sd": 1.0}, dimension=i + 1) for i in range(drawn)
        ]
        named: dict[str, dict] = {"quiet": {}, **{f"b{i}": {} for i in range(1, branches)}}
        exp = make_experiment(priors, named, horizon=horizon, draws=draws, **{"replicates": 10, **design})
        return make_plan(exp, threads, chunk, ns)

    return build


@pytest.mark.parametrize("members", [1, 127, 2048, 65_535, 65_536, 65_537, 200_000])
@pytest.mark.parametrize("chunk", [None, 1000, 4096, 65_536])
def test_that_chunks_tile_the_members_and_cross_no_part(
    plan: Callable[..., RunPlan], members: int, chunk: int | None
) -> None:
    made = plan(draws=members, replicates=1, chunk=chunk)
    chunks, parts = list(made.chunk_ranges()), list(made.part_ranges())
    assert (len(chunks), len(parts)) == (made.chunks, made.parts)
    for ranges in (chunks, parts):
        assert ranges[0][0] == 0 and ranges[-1][1] == members
        assert all(a[1] == b[0] for a, b in itertools.pairwise(ranges))
    assert all(lo // PART_MEMBERS == (hi - 1) // PART_MEMBERS and 0 < hi - lo <= made.chunk_size for lo, hi in chunks)


def test_counts(plan: Callable[..., RunPlan]) -> None:
    made = plan(draws=101, replicates=10, members=1001, branches=3, horizon=52)
    assert (made.members, made.draws, made.replicates) == (1001, 101, 10)
    assert made.branches == ("quiet", "b1", "b2")
    assert made.member_weeks == 1001 * 3 * 52


@pytest.mark.parametrize(
    ("members", "threads", "size"),
    [(100_000, 2, CHUNK_MEMBERS), (3000, 2, 1536), (3000, 1, 3072), (20_000, 2, 5120), (200, 2, 128), (1, 8, 128)],
)
def test_default_chunk(members: int, threads: int, size: int) -> None:
    assert default_chunk(members, threads) == size


def test_that_time_follows_the_steps_and_the_threads(plan: Callable[..., RunPlan]) -> None:
    one, two = plan(threads=1).seconds, plan(threads=2).seconds
    start = 2 * two - one
    assert 0 < start < 60
    assert one - start == pytest.approx(100_000 * 624 * 250e-9)
    assert plan(threads=1, branches=5).seconds - start == pytest.approx(5 * (one - start))
    assert plan(threads=1, ns=50.0).seconds - start == pytest.approx((one - start) / 5)


def test_that_memory_is_flat_in_the_members(plan: Callable[..., RunPlan]) -> None:
    small, large = plan(draws=10_000, branches=5, drawn=150), plan(draws=100_000, branches=5, drawn=150)
    assert large.ram_bytes == small.ram_bytes < 1.5e9
    assert large.work_bytes < 1.5 * small.work_bytes  # the records of more parts
    assert plan(draws=10_000, branches=5, drawn=150, threads=16).ram_bytes > small.ram_bytes
    assert plan(draws=10_000, branches=5, drawn=150, chunk=65_536).ram_bytes > small.ram_bytes
    assert plan(draws=10_000, branches=5, drawn=150, layout="lhs").ram["design"] == 10_000 * 150 * 4


def test_that_disk_grows_with_members_and_branches(plan: Callable[..., RunPlan]) -> None:
    base, more = plan(draws=10_000, branches=2, drawn=100), plan(draws=20_000, branches=4, drawn=100)
    assert more.disk["draws"] == pytest.approx(2 * base.disk["draws"], abs=2)
    assert more.disk["members"] == pytest.approx(4 * base.disk["members"], abs=4)
    assert more.disk["timeseries"] == pytest.approx(2 * base.disk["timeseries"], abs=2)
    assert base.disk_bytes == sum(base.disk.values())


def test_that_bad_options_are_refused(plan: Callable[..., RunPlan]) -> None:
    with pytest.raises(ConfigError, match="--threads: must be at least 1, got 0"):
        plan(threads=0)
    for chunk in (0, -5, 65_537):
        with pytest.raises(ConfigError, match=f"--chunk-size: must be from 1 to 65536, got {chunk}"):
            plan(chunk=chunk)


def test_that_a_plan_needs_no_numeric_library() -> None:
    code = (
        "import sys; from forecast.experiment import make_plan; "
        "print([m for m in ('numpy', 'scipy', 'numba', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_that_a_sampler_does_without_scipy_stats() -> None:
    """Importing it takes longer than a small run."""
    code = "import sys; import forecast.experiment.inputs; print('scipy.stats' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
