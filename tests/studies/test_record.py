"""The record of the first study: stored forecasts of runs, their scores on a map, and the words of the page."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from forecast.api import load, open_run, run
from forecast.hindcast.benchmarks import BENCHMARKS
from forecast.observations.series import Observations
from forecast.scores.univariate import crps
from studies.app import main
from studies.record.page import misses, page, verdict
from studies.record.scoring import HORIZONS, quantile_crps, score_map
from studies.record.stored_forecast import LEVELS, StoredForecast, stored

QUICK = {name: BENCHMARKS[name] for name in ("persistence", "climatology_52", "recent_13")}
WEEK_0 = np.datetime64("2024-12-21")
CUT = np.datetime64("2024-11-30")


@pytest.fixture(scope="module")
def finished(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small finished run."""
    return run(load(root / "configs" / "smoke.yaml"), members=400, out=tmp_path_factory.mktemp("record")).path


def invented(pace: float = 20.0, weeks: int = 49, seed: int = 1) -> Observations:
    """A map with 100 km2 a week up to 30 November 2024 and `pace` from 21 December on; weeks end on Saturdays."""
    days = np.arange(WEEK_0 - 7 * 100, WEEK_0 + 7 * weeks + 1, 7)
    noise = np.random.default_rng(seed).normal(0.0, 10.0, len(days))
    total = np.where(days <= WEEK_0, 100.0 + noise, pace)
    return Observations("map.csv", days, (), np.empty((len(days), 0)), total)


def forecast(label: str, weekly: float, spread: float = 0.2) -> StoredForecast:
    steps = np.linspace(1.0 - spread, 1.0 + spread, len(LEVELS))
    km2 = {week: week * weekly * steps for week in (*HORIZONS, 52)}
    return StoredForecast(label, "0", "abc", "x", "1" * 64, "kept", "2024-12-20", "2024-11-30", 200, 100, km2)


def test_that_the_crps_of_quantiles_is_that_of_the_sample(seed: int) -> None:
    samples = np.sort(np.random.default_rng(seed).normal(500.0, 200.0, 20_000))
    values = np.quantile(samples, LEVELS)
    for truth in (100.0, 480.0, 1_500.0):
        assert quantile_crps(values, truth) == pytest.approx(float(crps(samples, truth)), abs=1.0)
    assert quantile_crps(np.full(200, 7.0), 10.0) == pytest.approx(3.0)  # a point: the distance


def test_that_a_week_counts_from_the_saturday_after_week_0() -> None:
    record = score_map("a map", invented(), [forecast("first", 20.0)], QUICK)
    assert record.observed == pytest.approx({week: 20.0 * week for week in HORIZONS})
    assert record.end == "2025-11-29"
    assert record.before == pytest.approx(100.0, abs=15.0) and record.after == pytest.approx(20.0)
    assert all(row.inside and row.median == pytest.approx(row.observed) for row in record.versions["first"])


def test_that_weeks_after_the_end_of_the_map_are_left_out() -> None:
    record = score_map("a map", invented(weeks=14), [forecast("first", 20.0)], QUICK)
    assert list(record.observed) == [1, 4, 13] and record.end == "2025-03-22"


def test_that_no_benchmark_knows_a_week_after_its_cut() -> None:
    first = invented()
    late = replace(first, total=np.where(first.weeks > WEEK_0, first.total, first.total))
    late.total[late.weeks > WEEK_0] = 900.0
    between = replace(first, total=np.where(first.weeks > CUT, 900.0, first.total))
    known, changed, cut = (score_map("a map", each, [forecast("x", 20.0)], QUICK) for each in (first, late, between))
    for model, rows in known.benchmarks.items():
        assert [row.median for row in rows] == [row.median for row in changed.benchmarks[model]]
        assert [row.median for row in known.same_cut[model]] == [row.median for row in cut.same_cut[model]]
    assert any(rows[0].median != cut.benchmarks[model][0].median for model, rows in known.benchmarks.items())


