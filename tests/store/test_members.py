"""From kernel rows to columns: nulls, durations, conditions."""

from typing import Any

import numpy as np
import pyarrow.compute as pc
import pytest

from forecast.store.member_tables import draws_table, member_table
from forecast_kernels.layout import outcomes as o


def rows(making: Any, exp: Any, **columns: list[float]) -> tuple[Any, Any]:
    """Outcome rows with these values, events that never came and zeros elsewhere."""
    n = len(next(iter(columns.values())))
    out = np.zeros((o.N_OUTCOMES, n), np.float32)
    for row, column in enumerate(o.OUTCOMES):
        if column.name.startswith("collapse_week") or column.name.endswith("_week"):
            out[row] = o.NEVER_WEEK
    for name, values in columns.items():
        out[getattr(o, name.upper())] = values
    return out, np.zeros((len(exp.baseline.donors), n), np.float32)


def test_that_never_is_null_and_not_observed(making: Any) -> None:
    exp = making.experiment()
    table = member_table(exp, 5, *rows(making, exp, ceasefire_week=[0, 7, -1]))
    assert table["member"].to_pylist() == [5, 6, 7]
    assert table["ceasefire_week"].to_pylist() == [0, 7, None]
    assert table["ceasefire_observed"].to_pylist() == [True, True, False]
    assert table["resumed_week"].null_count == 3
    assert str(table.schema.field("ceasefire_week").type) == "int16"


def test_that_durable_counts_a_return_in_the_last_week(making: Any) -> None:
    exp = making.experiment(horizon=624)
    ceasefire = [104, 105, 104, 104, 104, -1, 10]
    resumed = [-1, -1, 364, 365, 150, -1, 270]
    table = member_table(exp, 0, *rows(making, exp, ceasefire_week=ceasefire, resumed_week=resumed))
    assert table["durable_5y"].to_pylist() == [True, False, False, True, False, False, False]
    assert table["durable_1y"].to_pylist() == [True, False, True, True, False, False, True]
    assert table["durable_5y"].null_count == 0


def test_that_quiet_counts_breaks_too_and_no_large_war_only_large_wars(making: Any) -> None:
    exp = making.experiment(horizon=624)
    weeks = {"resumed_week": [-1, -1, 70, 70], "broken_week": [-1, 60, 60, -1], "large_war_week": [-1, -1, -1, 70]}
    table = member_table(exp, 0, *rows(making, exp, ceasefire_week=[20, 20, 20, 20], **weeks))
    assert table["durable_1y"].to_pylist() == [True, True, False, False]
    assert table["quiet_1y"].to_pylist() == [True, False, False, False]
    assert table["no_large_war_1y"].to_pylist() == [True, True, True, False]


def test_that_five_years_of_peace_are_what_durable_says(making: Any) -> None:
    conditions = [
        {"quantity": "ceasefire_week", "at_most": "104 weeks"},
        {"quantity": "peace_weeks", "at_least": "260 weeks"},
    ]
    exp = making.experiment(horizon=364, success={"lasting": {"all": conditions}})
    ceasefire = [c for c in (1, 50, 104, 105) for _ in range(100, 364)] + [104, 105, -1]
    resumed = [r if r > c else -1 for c in (1, 50, 104, 105) for r in range(100, 364)] + [-1, -1, -1]
    table = member_table(exp, 0, *rows(making, exp, ceasefire_week=ceasefire, resumed_week=resumed))
    assert table["lasting"].to_pylist() == table["durable_5y"].to_pylist()
    assert 0 < pc.sum(table["lasting"]).as_py() < len(table)


def test_that_a_condition_on_nothing_fails(making: Any) -> None:
    success = {
        "held": {"all": [{"quantity": "share_pre2022_ceasefire_5y", "at_most": "90 %"}]},
        "free": {"all": [{"quantity": "neutral", "is": False}, {"quantity": "net_km2_w4", "at_least": "-1 km2"}]},
        "bound": {"all": [{"quantity": "neutral", "is": True}]},
    }
    exp = making.experiment(horizon=624, success=success)
    out = rows(making, exp, held_peace5y=[-1, 0.9, 0.95], neutral=[0, 1, 0], net_w4=[-2, 0, 0])
    table = member_table(exp, 0, *out)
    assert table["share_pre2022_ceasefire_5y"].null_count == 1
    assert table["held"].to_pylist() == [False, True, False]
    assert table["free"].to_pylist() == [False, False, True]
    assert table["bound"].to_pylist() == [False, True, False]


def test_that_defeat_begins_at_four_fifths(making: Any) -> None:
    exp = making.experiment()
    table = member_table(exp, 0, *rows(making, exp, collapse_loss=[0.79, 0.8, 1.0]))
    assert table["complete_defeat"].to_pylist() == [False, True, True]


def test_that_donors_keep_their_order(making: Any) -> None:
    exp = making.experiment(horizon=104)
    out, donors = rows(making, exp, neutral=[0, 0])
    donors[:] = [[1, 2], [3, 4]]
    table = member_table(exp, 0, out, donors)
    assert table["aid_alpha_eur_bn"].to_pylist() == [1, 2]
    assert table["aid_beta_eur_bn"].to_pylist() == [3, 4]


def test_that_random_rows_hold_no_nan(making: Any, seed: int) -> None:
    exp = making.experiment()
    table = member_table(exp, 0, *making.out(exp, 0, 500, seed))
    for name in table.column_names:
        if str(table.schema.field(name).type) == "float":
            assert not pc.any(pc.is_nan(table[name])).as_py()


def test_that_draws_follow_the_members(making: Any) -> None:
    exp = making.experiment(replicates=4)
    table = draws_table(exp, 6, 10, making.draws(6, 10))
    assert table["draw"].to_pylist() == [1, 1, 2, 2]
    assert table["replicate"].to_pylist() == [2, 3, 0, 1]
    assert table["will"].to_pylist() == making.draws(6, 10)["will"].tolist()
    with pytest.raises(ValueError, match="shape"):
        draws_table(exp, 6, 10, making.draws(6, 9))
