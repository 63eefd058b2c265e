"""The work area: chunks, order, threads and crashes leave the same bytes."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from forecast.errors import RunError
from forecast.store import atomic, netcdf
from forecast.store import work as module
from forecast.store.ranges import decode, encode
from forecast.store.work import WorkArea

PART = 400


@pytest.fixture
def fresh(making: Any, tmp_path: Path) -> Callable[..., Path]:
    """Makes an empty run folder."""

    def make(name: str = "run") -> Path:
        folder = tmp_path / name
        (folder / ".work").mkdir(parents=True)
        return folder

    return make


def finish(making: Any, exp: Any, folder: Path, seed: int, chunk: int) -> WorkArea:
    """What a run does with a folder, however much of it is done."""
    area = WorkArea(folder, exp, exp.members, part_members=PART)
    for part in area.ready_parts():
        area.assemble(part, making.draws)
    for lo, hi in area.missing(chunk):
        area.put(making.range(exp, lo, hi, seed))
        for part in area.ready_parts():
            area.assemble(part, making.draws)
    netcdf.write_timeseries(exp, area.totals(), folder)
    return area


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and ".work" not in path.parts]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_that_chunks_do_not_show_in_the_bytes(making: Any, fresh: Any, seed: int) -> None:
    exp = making.experiment(members=1000)
    areas = {chunk: finish(making, exp, fresh(str(chunk)), seed, chunk) for chunk in (1000, 130, 7)}
    first = contents(areas[1000].folder)
    assert len(first) == 3 * 3 + 1
    for area in areas.values():
        assert contents(area.folder) == first
        assert area.files() == areas[1000].files()
        assert area.covered() == [(0, 1000)]
        hist, regimes = area.totals()["stay"]
        assert (hist.sum(axis=-1) == 1000).all()
        assert (regimes.sum(axis=-1) == 1000).all()


def test_that_chunks_stay_inside_parts(making: Any, fresh: Any, seed: int) -> None:
    exp = making.experiment(members=1000)
    area = WorkArea(fresh(), exp, 1000, part_members=PART)
    assert area.missing(250) == [(0, 250), (250, 400), (400, 650), (650, 800), (800, 1000)]
    area.put(making.range(exp, 400, 650, seed))
    area.put(making.range(exp, 0, 100, seed))
    assert area.covered() == [(0, 100), (400, 650)]
    assert area.missing(1000) == [(100, 400), (650, 800), (800, 1000)]
    assert area.ready_parts() == []
    with pytest.raises(ValueError, match="not ready"):
        area.assemble(0, making.draws)
    with pytest.raises(ValueError, match="no range that this run needs"):
        area.put(making.range(exp, 300, 500, seed))


def test_that_threads_may_put_at_once(making: Any, fresh: Any, seed: int) -> None:
    exp = making.experiment(members=1000)
    alone = finish(making, exp, fresh("alone"), seed, 50)
    area = WorkArea(fresh("threads"), exp, 1000, part_members=PART)
    ranges = area.missing(50)
    order = np.random.default_rng(seed).permutation(len(ranges))
    start = threading.Barrier(4)

    def put(place: int) -> None:
        if place < 4:
            start.wait(timeout=30)
        area.put(making.range(exp, *ranges[order[place]], seed))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(put, range(len(ranges))))
    for part in reversed(area.ready_parts()):
        area.assemble(part, making.draws)
    netcdf.write_timeseries(exp, area.totals(), area.folder)
    assert contents(area.folder) == contents(alone.folder)


class Killed(BaseException):
    """Stands for the end of the process."""


def test_that_a_run_killed_at_any_step_ends_in_the_same_bytes(
    making: Any, fresh: Any, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    exp = making.experiment(horizon=5, members=900, branches=("only",), success={})
    whole = finish(making, exp, fresh("whole"), seed, 150)
    steps, write = 0, Path.write_bytes
    while True:
        steps += 1
        folder = fresh(f"killed-{steps}")
        left = steps

        def step(operation: Callable[..., Any], half: Callable[..., Any] | None = None) -> Callable[..., Any]:
            def counted(*args: Any) -> Any:
                nonlocal left
                left -= 1
                if left == 0:
                    if half:
                        half(*args)
                    raise Killed
                return operation(*args)

            return counted

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", step(os.replace))
            patch.setattr(Path, "unlink", step(Path.unlink))
            patch.setattr(Path, "write_bytes", step(write, lambda path, data: write(path, data[: len(data) // 2])))
            try:
                finish(making, exp, folder, seed, 150)
            except Killed:
                killed = True
            else:
                killed = False
        area = finish(making, exp, folder, seed, 90)
        assert contents(folder) == contents(whole.folder), f"killed at step {steps}"
        assert area.files() == whole.files()
        assert (area.totals()["only"][1].sum(axis=-1) == 900).all()
        left_over = {path.name for path in (folder / ".work").iterdir()}
        assert left_over == {"part-00000.bin", "part-00001.bin", "part-00002.bin"}
        if not killed:
            break
    assert steps > 20


def test_that_torn_and_foreign_files_are_done_again(making: Any, fresh: Any, seed: int) -> None:
    exp = making.experiment(members=900)
    folder = fresh()
    area = WorkArea(folder, exp, 900, part_members=PART)
    for lo, hi in area.missing(100)[:4]:
        area.put(making.range(exp, lo, hi, seed))
    files = sorted((folder / ".work").glob("range-*"))
    files[0].write_bytes(files[0].read_bytes()[:-100])
    files[1].write_bytes(files[1].read_bytes().replace(b"stay", b"play"))
    files[2].write_bytes(b"")
    (folder / ".work/tmp-1-2-range").write_bytes(b"half a file")
    (folder / ".work/range-000000000350-000000000450.bin").write_bytes(files[3].read_bytes())
    again = WorkArea(folder, exp, 900, part_members=PART)
    assert again.covered() == [(300, 400)]
    assert [path.name for path in (folder / ".work").iterdir()] == [files[3].name]


def test_that_a_lost_part_is_computed_again(making: Any, fresh: Any, seed: int) -> None:
    exp = making.experiment(members=900)
    area = finish(making, exp, fresh(), seed, 300)
    before = contents(area.folder)
    (area.folder / "members/branch=leave/part-00001.parquet").unlink()
    assert WorkArea(area.folder, exp, 900, part_members=PART).covered() == [(0, 400), (800, 900)]
    finish(making, exp, area.folder, seed, 300)
    assert contents(area.folder) == before


def test_that_a_range_file_keeps_everything(making: Any, seed: int) -> None:
    exp = making.experiment()
    result = making.range(exp, 100, 160, seed)
    data = encode(result)
    back = decode(data)
    assert (back.lo, back.hi, list(back.branches)) == (100, 160, ["stay", "leave"])
    for name, block in result.branches.items():
        for ours, theirs in zip(block, back.branches[name], strict=True):
            assert ours.dtype == theirs.dtype
            np.testing.assert_array_equal(ours, theirs)
    assert len(data) < 0.1 * sum(array.nbytes for block in result.branches.values() for array in block)
    for place in range(0, len(data), 997):
        broken = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(ValueError, match=r"torn|not a range"):
            decode(broken)


def test_that_a_full_disk_is_one_line(making: Any, fresh: Any, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    exp = making.experiment()
    area = WorkArea(fresh(), exp, 1000, part_members=PART)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic.Path, "write_bytes", full)
    with pytest.raises(RunError, match="No space left on device") as caught:
        area.put(making.range(exp, 0, 100, seed))
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 4
    assert module.WORK == ".work"
