"""A target is for one week and one date, whichever file or table of a run names it."""

import re
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from forecast.analysis.branch_table import branch_table
from forecast.analysis.conclusions import outcomes
from forecast.analysis.headlines import headlines
from forecast.analysis.members import Members
from forecast.analysis.summary import write_summaries
from forecast.store.reader import Run
from forecast.text.branch_table_text import plain_branch_table

YEARS_12, SHORT = 624, 160


@pytest.fixture(scope="module", params=[YEARS_12, SHORT])
def written(request, synthetic, tmp_path_factory: pytest.TempPathFactory) -> Run:  # type: ignore[no-untyped-def]
    made: Run = synthetic.write_run(tmp_path_factory.mktemp("horizon") / "run", draws=40, horizon=request.param)
    write_summaries(made)
    return made


def files_of_estimates(folder: Path) -> dict[str, pd.DataFrame]:
    """Every file of a run folder that has a column `target`."""
    frames = {path.name: pq.read_table(path).to_pandas() for path in folder.glob("*.parquet")}
    frames |= {
        path.name: pd.read_csv(path, parse_dates=["origin_date", "target_end_date"]) for path in folder.glob("*.csv")
    }
    return {name: frame for name, frame in frames.items() if "target" in frame}


def test_that_a_target_has_one_horizon_and_one_date_in_every_file_and_table(written: Run) -> None:
    members = Members(written)
    horizons: dict[str, set[int]] = defaultdict(set)
    files = files_of_estimates(written.path)
    assert {name.partition(".")[0] for name in files} == {"summary", "differences", "bands"} and len(files) == 6
    for frame in files.values():
        for row in frame[["target", "horizon", "target_end_date"]].drop_duplicates().itertuples(index=False):
            horizons[row.target].add(row.horizon)
            end = row.target_end_date.date() if hasattr(row.target_end_date, "date") else row.target_end_date
            assert end == members.origin + timedelta(weeks=row.horizon), row.target
    for row in plain_branch_table(branch_table(members))["rows"]:
        horizons[row["target"]].add(row["horizon"])
    for headline in (*headlines(members), *outcomes(members)):
        horizons[headline.target].add(headline.horizon)
    assert set(members.variables) <= set(horizons)
    assert {target: weeks for target, weeks in horizons.items() if len(weeks) > 1} == {}


def test_that_the_horizon_is_the_week_in_the_name_or_the_end_of_the_run(written: Run) -> None:
    frame = pq.read_table(written.path / "summary.parquet").to_pandas()
    weeks = dict(zip(frame.target, frame.horizon, strict=True))
    named = {target: int(week[1]) for target in weeks if (week := re.search(r"_w(\d+)$", target))}
    assert {target: weeks[target] for target in named if "_given_" not in target} == {
        target: week for target, week in named.items() if "_given_" not in target
    }
    assert {weeks[target] for target in weeks if target.endswith("_26w")} == {26}
    for target in ("complete_defeat", "collapse_loss_share", "keepers_cost_eur_bn", "violations_1y", "ceasefire_week"):
        assert weeks[target] == written.manifest.horizon, target
    assert weeks["durable_1y"] == weeks.get("lasts_1y_given_ceasefire_by_w104", 156) == 156
    assert weeks["aid_us_eur_bn"] == 104
    if written.manifest.horizon == YEARS_12:
        assert weeks["share_pre2022_ceasefire_5y"] == YEARS_12
        assert weeks["durable_5y"] == weeks["lasts_5y_given_ceasefire_by_w104"] == 364
