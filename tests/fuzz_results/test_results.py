"""A damaged run says what it said before, or is refused with the file; see `python -m tests.fuzz_results` for more."""

import os
import random
import shutil
from pathlib import Path

import pytest

from forecast.cli import main
from forecast.errors import ResultError
from forecast.store.reader import open_run
from tests.fuzz_results.trial import Bench

COUNT = int(os.environ.get("FRONTCAST_FUZZ", "40"))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A small finished run of three branches."""
    out = tmp_path_factory.mktemp("results")
    changes = ("horizon=60 weeks", "success=null", "branches.surge_bluff=null", "branches.europe_led=null")
    words = ["run", str(root / "configs/smoke.yaml"), "--members", "40", "--threads", "1", "--out", str(out), "--quiet"]
    with pytest.raises(SystemExit) as stop:
        main([*words, *(word for change in changes for word in ("--set", change))])
    assert not stop.value.code
    (path,) = (out / "smoke").iterdir()
    return path


def test_that_no_damage_gives_other_numbers(run: Path, tmp_path: Path, seed: int) -> None:
    bench = Bench(run, tmp_path, slow=0.0)
    assert [failure for k in range(COUNT) if (failure := bench.trial(seed + k))] == []


@pytest.mark.validate
def test_that_verify_finds_a_thousand_of_a_thousand_flipped_bits(run: Path, tmp_path: Path, seed: int) -> None:
    copy = Path(shutil.copytree(run, tmp_path / run.name))
    rng = random.Random(seed)
    paths = sorted(path for path in copy.rglob("*") if path.is_file())
    found = 0
    for _ in range(1000):
        path = rng.choice(paths)
        written = path.read_bytes()
        content = bytearray(written)
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        path.write_bytes(bytes(content))
        name = path.relative_to(copy).as_posix()
        try:
            found += [file.path for file in open_run(copy).files.damaged()] == [name]
        except ResultError as problem:
            found += name in str(problem)
        path.write_bytes(written)
    assert found == 1000
    assert not list(open_run(copy).files.damaged())
