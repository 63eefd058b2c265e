"""The hub: the rules of hubverse that a config and a model output must meet, each with its source.

Schema v6.0.0 of admin.json and tasks.json: https://github.com/hubverse-org/schemas. Model output, samples and metadata:
https://docs.hubverse.io/en/latest/user-guide/. The rules are stated here in our own words and code.
"""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import yaml

from forecast.export.hub_config import short
from forecast.export.hubverse_hub import write_hubverse_export
from forecast.export.locations import PROVINCES, SECTORS

TASK_IDS = ["origin_date", "scenario_id", "location", "sector", "target", "horizon", "target_end_date"]
TARGET_TYPES = {  # output types that a type of target may have (page on target types)
    "binary": {"mean", "pmf", "sample"},
    "continuous": {"mean", "median", "quantile", "cdf", "sample"},
    "discrete": {"mean", "median", "quantile", "cdf", "pmf", "sample"},
}


class Hub:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.admin = json.loads((folder / "hub-config/admin.json").read_text())
        self.tasks = json.loads((folder / "hub-config/tasks.json").read_text())
        (self.output,) = (folder / "model-output").glob("*/*.parquet")
        self.table = pd.read_parquet(self.output)
        self.round = self.tasks["rounds"][0]


@pytest.fixture(scope="module")
def hub(run, tmp_path_factory: pytest.TempPathFactory) -> Hub:
    folder = tmp_path_factory.mktemp("hub")
    write_hubverse_export(run, folder, samples=60)
    return Hub(folder)


def test_that_admin_has_the_fields_of_schema_v6_and_no_other(hub: Hub) -> None:
    needed = {"schema_version", "name", "maintainer", "contact", "repository", "file_format", "timezone"}
    assert needed <= set(hub.admin) <= needed | {"model_output_dir", "citation", "cloud", "zoltar_project_id"}
    assert hub.admin["schema_version"].endswith("/v6.0.0/admin-schema.json")
    assert set(hub.admin["repository"]) == {"host", "owner", "name"} and hub.admin["repository"]["host"] == "github"
    assert set(hub.admin["contact"]) == {"name", "email"} and hub.admin["file_format"] == ["parquet"]


def test_that_tasks_have_the_fields_of_schema_v6(hub: Hub) -> None:
    assert set(hub.tasks) == {"schema_version", "rounds", "output_type_id_datatype", "derived_task_ids"}
    assert hub.tasks["schema_version"].endswith("/v6.0.0/tasks-schema.json")
    assert hub.tasks["output_type_id_datatype"] == "character" and hub.tasks["derived_task_ids"] == ["target_end_date"]
    assert set(hub.round) == {"round_id_from_variable", "round_id", "model_tasks", "submissions_due"}
    assert hub.round["round_id_from_variable"] is True and hub.round["round_id"] in TASK_IDS
    assert {date.fromisoformat(text) for text in hub.round["submissions_due"].values()}
    for task in hub.round["model_tasks"]:
        assert set(task) == {"task_ids", "output_type", "target_metadata"}
        assert list(task["task_ids"]) == TASK_IDS  # the same task ids in every task of a round
        for values in task["task_ids"].values():
            assert set(values) == {"required", "optional"} and values["optional"]
            assert len(set(values["optional"])) == len(values["optional"])
        for name, kind in task["output_type"].items():
            check_output_type(name, kind)
        for item in task["target_metadata"]:
            check_target(item, task)
        assert {x["target_keys"]["target"] for x in task["target_metadata"]} == set(
            task["task_ids"]["target"]["optional"]
        )


