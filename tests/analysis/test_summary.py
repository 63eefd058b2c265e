"""The summary files: contract columns, values that a reader can check by hand, the same bytes every time."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from forecast.analysis.estimates import Clusters, mean
from forecast.analysis.members import Members
from forecast.analysis.summary import write_summaries
from forecast.experiment.evidence import Evidence
from forecast.store.parquet import metadata_columns
from forecast.store.reader import Run

CONTRACT = "origin_date scenario_id location target horizon target_end_date output_type output_type_id value mcse n"


@pytest.fixture(scope="module")
def written(run: Run) -> Path:
    write_summaries(run)
    return run.path


def one(frame: pd.DataFrame, **where: object) -> pd.Series:
    for name, value in where.items():
        frame = frame[frame[name].isna() if value is None else frame[name] == value]
    assert len(frame) == 1
    return frame.iloc[0]


def test_that_the_columns_are_those_of_the_contract(written: Path) -> None:
    assert pq.read_schema(written / "summary.parquet").names == CONTRACT.split()
    with open(written / "summary.csv", newline="") as stream:
        assert next(csv.reader(stream)) == CONTRACT.split()


def test_that_estimates_say_what_they_rest_on(written: Path) -> None:
    for name in ("summary.parquet", "differences.parquet"):
        columns = metadata_columns(pq.read_metadata(written / name))
        for column in ("value", "mcse"):
            assert columns[column]["evidence"] == Evidence({"A": 2, "B": 2, "C": 3}).mark
        assert "evidence" not in columns["target"]


def test_that_values_equal_a_calculation_by_hand(written: Path, run: Run) -> None:
    frame = pq.read_table(written / "summary.parquet").to_pandas()
    gain = run.column("no_aid", "net_km2_w52").astype(float)
    found = one(frame, scenario_id="no_aid", target="net_km2_w52", output_type="mean")
    assert found.value == pytest.approx(gain.mean(), rel=1e-12)
    assert found.horizon == 52 and str(found.target_end_date) == "2025-12-19" and found.n == gain.size
    found = one(frame, scenario_id="no_aid", target="net_km2_w52", output_type="quantile", output_type_id="0.9")
    assert found.value == pytest.approx(np.quantile(gain, 0.9), rel=1e-12)
    week = run.column("no_aid", "ceasefire_week")
    found = one(frame, scenario_id="no_aid", target="ceasefire_by_w104", output_type="mean")
    assert found.value == pytest.approx(np.mean(week <= 104))
    assert found.mcse == pytest.approx(mean(week <= 104, Clusters(run.clusters)).estimate.mcse)
    found = one(frame, scenario_id="no_aid", target="ceasefire_week", output_type="mean")
    assert found.value == pytest.approx(np.nanmean(week)) and found.n == np.count_nonzero(~np.isnan(week))


def test_that_a_conditional_probability_is_taken_over_those_who_qualify(written: Path, run: Run) -> None:
    frame = pq.read_table(written / "summary.parquet").to_pandas()
    begun = run.column("surge_offer", "ceasefire_week") <= 104
    found = one(frame, scenario_id="surge_offer", target="lasts_5y_given_ceasefire_by_w104")
    assert found.n == begun.sum()
    assert found.value == pytest.approx(run.column("surge_offer", "durable_5y")[begun].mean())


def test_that_every_numeric_column_of_every_branch_is_there(written: Path, run: Run) -> None:
    frame = pq.read_table(written / "summary.parquet").to_pandas()
    for variable in Members(run).variables.values():
        kinds = set(frame[frame.target == variable.name].output_type)
        assert kinds == {"mean"} if variable.kind == "flag" else "mean" in kinds, variable.name
        assert set(frame[frame.target == variable.name].scenario_id) == set(run.manifest.branches)


def test_that_the_csv_holds_the_same_numbers_to_the_last_bit(written: Path) -> None:
    table = pq.read_table(written / "summary.parquet").to_pylist()
    with open(written / "summary.csv", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(table)
    for row, line in zip(table, rows, strict=True):
        for name in ("value", "mcse"):
            assert (None if line[name] == "" else float(line[name])) == row[name]


def test_that_the_same_run_gives_the_same_bytes(written: Path, run: Run) -> None:
    names = [f"{stem}.{kind}" for stem in ("summary", "differences", "bands") for kind in ("parquet", "csv")]
    before = [(written / name).read_bytes() for name in names]
    entries = write_summaries(run)
    assert [(written / name).read_bytes() for name in names] == before
    assert [entry.path for entry in entries] == names


def test_that_differences_are_paired(written: Path, run: Run) -> None:
    frame = pq.read_table(written / "differences.parquet").to_pandas()
    gap = run.column("europe_led", "net_km2_w52").astype(float) - run.column("muddle_through", "net_km2_w52")
    found = one(frame, scenario_id="europe_led", target="net_km2_w52", output_type="mean")
    assert found.value == pytest.approx(gap.mean())
    assert found.mcse == pytest.approx(mean(gap, Clusters(run.clusters)).estimate.mcse)
    assert found.share_above == pytest.approx(np.mean(gap > 0))
    assert found.reference_id == "muddle_through"
    assert "muddle_through" not in set(frame.scenario_id)
    apart = pq.read_table(written / "summary.parquet").to_pandas()
    lone = one(apart, scenario_id="europe_led", target="net_km2_w52", output_type="mean")
    assert found.mcse < lone.mcse