def test_that_the_words_say_which_side_was_missed() -> None:
    high, low, right = forecast("high", 60.0), forecast("low", 5.0), forecast("right", 20.0)
    maps = [score_map(name, invented(), [high, low, right], QUICK) for name in ("A", "B")]
    told = list(misses([high, low, right], maps))
    assert len(told) == 20 and not any("right" in text.split(",")[0] for text in told)
    assert told[0].startswith("high, A, week 1: 20 km2 were gained; expected were 60 (80% band 50 to 70).")
    assert told[0].endswith("The band was too high.")
    assert all(text.endswith("The band was too low.") for text in told if text.startswith("low"))
    words = list(verdict([high, right], maps))
    assert words[0].startswith("**high** expected too much ground in 10 of 10 cases (two maps, five horizons).")
    assert "The 80% band held 0 of 10. It missed: A, week 1; A, week 4; " in words[0]
    assert "The 80% band held 10 of 10. Its error was smaller" in words[1]
    assert "Expected for these were 60 (high), 5 (low), 20 (right)." in words[2]
    text = page([high, right], maps)
    assert "**One origin: this is a record, not a test of skill.**" in text
    assert "| **high** | 60 [50 to 70] below |" in text


def test_that_a_run_is_stored_and_read_back(finished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = open_run(finished)
    out = tmp_path / "kept" / "one.json"
    assert main(["store_forecast", str(finished), "--label", "one", "--out", str(out)]) == 0
    data = json.loads(out.read_text())
    assert data["config_hash"] == done.manifest.config_hash and data["state_until"] == "2024-12-14"
    members = np.sort(done.column(done.manifest.reference, "net_km2_w26").astype(float))
    kept = np.array(data["km2"]["26"])
    assert np.interp(0.5, LEVELS, kept) == pytest.approx(np.median(members), abs=60.0)  # bins and rounding
    assert stored(done, "one").text() == out.read_text()
    capsys.readouterr()
    assert main(["store_forecast", str(finished), "--label", "x", "--out", str(out), "--branch", "nothere"]) == 3
    assert "has no branch 'nothere'" in capsys.readouterr().err


def test_that_mistakes_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def failed(code: int) -> str:
        words = ["record", str(tmp_path), "--observations", "a.csv", "--observations", "b.csv"]
        assert main(words) == code
        return capsys.readouterr().err

    assert "there is no stored forecast" in failed(3)
    (tmp_path / "a.json").write_text("{}")
    assert failed(3).startswith(f"{tmp_path / 'a.json'}: is not a stored forecast")
    (tmp_path / "a.json").write_text(forecast("a", 1.0).text())
    (tmp_path / "b.json").write_text(forecast("b", 1.0)._replace(week_0="2024-12-27").text())
    assert "differ in branch or week 0" in failed(3)


def test_that_the_shipped_versions_are_of_one_study(root: Path) -> None:
    files = sorted((root / "docs" / "record").glob("*.json"))
    kept = [json.loads(path.read_text()) for path in files]
    assert len(kept) >= 2 and kept[0]["commit"] == "2181f9c"
    assert {(each["week_0"], each["branch"]) for each in kept} == {("2024-12-20", "muddle_through")}
    assert [each["state_until"] for each in kept] == ["2024-11-30", "2024-11-30", "2024-12-14"]


def test_that_the_readme_says_what_the_record_says(root: Path) -> None:
    """The sentences of README.md on the first version are those of the verdict."""
    words = " ".join((root / "README.md").read_text(encoding="utf-8").split())
    verdict = " ".join((root / "docs" / "record.md").read_text(encoding="utf-8").split())
    first, rest = verdict.split("**0.1.0**")[1].split("**second version**")[0], verdict.split("with 2025 known**")[1]
    ground, held = re.search(r"(\d+ of \d+) cases.*?band held (\d+ of \d+)", first).groups()
    assert f"expected too much ground in {ground} cases" in words and f"band held {held}" in words
    assert f"the band holds {re.search(r'band held (.*?)[.]', rest).group(1)}" in words