def check_output_type(name: str, kind: dict[str, Any]) -> None:
    ids = "output_type_id_params" if name == "sample" else "output_type_id"
    assert set(kind) == {ids, "value", "is_required"} and isinstance(kind["is_required"], bool)
    assert kind["value"]["type"] == "double"
    if name in ("pmf", "cdf"):
        assert kind["value"] == {"type": "double", "minimum": 0, "maximum": 1}
    if name in ("mean", "median"):
        assert kind["output_type_id"] == {"required": None}
    elif name == "quantile":
        assert all(0 <= level <= 1 for level in kind["output_type_id"]["required"])
    elif name == "cdf":
        assert kind["output_type_id"]["required"] == sorted(kind["output_type_id"]["required"])
    elif name == "sample":
        params = kind["output_type_id_params"]
        assert params["type"] == "character" and params["max_length"] >= 1
        assert 1 <= params["min_samples_per_task"] <= params["max_samples_per_task"]
        assert set(params["compound_taskid_set"]) <= set(TASK_IDS)


def check_target(item: dict[str, Any], task: dict[str, Any]) -> None:
    assert len(item["target_id"]) <= 30 and len(item["target_name"]) <= 100 and len(item["target_units"]) <= 100
    assert item["description"] == item["target_name"] or item["target_name"].endswith(" ...")
    assert set(item["target_keys"]) == {"target"}  # one key, as of schema v5.0.0
    assert set(task["output_type"]) <= TARGET_TYPES[item["target_type"]]
    assert (item.get("time_unit") == "week") == item["is_step_ahead"]


def test_that_the_output_has_the_columns_and_the_name_that_a_hub_asks_for(hub: Hub) -> None:
    model = hub.output.parent.name
    assert hub.output.name == f"2024-12-20-{model}.parquet"
    assert re.fullmatch(r"[A-Za-z0-9_]{1,16}-[A-Za-z0-9_]{1,16}", model)
    assert list(hub.table) == [*TASK_IDS, "output_type", "output_type_id", "value"]
    types = {field.name: str(field.type) for field in pq.read_schema(hub.output)}
    assert types["horizon"] == "int32" and types["output_type_id"] == "string" and types["value"] == "double"
    assert types["origin_date"] == types["target_end_date"] == "date32[day]"
    assert hub.table["value"].notna().all() and not hub.table.drop(columns="value").duplicated().any()
    ends = [
        origin + timedelta(weeks=week)
        for origin, week in zip(hub.table["origin_date"], hub.table["horizon"], strict=True)
    ]
    assert hub.table["target_end_date"].tolist() == ends


def test_that_every_row_is_in_one_task_and_every_task_is_whole(hub: Hub) -> None:
    seen = np.zeros(len(hub.table), dtype=int)
    for task in hub.round["model_tasks"]:
        rows = np.ones(len(hub.table), dtype=bool)
        for name, values in task["task_ids"].items():
            column = hub.table[name].astype(str)
            rows &= column.isin([str(value) for value in values["optional"]]).to_numpy()
        seen += rows
        part = hub.table[rows]
        assert len(part) and set(part["output_type"]) == set(task["output_type"])
        for name, kind in task["output_type"].items():
            if name == "sample":
                continue
            wanted = kind["output_type_id"]["required"]
            ids = {None} if wanted is None else {x if isinstance(x, str) else f"{x:g}" for x in wanted}
            for _, group in part[part["output_type"] == name].groupby(TASK_IDS):
                found = group["output_type_id"]
                assert len(found) == len(ids) and (found.isna().all() if wanted is None else set(found) == ids)
    assert (seen == 1).all()


def test_that_probabilities_sum_to_one_and_distributions_rise(hub: Hub) -> None:
    pmf = hub.table[hub.table["output_type"] == "pmf"]
    np.testing.assert_allclose(pmf.groupby(TASK_IDS)["value"].sum(), 1.0)
    for kind in ("cdf", "quantile"):
        part = hub.table[hub.table["output_type"] == kind]
        part = part.assign(level=part["output_type_id"].astype(float)).sort_values("level")
        assert (part.groupby(TASK_IDS)["value"].diff().dropna() >= 0).all()
    known = hub.table[(hub.table["target"] == "ceasefire_week_cdf") & (hub.table["output_type_id"] == "104")]
    yes = hub.table[(hub.table["target"] == "ceasefire_by_w104") & (hub.table["output_type_id"] == "yes")]
    assert known["value"].tolist() == yes["value"].tolist()


