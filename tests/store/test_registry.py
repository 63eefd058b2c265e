"""One registry: it agrees with the kernel's tables, the names that a config may use, and the reference page."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from forecast.config.outcomes import quantities as config_quantities
from forecast.store.registry import AID, OUTCOME_VARIABLES
from forecast.store.registry_series import cf_unit
from forecast.store.variables import draw_variables, member_variables, quantities, timeseries_variables, units
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout.series import SECTOR_SERIES, SERIES
from studies.reference.results_page import page

CONTRACT = """
    member ceasefire_week ceasefire_observed resumed_week resumed_observed collapse_north_week collapse_south_week
    collapse_north_observed collapse_south_observed durable_1y durable_2y durable_5y durable_10y net_km2_w4 net_km2_w13
    net_km2_w26 net_km2_w52 net_km2_w104 share_pre2022_w52 share_pre2022_w104 share_pre2022_w520 losses_north_w52
    losses_north_w104 losses_south_w52 losses_south_w104 aid_alpha_eur_bn aid_beta_eur_bn oped_success
"""


def test_that_the_columns_of_the_contract_are_there(making: Any) -> None:
    success = {"oped_success": {"all": [{"quantity": "ceasefire_week", "at_most": "104 weeks"}]}}
    names = [v.name for v in member_variables(making.experiment(horizon=624, success=success))]
    assert set(CONTRACT.split()) <= set(names)
    assert len(set(names)) == len(names)


def test_that_a_config_may_name_exactly_what_the_store_knows(making: Any) -> None:
    ours = quantities(making.experiment())
    theirs = config_quantities("north", "south", ["alpha", "beta"])
    assert ours.keys() == theirs.keys()
    for name, quantity in theirs.items():
        variable = ours[name]
        assert quantity[:3] == (variable.unit, variable.kind == "flag", variable.needs)


def test_that_every_outcome_row_reaches_a_column() -> None:
    used = {getattr(v.rule, "row", None) for v in OUTCOME_VARIABLES if v is not AID}
    assert used - {None} == set(range(o.N_OUTCOMES))


@pytest.mark.parametrize(
    ("horizon", "left_out"),
    [(624, set()), (623, {"durable_10y"}), (103, {"net_km2_w104", "aid_alpha_eur_bn", "durable_1y"}), (25, {"kept"})],
)
def test_that_columns_beyond_the_horizon_are_left_out(making: Any, horizon: int, left_out: set[str]) -> None:
    success = {"kept": {"all": [{"quantity": "ceasefire_week", "at_most": "26 weeks"}]}}
    exp = making.experiment(horizon=horizon, success=success)
    names = {v.name for v in member_variables(exp)}
    assert not names & left_out
    assert {v.name for v in (*quantities(exp).values(),) if v.needs <= horizon} - {"peace_weeks"} <= names


@pytest.mark.parametrize(("horizon", "there"), [(363, False), (364, True)])
def test_that_a_success_entry_waits_for_its_last_week(making: Any, horizon: int, there: bool) -> None:
    conditions = [
        {"quantity": "ceasefire_week", "at_most": "104 weeks"},
        {"quantity": "peace_weeks", "at_least": "260 weeks"},
    ]
    exp = making.experiment(horizon=horizon, success={"lasting": {"all": conditions}})
    assert ("lasting" in {v.name for v in member_variables(exp)}) is there


def test_that_draws_hold_uncertain_inputs_only(making: Any) -> None:
    assert [v.name for v in draw_variables(making.experiment())] == ["member", "draw", "replicate", "will"]


def test_that_series_units_are_known_to_cf(making: Any) -> None:
    assert {cf_unit(series.unit) for series in (*SERIES, SECTOR_SERIES)}
    names = [v.name for v in timeseries_variables(making.experiment())]
    assert "force_north" in names and "losses_south" in names and "sector_net_km2_count" in names
    assert not any("{" in name or name.endswith(("_0", "_1")) for name in names)


def test_that_no_id_is_left_open(making: Any) -> None:
    exp = making.experiment(horizon=624)
    for variable in (*member_variables(exp), *timeseries_variables(exp)):
        text = f"{variable.name} {variable.long_name}"
        assert not any(word in text for word in ("{", "side 0", "side 1")), text
    assert units(exp)["losses_south_w52"] == "thousand persons"


def test_that_the_reference_page_is_the_registry(root: Path) -> None:
    assert (root / "docs/results.md").read_text(encoding="utf-8") == page(), "run `make docs`"
    assert all(f"`{v.name}`".replace("{", "<").replace("}", ">") in page() for v in OUTCOME_VARIABLES)


def test_that_a_variable_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        AID.name = "other"  # type: ignore[misc]
