"""From samples to rows, the contract's rows, files and the printed table."""

import json
import math
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from forecast.cli.output import one_line
from forecast.scores.averages import contract_rows, means, skills
from forecast.scores.block_bootstrap import origin_blocks
from forecast.scores.files import write_scores
from forecast.scores.records import BENCHMARKS, QUANTILES, ScoreRow
from forecast.scores.score_rows import quantile_rows, score_rows, univariate_scores, vector_rows
from forecast.scores.score_table import as_json, best, score_table
from forecast.scores.skill import mean_score
from forecast.scores.univariate import crps

ORIGINS = [date(2023, 6, 3) + timedelta(weeks=4 * k) for k in range(17)]
PLACES = ("total", "pokrovsk")
SPREAD = {"frontcast": 1.0, "persistence": 2.0, "arma_11": 1.5}


def forecasts(horizon: int, seed: int = 5, m: int = 200) -> Iterator[tuple[date, str, np.ndarray, np.ndarray]]:
    for k, origin in enumerate(ORIGINS):
        truth = 100 * horizon * np.random.default_rng([seed, k]).normal(size=2)
        for model, spread in SPREAD.items():
            rng = np.random.default_rng([seed, k, int(10 * spread)])
            yield origin, model, 100 * horizon * spread * rng.normal(size=(2, m)), truth


@pytest.fixture(scope="module")
def rows() -> list[ScoreRow]:
    rows: list[ScoreRow] = []
    for horizon in (4, 26):
        for origin, model, samples, truth in forecasts(horizon):
            rows += score_rows(origin, PLACES, horizon, model, samples, truth, np.random.default_rng(1))
            rows += vector_rows(origin, horizon, model, samples.T, truth)
    return rows


def test_that_rows_hold_the_scores_of_their_forecast(rows: list[ScoreRow]) -> None:
    origin, model, samples, truth = next(forecasts(26))
    mine = {(r.location, r.score): r for r in rows if (r.origin_date, r.model, r.horizon) == (origin, model, 26)}
    assert mine["total", "crps"].value == pytest.approx(float(crps(samples[0], truth[0])))
    assert mine["total", "crps"].target_end_date == date(2023, 12, 2)
    assert {score for location, score in mine if location == "total"} == set(
        univariate_scores(samples, truth, 26, np.random.default_rng(1))
    )
    assert {score for location, score in mine if location == "sectors"} == {"energy", "variogram"}


def test_that_unknown_truth_leaves_no_score_but_quantiles() -> None:
    samples = np.arange(20.0).reshape(2, 10)
    unknown = [np.nan, 3.0]
    scores = list(score_rows(ORIGINS[0], PLACES, 4, "frontcast", samples, unknown, np.random.default_rng(1)))
    assert {row.location for row in scores} == {"pokrovsk"}
    assert list(vector_rows(ORIGINS[0], 4, "frontcast", samples.T, unknown)) == []
    quantiles = list(quantile_rows(ORIGINS[0], PLACES, 4, "frontcast", samples, unknown))
    assert [row.level for row in quantiles[: len(QUANTILES)]] == list(QUANTILES)
    assert quantiles[4].value == 4.5 and math.isnan(quantiles[4].observation)
    assert quantiles[-1].observation == 3.0


def test_that_the_contracts_rows_are_means_over_origins(rows: list[ScoreRow]) -> None:
    contract = contract_rows(means(rows))
    assert len(contract) == 2 * 2 * 3
    assert list(contract[0])[:7] == ["target", "location", "horizon", "model", "crps", "coverage80", "n"]
    row = next(r for r in contract if (r["location"], r["horizon"], r["model"]) == ("total", 26, "frontcast"))
    values = [r.value for r in rows if r[3:7] == ("total", 26, "frontcast", "crps")]
    expected = mean_score(values, origin_blocks(17, 26, 4), np.random.default_rng(0))
    assert (row["crps"], row["crps_se"], row["n"], row["windows"]) == expected
    for name in ("coverage50", "coverage90", "coverage95", "twcrps", "interval80", "width80", "pit"):
        assert min(row[name], row[f"{name}_se"]) >= 0.0


def test_that_coverage_of_all_or_none_is_not_sure(rows: list[ScoreRow]) -> None:
    all_in = [row._replace(value=1.0) for row in rows if row.score == "coverage80"]
    for row in means(all_in):
        k = row.windows
        assert row.value == 1.0 and row.se == pytest.approx(math.sqrt((k + 1) / (k + 2) ** 2 / k))


