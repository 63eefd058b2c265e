"""The study of the levers that came: marked as hindsight, its sums, and one page from a small run."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from forecast.config import load_experiment
from studies.app import main
from studies.as_it_came.observed import read_seen
from studies.as_it_came.paths import WEEKS, simulated
from studies.observations.sector_tables import read_sector_tables

CONFIG = Path(__file__).resolve().parents[2] / "configs" / "as_it_came.yaml"
FIRST_WEEK, LAST_WEEK = np.datetime64("2024-12-28"), np.datetime64("2025-11-29")


def made_up(folder: Path, weeks: int = 49) -> Path:
    """Two maps: 10 and 20 km2 a week in each of two sectors, and 1,000 km2 in week 0, which must not count."""
    ends = FIRST_WEEK + 7 * np.arange(-1, weeks)
    for name, gain in (("territory_weekly_sector.csv", 10.0), ("territory_weekly_sector_uacontrolmap.csv", 20.0)):
        lines = [f"{end},{s},{1000.0 if end < FIRST_WEEK else gain}" for end in ends for s in ("S01", "S02")]
        (folder / name).write_text("\n".join(["week_end,sector_id,net_km2", *lines]) + "\n")
    months = [f"2025-{m:02d},1000.0" for m in range(1, 12)]
    (folder / "losses_russia_monthly.csv").write_text("\n".join(["month,per_day", "2024-12,2000.0", *months]) + "\n")
    return folder


def test_that_gains_and_claims_are_counted_after_week_0(tmp_path: Path) -> None:
    seen = read_seen(made_up(tmp_path), date(2024, 12, 20))
    assert (seen.first, seen.last) == (date(2024, 12, 22), date(2025, 11, 29))
    assert seen.gains == tuple((20.0 * week, 40.0 * week) for week in WEEKS)
    assert seen.claimed == pytest.approx((10 * 2000.0 + 333 * 1000.0) / 343)


def test_that_a_short_map_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = made_up(tmp_path, weeks=40)
    assert main(["as_it_came", str(CONFIG), "--later", str(later), "--members", "320"]) == 3
    printed = capsys.readouterr().err
    assert "its maps do not have 49 weeks after 2024-12-21" in printed and printed.count("\n") == 1


def test_that_the_branch_says_that_it_is_hindsight_and_the_first_study_has_it_not() -> None:
    exp = load_experiment(CONFIG)
    about = exp.branches["as_it_came"].about
    assert about is not None and about.startswith("HINDSIGHT")
    first = load_experiment(CONFIG.with_name("offer.yaml"))
    assert "as_it_came" not in first.branches
    assert exp.priors == first.priors and exp.baseline == first.baseline
    assert exp.hindsight == "refused"  # no prior knows 2025: only the branch does


def test_that_levers_act_after_their_dates_only() -> None:
    """Until February 2025 the branch is status_quo_2024; then aid is less, and the attacker gains no less."""
    exp = load_experiment(CONFIG, ["design.draws=64", "design.replicates=5"])
    paths, clusters = simulated(exp)
    came, quo = paths["as_it_came"], paths["status_quo_2024"]
    assert clusters.members == 320 and np.array_equal(came.net[0], quo.net[0])
    assert not np.array_equal(came.net[3], quo.net[3])
    assert came.net[3][~came.agreed & ~quo.agreed].mean() >= quo.net[3][~came.agreed & ~quo.agreed].mean()
    assert (came.ceasefire <= came.agreed).all() and 0.05 < came.agreed.mean() < 0.7


def test_that_the_page_names_every_branch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = made_up(tmp_path)
    assert main(["as_it_came", str(CONFIG), "--later", str(later), "--members", "320", "--markdown"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("# Which branch did history resemble?") and "Made with hindsight" in text
    assert all(f"`{branch}`" in text for branch in load_experiment(CONFIG).branches)
    assert "980 and 1,960 km²" in text


def test_that_known_gains_of_the_config_are_those_of_the_maps(training_data: Path) -> None:
    later = training_data / "2025"
    if not later.is_dir():
        pytest.skip("series of 2025 not present")
    seen = read_seen(later, date(2024, 12, 20))
    known = load_experiment(CONFIG).known
    assert len(known) == 3
    for k, week in enumerate(WEEKS[:3]):
        assert abs(known[f"net_km2_w{week}"].value - sum(seen.gains[k]) / 2.0) < 1.0  # type: ignore[operator]
    assert read_sector_tables([later / "territory_weekly_sector.csv"]).weeks[-1] == LAST_WEEK
