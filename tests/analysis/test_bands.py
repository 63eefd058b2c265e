"""The bands on the terminal, in JSON and in their files are those of the table, and none is without its error."""

import pyarrow.parquet as pq
import pytest

from forecast.analysis.branch_table import BranchTable, branch_table
from forecast.analysis.members import Members
from forecast.analysis.summary import bands, write_summaries
from forecast.store.reader import Run
from forecast.text.band_text import band_text, bands_text
from forecast.text.branch_table_text import plain_branch_table


@pytest.fixture(scope="module")
def table(run: Run) -> BranchTable:
    return branch_table(run)


def test_that_every_outcome_and_branch_carries_both_bands(table: BranchTable) -> None:
    shown = bands_text(table, 400)
    for row in table.rows:
        for cell in row.cells.values():
            assert cell.split is not None
            assert band_text(cell.split.epistemic, 3) in shown
            assert (cell.split.aleatory is None) == (row.headline.statistic == "probability")
            if cell.split.aleatory is not None:
                assert band_text(cell.split.aleatory, 3) in shown


@pytest.mark.parametrize("width", [80, 120])
def test_that_the_bands_keep_within_the_width(table: BranchTable, width: int) -> None:
    numbers = [line for line in bands_text(table, width).splitlines() if "±" in line and " is " not in line]
    assert numbers and max(map(len, numbers)) <= width


def test_that_json_has_an_error_for_every_number(table: BranchTable) -> None:
    for row in plain_branch_table(table)["rows"]:
        for cell in row["branches"].values():
            for name in ("sd_epistemic", "sd_aleatory", "epistemic_share", "epistemic80", "aleatory80"):
                assert f"{name}_mcse" in cell
            assert cell["epistemic80_mcse"][0] is not None


def test_that_the_file_holds_what_the_table_shows(run: Run, table: BranchTable) -> None:
    entries = write_summaries(run)
    assert [entry.path for entry in entries][-2:] == ["bands.parquet", "bands.csv"]
    frame = pq.read_table(run.path / "bands.parquet").to_pandas()
    assert frame.duplicated(["scenario_id", "target", "source", "output_type", "output_type_id"]).sum() == 0
    for row in table.rows:
        for branch, cell in row.cells.items():
            own = frame[(frame.scenario_id == branch) & (frame.target == row.headline.target)]
            ends = own[own.output_type == "quantile"].sort_values(["source", "output_type_id"], ascending=[False, True])
            assert cell.split is not None
            wanted = [*cell.split.epistemic, *(cell.split.aleatory or ())]
            assert [tuple(end) for end in ends[["value", "mcse", "n"]].itertuples(index=False)] == wanted
            assert list(own[own.output_type == "share"].n) == [cell.estimate.n]


def test_that_a_run_without_replicates_has_no_bands_and_says_nothing_of_them(synthetic, tmp_path) -> None:  # type: ignore[no-untyped-def]
    run = synthetic.write_run(tmp_path / "single", draws=200, replicates=1, short=0)
    assert list(bands(Members(run))) == []
    assert "draws  " not in bands_text(branch_table(run), 200)