def test_that_models_must_share_their_origins(rows: list[ScoreRow]) -> None:
    with pytest.raises(ValueError, match="other origins"):
        means(row for row in rows if row.model != "arma_11" or row.origin_date != ORIGINS[3])
    with pytest.raises(ValueError, match="scored twice"):
        means([*rows, rows[0]])
    assert means([]) == [] and skills([]) == []


def test_that_skill_is_ours_over_every_benchmark_that_is_there(rows: list[ScoreRow]) -> None:
    ratios = skills(rows)
    assert [row.against for row in ratios if row.location == "total"] == ["persistence", "arma_11"] * 2
    assert all(row.against in BENCHMARKS and row.n == 17 for row in ratios)
    mean = {row[:5]: row.value for row in means(rows)}
    for row in ratios:
        key = row.target, row.location, row.horizon
        assert row.ratio == mean[*key, "frontcast", "crps"] / mean[*key, row.against, "crps"]
    for row in best(ratios, means(rows)):
        key = row.target, row.location, row.horizon
        assert mean[*key, row.against, "crps"] == min(mean[*key, name, "crps"] for name in ("persistence", "arma_11"))


def test_that_equal_rows_give_equal_bytes_in_any_order(rows: list[ScoreRow], tmp_path: Path) -> None:
    quantiles = [
        row
        for origin, model, samples, truth in forecasts(4)
        for row in quantile_rows(origin, PLACES, 4, model, samples, [np.nan, truth[1]])
    ]
    entries = []
    for name, order in (("one", 1), ("two", -1)):
        (tmp_path / name / ".work").mkdir(parents=True)
        averages, ratios = means(rows), skills(rows)
        entries.append(
            write_scores(tmp_path / name, rows[::order], quantiles[::order], averages[::order], ratios[::order])
        )
    assert entries[0] == entries[1]
    tables = [entry.path for entry in entries[0] if entry.path.endswith(".parquet")]
    assert tables == ["scores.parquet", "quantiles.parquet", "mean_scores.parquet", "skill.parquet"]
    scores = pq.read_table(tmp_path / "one" / "scores.parquet")
    assert scores.column_names == [*ScoreRow._fields[:8]]
    assert scores.num_rows == len(rows)
    observed = pq.read_table(tmp_path / "one" / "quantiles.parquet").column("observation")
    assert observed.null_count == len(quantiles) // 2


def test_that_the_table_has_a_line_a_place_and_a_column_a_model(rows: list[ScoreRow]) -> None:
    lines = score_table(means(rows), skills(rows) + skills(rows, "energy"))
    assert max(map(len, lines)) <= 200
    head = next(line for line in lines if "frontcast" in line and "arma_" in line)
    assert head.split() == ["frontcast", "persistence", "arma_"]
    ours = [line for line in lines if line.startswith("total") and "±" in line]
    assert len(ours) == 4 and all("n 17" in line for line in ours)
    assert len([line for line in lines if "[" in line and "windows" in line]) == 6
    assert max(map(len, score_table(means(rows), skills(rows), width=60))) <= 110  # titles and ratios are not split
    assert score_table([], []) == []


def test_that_the_table_gives_the_ratio_to_every_other_model(rows: list[ScoreRow]) -> None:
    ratios = skills(rows)
    lines = score_table(means(rows), ratios)
    begin = next(
        k for k, line in enumerate(lines) if line.endswith("divided by that of each benchmark and reference model")
    )
    assert lines[begin + 2].split() == ["persistence", "arma_"]
    by_label = {
        tuple(line.split()[:2]): line.split()[4:] for line in lines[begin + 3 :] if "w  n " in line and "±" not in line
    }
    for location, horizon in {(row.location, row.horizon) for row in ratios}:
        expected = [f"{row.ratio:.2f}" for row in ratios if (row.location, row.horizon) == (location, horizon)]
        assert by_label[location, f"{horizon}w"] == expected


def test_that_the_json_is_one_object_of_flat_rows(rows: list[ScoreRow]) -> None:
    content = json.loads(one_line(as_json(means(rows), skills(rows))))
    assert list(content) == ["rows", "skill", "best", "vectors"]
    assert {"target", "location", "horizon", "model", "crps", "coverage80", "n"} <= set(content["rows"][0])
    assert content["rows"][0]["target"] == "cum_net_km2"
    assert {row["score"] for row in content["vectors"]} == {"energy", "variogram"}
    assert all(row["against"] in SPREAD for row in content["skill"] + content["best"])