def test_that_a_sample_spans_branches_and_targets_and_is_one_member(run, hub: Hub) -> None:
    part = hub.table[hub.table["output_type"] == "sample"]
    table = pd.read_csv(hub.folder / "auxiliary-data/samples.csv")
    assert part.groupby(["scenario_id", "target"])["output_type_id"].nunique().unique().tolist() == [60]
    spans = part.groupby("output_type_id")[["scenario_id", "target", "horizon"]].nunique()
    assert (spans == spans.iloc[0]).all().all() and spans["scenario_id"].iloc[0] == 5
    for task in hub.round["model_tasks"]:
        if "sample" in task["output_type"]:
            params = task["output_type"]["sample"]["output_type_id_params"]
            assert not {"scenario_id", "horizon", "target"} & set(params["compound_taskid_set"])
            assert params["max_samples_per_task"] == 60
            assert table["output_type_id"].str.len().max() <= params["max_length"]
    assert (table["run_grouping"] * 5 + table["stochastic_run"] == table["member"]).all()
    for branch in ("no_aid", "surge_offer"):
        rows = part[(part["scenario_id"] == branch) & (part["target"] == "net_km2_w52")]
        wanted = run.column(branch, "net_km2_w52")[table["member"]]
        np.testing.assert_array_equal(rows["value"].to_numpy(np.float32), wanted)
    assert (
        "same random numbers"
        in yaml.safe_load(next((hub.folder / "model-metadata").iterdir()).read_text())["sample_pairing"]
    )


def test_that_metadata_fits_its_schema(hub: Hub) -> None:
    (path,) = (hub.folder / "model-metadata").iterdir()
    found = yaml.safe_load(path.read_text())
    assert f"{found['team_abbr']}-{found['model_abbr']}" == path.stem == hub.output.parent.name
    schema = json.loads((hub.folder / "hub-config/model-metadata-schema.json").read_text())
    assert set(schema["required"]) <= set(found) <= set(schema["properties"])


def test_that_places_have_codes_where_they_are_known(run, hub: Hub, tmp_path: Path) -> None:
    places = pd.read_csv(hub.folder / "auxiliary-data/locations.csv", keep_default_na=False)
    assert places["location"].tolist() == ["UA", "RU-KRS", "S01", "S02", "S03"]  # made-up names have no code
    assert places["is_iso_3166_2"].tolist() == [True, True, False, False, False]
    assert set(hub.table.loc[hub.table["target"].str.startswith("salient"), "location"]) == {"RU-KRS"}
    sectors = hub.table[hub.table["sector"] != "total"]
    assert set(zip(sectors["location"], sectors["sector"], strict=True)) == {(s, s) for s in ("S01", "S02", "S03")}


def test_that_sectors_of_the_study_are_in_provinces() -> None:
    files = sorted((Path(__file__).resolve().parents[2] / "configs/baselines").glob("*/sectors.yaml"))
    assert files
    for path in files:
        names = {sector["name"] for sector in yaml.safe_load(path.read_text())["sectors"].values()}
        assert names <= set(SECTORS), (path, names - set(SECTORS))
    assert {code for codes in SECTORS.values() for code in codes if code} <= set(PROVINCES)


def test_that_failed_members_are_no_samples(failing, single, tmp_path: Path) -> None:
    said = write_hubverse_export(failing, tmp_path / "a", samples=60)
    table = pd.read_csv(tmp_path / "a/auxiliary-data/samples.csv")
    assert len(table) == 59 and 3 not in set(table["member"])
    assert any(note.startswith("1 of these members failed") for note in said.notes)
    write_hubverse_export(single, tmp_path / "b", samples=1000)
    assert len(pd.read_csv(tmp_path / "b/auxiliary-data/samples.csv")) == 60
    write_hubverse_export(single, tmp_path / "c", samples=0)
    assert "sample" not in set(Hub(tmp_path / "c").table["output_type"])


def test_that_a_long_name_is_cut_and_stays_unique() -> None:
    names = {short(f"a_very_long_name_of_a_target_that_ends_in_{k}", 30) for k in range(20)}
    assert len(names) == 20 and all(len(name) <= 30 for name in names)
