"""Which keys a finished sweep swept, and its runs."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from forecast.cli.conclusions import is_over_switches
from forecast.errors import ResultError
from forecast.store.registry_series import SUMMARY_VARIABLES
from forecast.store.sweep import NAME, sweep_runs, swept_keys


def write(folder: Path, *keys: str) -> Path:
    """A table with the columns of a sweep over these keys."""
    names = ["run_id", *keys, *(variable.name for variable in SUMMARY_VARIABLES)]
    columns = [pa.array(["20200101T000000Z-00000000"])] * len(names)
    pq.write_table(pa.Table.from_arrays(columns, names=names), folder / NAME)
    return folder


@pytest.mark.parametrize(
    ("keys", "over_switches"),
    [
        (("switches",), True),
        (("switches.tripwire", "switches.threat"), True),
        (("switches", "design.seed"), False),
        (("horizon",), False),
        (("switches", "horizon"), False),
    ],
)
def test_that_the_swept_keys_are_those_before_the_summary(
    keys: tuple[str, ...], over_switches: bool, tmp_path: Path
) -> None:
    assert swept_keys(write(tmp_path, *keys)) == keys
    assert is_over_switches(tmp_path) is over_switches


def test_that_a_folder_without_a_sweep_has_no_keys(tmp_path: Path) -> None:
    assert swept_keys(tmp_path) == ()
    assert not is_over_switches(tmp_path)
    assert not is_over_switches(tmp_path / "nowhere")


def test_that_a_run_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="20200101T000000Z-00000000: no such folder"):
        sweep_runs(write(tmp_path, "switches"))
