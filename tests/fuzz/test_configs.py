"""A slice of the fuzz of configs; `python -m tests.fuzz` runs it in full.

Whatever its bytes or its tree, a config loads, and then its resolved form loads to the same, or it is refused by a
ConfigError, within two seconds.
"""

import resource
from pathlib import Path

import numpy as np
import pytest

from forecast.config import documents
from tests.fuzz import bases
from tests.fuzz.byte_mutator import mutate
from tests.fuzz.campaign import fuzz_bytes, fuzz_trees
from tests.fuzz.checking import Tally, check
from tests.fuzz.running import mutated, run_each

BASES = {"light": bases.light, "small": bases.small, "shipped": bases.shipped}
CAMPAIGNS = {"bytes": fuzz_bytes, "trees": fuzz_trees}
FEW = {("bytes", "light"): 250, ("trees", "light"): 100, ("bytes", "small"): 50, ("trees", "small"): 40}
MANY = {
    **{("bytes", "light"): 2500, ("trees", "light"): 800, ("bytes", "small"): 400, ("trees", "small"): 200},
    **{("bytes", "shipped"): 60, ("trees", "shipped"): 40},
}
MAX_MB = 1500
"""Peak memory of the process of the tests, with the compiled kernel and all that other tests left."""


def fuzz(kind: str, name: str, count: int, number: int, folder: Path) -> Tally:
    tally = Tally()
    CAMPAIGNS[kind](BASES[name](folder / "config"), number, count, tally)
    print(f"seed {number}: {dict(tally)}, slowest {tally.slowest:.2f} s")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < MAX_MB * 1024
    return tally


@pytest.mark.parametrize(("kind", "name"), FEW)
def test_that_a_fuzzed_config_loads_or_is_refused(kind: str, name: str, seed: int, tmp_path: Path) -> None:
    tally = fuzz(kind, name, FEW[kind, name], seed, tmp_path)
    assert tally.total() >= FEW[kind, name]
    assert (tally["valid"] == 0) == (name == "light")


@pytest.mark.validate
@pytest.mark.parametrize(("kind", "name"), MANY)
def test_that_many_fuzzed_configs_do(kind: str, name: str, seed: int, tmp_path: Path) -> None:
    fuzz(kind, name, MANY[kind, name], seed, tmp_path)


@pytest.mark.validate
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_that_a_valid_fuzzed_config_runs_or_is_refused(seed: int, tmp_path: Path) -> None:
    tally = Tally()
    run_each(mutated(bases.shipped(tmp_path / "config"), seed), 6, tmp_path / "results", tally)
    print(dict(tally))
    assert tally.total() == 6 and not tally["failed"]


@pytest.mark.parametrize("name", BASES)
def test_that_the_fuzz_starts_from_a_config_of_its_kind(name: str, tmp_path: Path) -> None:
    base = BASES[name](tmp_path / "config")
    assert check(base.path) == (name != "light")
    assert base.changeable and all(file.is_file() for file in base.changeable)


def test_that_the_same_seed_gives_the_same_bytes(seed: int) -> None:
    text = b"experiment: x\nhorizon: 12 years\n" * 4
    texts = [[mutate(text, rng) for _ in range(50)] for rng in (np.random.default_rng(seed) for _ in range(2))]
    assert texts[0] == texts[1]
    assert len(set(texts[0])) > 40


def test_that_the_fuzz_finds_an_error_of_another_kind(seed: int, tmp_path: Path, monkeypatch) -> None:
    """A reader that fails on letters beyond ASCII is found by both campaigns, and the content is kept."""
    read = documents.read_text

    def fragile(path: str) -> str:
        text = read(path)
        if not text.isascii():
            raise RuntimeError("no ASCII")
        return text

    base = bases.light(tmp_path / "config")
    monkeypatch.setattr(documents, "read_text", fragile)
    for campaign in CAMPAIGNS.values():
        kept: list[bytes] = []
        tally = Tally()
        campaign(base, seed, 150, tally, lambda _base, _file, content, kept=kept: kept.append(content))
        assert tally["failed"] == len(kept) > 0
        assert not any(content.isascii() for content in kept)
