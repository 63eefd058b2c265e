"""A member with an implausible outcome is in no table of its branch, and the manifest says why."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from forecast.store import folder
from forecast.store.faults import (
    Failed,
    Fault,
    as_failed,
    bounds_of,
    failed_in_any,
    failed_members,
    find_faults,
    joined,
    stretches,
)
from forecast.store.member_tables import member_table
from forecast.store.ranges import RangeResult
from forecast.store.reader import open_run
from forecast.store.registry import OUTCOME_VARIABLES
from forecast.store.variables import quantities
from forecast.store.work import WorkArea
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout.bounds import BOUNDS

WRONG = {3: ("stay", o.NET_W4, np.nan), 410: ("stay", o.NET_W4, 2.5e16), 777: ("leave", o.LOSSES_0_W52, -1.0)}
"""Member -> branch, row and value that are put into the made-up outcomes."""


def with_wrong(result: RangeResult) -> RangeResult:
    """Put the wrong values of this range into it. The counts stay: the kernel leaves failed members out of them."""
    for member, (branch, row, value) in WRONG.items():
        if result.lo <= member < result.hi:
            result.branches[branch].out[row, member - result.lo] = value
    return result


def failing_run(making: Any, root: Path, exp: Any, seed: int, chunk: int = 300) -> Path:
    with folder.RunFolder.create(root, making.manifest(exp)) as run:
        area = WorkArea(run.path, exp, exp.members, part_members=400)
        for lo, hi in area.missing(chunk):
            area.put(with_wrong(making.range(exp, lo, hi, seed)))
        for part in reversed(area.ready_parts()):  # the order of the parts must not matter
            area.assemble(part, making.draws)
            area = WorkArea(run.path, exp, exp.members, part_members=400)  # as after an interruption
        files = [*area.files(), run.write_text("config.yaml", making.config(exp))]
        run.seal(run.manifest.model_copy(update={"failed": as_failed(area.faults())}), files)
        return run.path


def test_that_every_outcome_has_bounds() -> None:
    lacking = [column.name for row, column in enumerate(o.OUTCOMES) if row not in BOUNDS]
    assert not lacking
    assert all(bounds.low < bounds.high for bounds in BOUNDS.values())


def test_that_the_page_of_results_lists_them() -> None:
    by_name = {variable.name: bounds_of(variable) for variable in OUTCOME_VARIABLES}
    assert by_name["net_km2_w52"] == "-1,000,000 to 1,000,000"
    assert by_name["ceasefire_week"] == "0 to the horizon"
    assert by_name["share_pre2022_w520"] == "0 to 2"
    assert by_name["neutral"] == ""
    flags = {variable.name for variable in OUTCOME_VARIABLES if variable.kind == "flag"}
    assert all(by_name[name] for name in by_name if name not in flags)


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf, 1e7, -1.5])
def test_that_what_no_war_can_do_is_a_failure(making: Any, seed: int, wrong: float) -> None:
    exp = making.experiment()
    out, donors = making.out(exp, 0, 50, seed)
    assert not failed_members(out, donors, exp.horizon).any()
    out[o.SALIENT_W26, 7] = wrong
    assert np.flatnonzero(failed_members(out, donors, exp.horizon)).tolist() == [7]
    (fault,) = find_faults(exp, "stay", 100, out, donors)
    assert fault[:2] == ("stay", "salient_km2_w26")
    assert fault.members == (107,)
    assert fault.reason == f"salient_km2_w26 is {np.float32(wrong):.6g}, but plausible is 0 to 1,000,000 km2"


def test_that_minus_one_is_a_week_that_never_came_and_nothing_else(making: Any, seed: int) -> None:
    exp = making.experiment()
    out, donors = making.out(exp, 0, 4, seed)
    out[o.AGREEMENT_WEEK] = -1.0, -0.5, exp.horizon, exp.horizon + 1
    assert failed_members(out, donors, exp.horizon).tolist() == [False, True, False, True]
    donors[1, 0] = np.nan
    assert find_faults(exp, "stay", 0, out[:, :1], donors[:, :1])[0].variable == "aid_beta_eur_bn"


def test_that_every_value_of_a_failed_member_is_null(making: Any, seed: int) -> None:
    exp = making.experiment()
    out, donors = making.out(exp, 0, 50, seed)
    sound = member_table(exp, 0, out, donors)
    out[o.NET_W4, 7] = np.nan
    table = member_table(exp, 0, out, donors)
    row = table.slice(7, 1).to_pylist()[0]
    assert row.pop("member") == 7
    assert set(row.values()) == {None}
    for column in table.column_names:
        kept = [x for member, x in enumerate(table[column].to_pylist()) if member != 7]
        assert kept == [x for member, x in enumerate(sound[column].to_pylist()) if member != 7]
    assert not sound.schema.field("durable_1y" if "durable_1y" in sound.column_names else "neutral").nullable
    assert table.schema.field("neutral").nullable


def test_that_the_manifest_lists_failed_members_by_branch(making: Any, tmp_path: Path, seed: int) -> None:
    run = open_run(failing_run(making, tmp_path, making.experiment(), seed))
    stay, leave = run.manifest.failed
    assert stay == Failed("stay", (3, 410), "net_km2_w4 is nan, but plausible is -1,000,000 to 1,000,000 km2")
    assert (leave.branch, leave.members) == ("leave", (777,))
    assert leave.reason.startswith("losses_north_w52 is -1, but plausible is 0 to 10,000")
    assert np.flatnonzero(run.failed).tolist() == [3, 410, 777]
    assert '"failed": []' in making.manifest(making.experiment()).text()


def test_that_chunks_change_no_byte_of_a_run_with_failures(making: Any, tmp_path: Path, seed: int) -> None:
    exp = making.experiment()
    one, two = (failing_run(making, tmp_path / str(n), exp, seed, n) for n in (300, 71))
    names = [path.relative_to(one) for path in one.rglob("*.parquet")]
    assert len(names) == 9
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in names)
    assert open_run(one).manifest.failed == open_run(two).manifest.failed


def test_that_a_reader_gets_nulls_for_failed_members(making: Any, tmp_path: Path, seed: int) -> None:
    exp = making.experiment()
    run = open_run(failing_run(making, tmp_path, exp, seed))
    neutral = run.column("stay", "neutral")
    assert neutral.dtype == np.float32
    assert np.flatnonzero(np.isnan(neutral)).tolist() == [3, 410]
    frame = run.frame()
    assert frame["neutral"].isna().sum() == 3
    assert frame["net_km2_w4"].isna().sum() == 3
    assert frame["member"].tolist() == [*range(exp.members)] * 2
    cube = run.members(["verified"])["verified"].load()
    assert int(cube.isnull().sum()) == 3
    blocks = [part["neutral"] for _, part in run.blocks("stay", ["neutral"])]
    assert np.array_equal(np.concatenate(blocks), neutral, equal_nan=True)
    files = sorted(run.path.glob("members/branch=stay/*.parquet"))
    nullable = [pq.read_schema(path).field("neutral").nullable for path in files]
    assert nullable == [True, True, False]  # a part without failures has the bytes that it always had


def test_that_stretches_cover_the_chosen(seed: int) -> None:
    chosen = np.random.default_rng(seed).random(200) < 0.4
    again = np.zeros(200, bool)
    for lo, hi in stretches(chosen):
        assert lo < hi
        again[lo:hi] = True
    assert np.array_equal(again, chosen)
    assert stretches(np.zeros(3, bool)) == []


def test_that_faults_of_parts_are_joined() -> None:
    first, second = Fault("a", "x", "why", (1, 5)), Fault("a", "x", "another value", (70,))
    other = second._replace(branch="b")
    assert joined([first, second, other]) == [first._replace(members=(1, 5, 70)), other]
    assert failed_in_any(as_failed([other]), 80).sum() == 1


def test_that_aid_of_every_donor_has_bounds(making: Any) -> None:
    known = quantities(making.experiment())
    assert bounds_of(known["aid_alpha_eur_bn"]) == bounds_of(known["aid_beta_eur_bn"]) == "0 to 5,000"
