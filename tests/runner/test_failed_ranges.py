"""A range of members that raises an error does not sink the run; members that fail again are sealed as failed."""

import json

import numpy as np
import pytest

from forecast.errors import RunError
from forecast.runner import folder as folders
from forecast.runner.kernel import Kernel
from forecast.runner.runner import RunSession, Watcher
from forecast.store.reader import open_run

BAD = 271


class Opened(Watcher):
    folder: folders.OpenedFolder

    def opened(self, session: RunSession) -> None:
        self.folder = session.opened


@pytest.fixture
def break_member(monkeypatch):
    """Make member BAD impossible to compute in some branches; returns the list of computed ranges."""
    compute, computed = Kernel.compute, []

    def break_in(*branches: str) -> list[tuple[int, int]]:
        def breaking(self, lo: int, hi: int):
            if lo <= BAD < hi and set(branches) & set(self.branches):
                raise ZeroDivisionError("no forces left")
            computed.append((lo, hi))
            return compute(self, lo, hi)

        monkeypatch.setattr(Kernel, "compute", breaking)
        return computed

    return break_in


def test_that_the_rest_is_done_and_only_the_failed_range_again(
    experiment, start, digests, tmp_path, break_member, monkeypatch
) -> None:
    exp, seen = experiment(600), Opened()
    computed = break_member("no_aid")
    with pytest.raises(RunError, match=r"^members 200 to 299: ZeroDivisionError: no forces left; all other") as failed:
        start(exp, chunk_size=100, watcher=seen)
    assert failed.value.exit_code == 4
    assert sorted(computed) == [(0, 100), (100, 200), (300, 400), (400, 500), (500, 600)]
    (record,) = (seen.folder.path / ".work").glob("failed-*.json")
    content = json.loads(record.read_text())
    assert (content["lo"], content["hi"], content["error"]) == (200, 300, "ZeroDivisionError: no forces left")
    assert all(low <= high for low, high in content["inputs"].values())
    assert len(content["inputs"]) > 100
    monkeypatch.undo()  # the reason has gone
    again = start(exp, chunk_size=100)
    assert (again.path, again.computed, again.run.manifest.failed) == (seen.folder.path, 100, ())
    assert digests(again.path) == digests(start(exp, tmp_path / "whole").path)


def test_that_a_member_that_fails_again_is_sealed_as_failed(
    experiment, start, tmp_path, break_member, monkeypatch
) -> None:
    exp = experiment(600)
    break_member("no_aid", "surge_offer")
    with pytest.raises(RunError):
        start(exp, chunk_size=100)
    ended = start(exp, chunk_size=90)  # other ranges than before
    reason = "ZeroDivisionError: no forces left"
    assert ended.run.manifest.failed == (("surge_offer", (BAD,), reason), ("no_aid", (BAD,), reason))
    run = open_run(ended.path)
    run.verify()
    monkeypatch.undo()
    whole = start(exp, tmp_path / "ok").run
    others = np.arange(600) != BAD
    for branch in exp.branches:
        mine, theirs = (np.asarray(one.column(branch, "net_km2_w4"), np.float64) for one in (run, whole))
        assert np.isnan(mine[BAD]) == (branch in ("no_aid", "surge_offer"))
        assert branch in ("no_aid", "surge_offer") or mine[BAD] == theirs[BAD]
        assert np.array_equal(mine[others], theirs[others])
        counted = run.timeseries["regime_count"].sel(branch=branch).sum("regime").values
        assert set(counted.tolist()) == {600 - (branch in ("no_aid", "surge_offer"))}


def test_that_every_failed_range_is_named(experiment, start, monkeypatch) -> None:
    def fails(self, lo: int, hi: int):
        raise ValueError(f"at {lo}\nand\x1b more")

    monkeypatch.setattr(Kernel, "compute", fails)
    with pytest.raises(RunError) as failed:
        start(experiment(300), chunk_size=100, threads=1)
    lines = str(failed.value).splitlines()
    assert [line.split(":")[0] for line in lines] == ["members 0 to 99", "members 100 to 199", "members 200 to 299"]
    assert "\x1b" not in str(failed.value)
