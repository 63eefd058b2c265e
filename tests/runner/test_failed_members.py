"""A run with members that failed: they are in no table, histogram or estimate, and the command ends with 4."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from forecast.api import compare, run
from forecast.cli.app import main
from forecast.errors import RunError
from forecast.runner.replay import replay
from forecast.store import faults
from forecast.store.faults import failed_in_any
from forecast.store.reader import open_run
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout.bounds import BOUNDS, Bounds

SMOKE = Path(__file__).resolve().parents[2] / "configs" / "smoke.yaml"


@pytest.fixture
def limit_gain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A gain of 2,000 km2 in 13 weeks counts as impossible: members fail, and not the same ones in every branch."""
    monkeypatch.setitem(BOUNDS, o.NET_W13, Bounds(-1e6, 2_000.0))
    faults._limits.cache_clear()
    yield
    monkeypatch.undo()
    faults._limits.cache_clear()


def test_that_failed_members_are_in_nothing(experiment, start, tmp_path, limit_gain, monkeypatch) -> None:
    exp = experiment(400, 14)
    ended = start(exp).run
    failed = {branch: np.zeros(400, bool) for branch in exp.branches}
    for entry in ended.manifest.failed:
        failed[entry.branch] |= failed_in_any([entry], 400)
        assert "but plausible is -1,000,000 to 2,000 km2" in entry.reason
    assert 0 < failed[exp.reference].sum() < ended.failed.sum() < 300
    monkeypatch.undo()
    faults._limits.cache_clear()
    whole = start(exp, tmp_path / "whole").run
    assert not whole.manifest.failed
    series, complete = ended.timeseries, whole.timeseries
    for branch in exp.branches:
        gain, free = ended.column(branch, "net_km2_w13"), whole.column(branch, "net_km2_w13")
        assert np.array_equal(np.isnan(gain), failed[branch])
        assert np.array_equal(free > 2_000.0, failed[branch])
        assert np.array_equal(gain[~failed[branch]], free[~failed[branch]])
        name = "net_count" if "net_count" in series else "net_km2_count"
        counts = series[name].sel(branch=branch).sum("bin").values
        assert set(counts.tolist()) == {int((~failed[branch]).sum())}
        assert (series[name].sel(branch=branch) <= complete[name].sel(branch=branch)).all()
        assert series["regime_share"].sel(branch=branch).sum("regime").values == pytest.approx(1.0)
    kept = int((~ended.failed).sum())
    rows = ended.summary.query("target == 'net_km2_w13' and output_type == 'mean'")
    assert set(rows["n"]) == {kept}
    expected = whole.column(exp.reference, "net_km2_w13")[~ended.failed].mean()
    assert rows.query(f"scenario_id == '{exp.reference}'")["value"].item() == pytest.approx(expected, rel=1e-6)
    differences = ended.path / "differences.parquet"
    assert set(pd.read_parquet(differences).query("target == 'net_km2_w13'")["n"]) == {kept}
    assert len(compare(ended)) == 0  # so short a run has no headline outcome


def test_that_failures_do_not_depend_on_threads_and_chunks(experiment, start, tmp_path, digests, limit_gain) -> None:
    exp = experiment(400, 14)
    one, two = (start(exp, tmp_path / str(n), threads=n, chunk_size=chunk) for n, chunk in ((1, 400), (2, 37)))
    assert one.run.manifest.failed == two.run.manifest.failed
    assert digests(one.path) == digests(two.path)


def test_that_a_failed_member_can_be_seen_again(experiment, start, limit_gain) -> None:
    ended = start(experiment(200, 14)).run
    entry = ended.manifest.failed[0]
    again = replay(ended, entry.branch, entry.members[0])
    assert again.failure == entry.reason
    assert not again.differences()
    assert set(again.outcome.values()) == {entry.members[0], None}


def test_that_a_run_without_a_valid_member_is_refused(experiment, start, monkeypatch, tmp_path, limit_gain) -> None:
    monkeypatch.setitem(BOUNDS, o.NET_W13, Bounds(1e5, 1e6))
    faults._limits.cache_clear()
    with pytest.raises(RunError, match="200 of 200 members failed: net_km2_w13 is") as refusal:
        start(experiment(200, 14))
    assert refusal.value.exit_code == 4
    assert len(refusal.value.problems) == len(experiment(200, 14).branches)
    assert not list((tmp_path / "results").iterdir())


def test_that_the_command_ends_with_4_and_names_the_members(tmp_path, limit_gain, capsys) -> None:
    words = [str(SMOKE), "--members", "120", "--set", "horizon=14 weeks", "--set", "success=", "--out", str(tmp_path)]
    with pytest.raises(SystemExit) as ended:
        main(["run", *words, "--threads", "1", "--json"])
    assert ended.value.code == 4
    printed = capsys.readouterr()
    (line,) = printed.out.splitlines()
    content = json.loads(line)
    assert content["status"] == "complete"
    manifest = open_run(content["run"]).manifest
    assert [tuple(entry["members"]) for entry in content["failed"]] == [entry.members for entry in manifest.failed]
    lines = [text for text in printed.err.splitlines() if " failed: " in text]
    assert len(lines) == len(manifest.failed)
    first = manifest.failed[0]
    assert lines[0].startswith(f"branch {first.branch}, member {first.members[0]} failed: net_km2_w13 is ")
    assert f"forecast replay {content['run']} --branch {first.branch} --member {first.members[0]}" in lines[0]


def test_that_python_is_warned(experiment, tmp_path, limit_gain) -> None:
    with pytest.warns(RuntimeWarning, match=r"members failed and are left out: net_km2_w13 is"):
        ended = run(experiment(100, 14), out=tmp_path, threads=1)
    assert ended.manifest.failed
