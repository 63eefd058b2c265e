"""The second baseline: dated, complete, equal to what the maps give, and simulated by a small run."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

import forecast
from forecast.config import Experiment, load_experiment
from forecast.errors import ObservationError
from studies.app import main
from studies.rebase.command import FILES
from studies.rebase.measure import last_month, measure
from studies.rebase.write import measured_yaml

DATE = "2025-11-29"
FOLDER = f"configs/baselines/ukraine-{DATE}"
LAST = date(2025, 11, 30)
BRANCHES = ["muddle_through", "no_aid", "plan_28", "surge_offer", "coalition_troops", "europe_led"]
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


@pytest.fixture(scope="module")
def later_data(training_data: Path) -> Path:
    folder = training_data / "2025"
    if not (folder / "territory_weekly_sector.csv").is_file():
        pytest.skip("series of 2025 not present (a folder 2025 in that of FRONTCAST_DATA)")
    return folder


@pytest.fixture(scope="module")
def today(root: Path) -> Experiment:
    return load_experiment(root / "configs" / "today.yaml")


def test_that_the_study_of_today_has_its_branches(today: Experiment) -> None:
    assert list(today.branches) == BRANCHES and today.reference == "muddle_through"
    assert today.baseline.date == date.fromisoformat(DATE) and len(today.baseline.sectors) == 13


def test_that_nothing_of_it_is_dated_later(today: Experiment) -> None:
    for name, prior in today.priors.items():
        assert prior.as_of is not None and prior.as_of <= today.baseline.date, name
        text = f"{prior.source} {prior.note or ''}"
        assert not re.search(rf"({MONTHS}),? 20(2[6-9]|[3-9])|December 2025", text), name
        days = [date.fromisoformat(day) for day in re.findall(r"20\d\d-\d\d-\d\d", text)]
        assert all(day <= LAST for day in days), name


def test_that_inputs_of_december_2024_are_replaced_where_they_are_dated(today: Experiment, root: Path) -> None:
    """State that changed in the year, and priors that count from week 0 or lean on a forecast of that time."""
    first = load_experiment(root / "configs" / "offer.yaml")
    for rows in (
        ("level_t0", "held_t0", "salient_t0", "oil_t0", "oil_cutoff", "fund_t0", "force.ru", "force.ua", "intake.ru"),
        ("intake.ua", "absence.ua", "loss_claimed.ru", "loss_exchange", "domestic_share", "donors.us.share"),
        ("donors.us.cost", "donors.europe.cost", "donors.us.will_t0", "spending_t0", "credibility_t0"),
        ("season_peak", "armour_exhaust", "crowd_chance", "crowd_years", "crowd_record", "fires_no_aid", "level_mean"),
    ):
        for row in rows:
            (old,), (new,) = ([p for p in exp.priors.values() if p.sets == row] for exp in (first, today))
            assert old.distribution != new.distribution, row


def test_that_there_is_no_salient_abroad(today: Experiment) -> None:
    (salient,) = (prior for prior in today.priors.values() if prior.sets == "salient_t0")
    assert salient.distribution.value == 0.0  # type: ignore[union-attr]
    for branch in today.branches.values():
        assert branch.package is None or not branch.package.salient_swap


def test_that_chances_are_open_and_shares_sum_to_one(today: Experiment) -> None:
    sectors = today.baseline.sectors.values()
    assert sum(sector.share for sector in sectors) == pytest.approx(1.0, abs=0.005)
    assert all(0 < x < 1 for s in sectors for x in (s.share, s.active_stay, s.active_open, s.counter_active))


def test_that_the_measured_part_is_what_the_maps_give(
    training_data: Path, later_data: Path, root: Path, tmp_path: Path
) -> None:
    assert main(["rebase", str(training_data), str(later_data), "--date", DATE, "--out", str(tmp_path)]) == 0
    for name in FILES:
        assert (tmp_path / name).read_text() == (root / FOLDER / name).read_text(), f"run: make rebase ({name})"


def test_that_the_cession_of_the_28_points_is_what_is_left_of_donbas(
    training_data: Path, later_data: Path, today: Experiment
) -> None:
    package = today.branches["plan_28"].package
    assert package is not None and package.territory is not None
    assert abs(float(package.territory.cession) - measure(training_data, later_data, DATE).rest) < 1.0  # type: ignore[arg-type]


def test_that_no_sector_was_left_by_the_front(training_data: Path, later_data: Path) -> None:
    """Gains by sector add up to the change of the occupied mainland on the first map, but for days of mapping."""
    measured = measure(training_data, later_data, DATE)
    assert abs(sum(measured.gained.values()) - (measured.occupied[0] - 84_034.0)) < 25.0
    assert all(measured.stakes.attacker[s] > 1_000.0 for s in measured.names)


@pytest.mark.parametrize(
    ("date_text", "code", "words"),
    [
        ("29.11.2025", 2, "--date 29.11.2025: is not a date; write it as 2025-11-29"),
        ("2031-01-04", 3, "has no week that ends on 2031-01-04; name a Saturday that it has"),
    ],
)
def test_that_a_wrong_date_is_one_line(
    date_text: str,
    code: int,
    words: str,
    training_data: Path,
    later_data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rebase", str(training_data), str(later_data), "--date", date_text, "--out", str(tmp_path)]) == code
    printed = capsys.readouterr()
    assert words in printed.err and printed.err.count("\n") == 1 and not list(tmp_path.iterdir())


@pytest.mark.parametrize("study", ["offer", "today"])
def test_that_both_studies_run_small(study: str, root: Path, tmp_path: Path) -> None:
    experiment = forecast.load(root / "configs" / f"{study}.yaml", set={"design.draws": 32})
    run = forecast.run(experiment, members=160, threads=1, out=tmp_path)
    members = run.members(["net_km2_w52", "salient_km2_w26", "durable_1y"])
    assert dict(members.sizes)["branch"] == len(experiment.branches) and members["durable_1y"].notnull().all()
    salient = float(members["salient_km2_w26"].max())
    assert salient == 0.0 if study == "today" else salient > 0.0
    (tmp_path / "docs").mkdir()
    words = ["today", str(run.path), "--docs", str(tmp_path / "docs")]
    if study == "offer":
        assert main(words) == 2
    else:
        assert main(words) == 0
        text = (tmp_path / "docs" / "today.md").read_text()
        assert all(f"\n{number}. " in text for number in range(1, 11)) and "{" not in text


@pytest.mark.parametrize(
    ("day", "month"),
    [("2025-11-29", "2025-11"), ("2025-11-24", "2025-11"), ("2025-11-22", "2025-10"), ("2025-01-04", "2024-12")],
)
def test_that_a_month_counts_if_less_than_a_week_of_it_is_still_to_come(day: str, month: str) -> None:
    assert last_month(date.fromisoformat(day)) == month


def test_that_a_week_0_in_a_month_knows_nothing_of_its_rest(
    training_data: Path, later_data: Path, tmp_path: Path
) -> None:
    """November 2025 is changed: week 0 on the 8th does not see it, week 0 on the 29th does."""
    folder = tmp_path / "later"
    shutil.copytree(later_data, folder)
    aid = folder / "aid_monthly_bloc.csv"
    head, first, *rest = aid.read_text().splitlines()
    aid.write_text("\n".join([head, first.replace("2024-12", "2024-11"), first, *rest]) + "\n")
    seen = [measure(training_data, folder, day) for day in ("2025-11-08", DATE)]
    assert [each.month for each in seen] == ["2025-10", "2025-11"]
    assert any("in 2025-10" in line for line in measured_yaml(seen[0]).splitlines())
    for name in ("aid_monthly_bloc.csv", "losses_russia_monthly.csv"):
        *lines, last = (folder / name).read_text().splitlines()
        changed = ",".join([last.split(",")[0], *("9999" for _ in last.split(",")[1:])])
        (folder / name).write_text("\n".join([*lines, changed]) + "\n")
    again = [measure(training_data, folder, day) for day in ("2025-11-08", DATE)]
    for field in ("claimed", "europe", "purchases"):
        assert getattr(again[0], field) == getattr(seen[0], field) and getattr(again[1], field) != getattr(
            seen[1], field
        )


def test_that_a_series_that_ends_early_is_refused(training_data: Path, later_data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "later"
    shutil.copytree(later_data, folder)
    for name, key in (("losses_russia_monthly.csv", "2025-11"), ("territory_daily_uacontrolmap.csv", "2025-11-2")):
        lines = (folder / name).read_text().splitlines()
        kept = [line for line in lines if line[: len(key)] < key or not line[0].isdigit()]
        (folder / name).write_text("\n".join(kept) + "\n")
        with pytest.raises(ObservationError, match=f"{name}: '"):
            measure(training_data, folder, DATE)
        (folder / name).write_text("\n".join(lines) + "\n")
