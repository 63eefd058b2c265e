"""Members that failed are left out in place, as NaN: the same bits as estimates over the other members alone."""

from pathlib import Path

import pytest

from forecast.analysis.branch_table import branch_table
from forecast.analysis.members import Members
from forecast.analysis.summary import bands, differences, summarise
from forecast.store.faults import Failed
from forecast.store.reader import Run


def numbers(members: Members) -> list[str]:
    rows = [repr(row) for make in (summarise, differences, bands) for row in make(members)]
    table = branch_table(members)
    return [*rows, *(repr(row.cells) for row in table.rows), repr((table.clusters, table.members, table.failed))]


@pytest.mark.parametrize(("layout", "replicates"), [("sobol", 5), ("mc", 5), ("mc", 1)])
def test_that_members_left_out_in_place_change_no_bit(
    layout, replicates, synthetic, tmp_path: Path, monkeypatch
) -> None:
    made = synthetic.write_run(tmp_path / "run", layout=layout, draws=120, replicates=replicates, short=0)
    failed = (Failed("no_aid", (0, 7, 33, 119), "made up"), Failed("muddle_through", (7, 58), "made up"))
    run = Run(made.path, made.manifest.model_copy(update={"failed": failed}), made.experiment)
    found = Members(run)
    assert (found.in_place is None) == (replicates == 1)  # there whole clusters are gone
    assert found.failed == 5
    here = numbers(found)
    monkeypatch.setattr(Members, "in_place", None)
    assert here == numbers(Members(run))
