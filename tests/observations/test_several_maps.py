"""Several looks at one front, and the cleaning of a record."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.errors import ObservationError
from forecast.observations.cleaning import MIN_WEEKS, TAIL_WEEKS, usable, usable_all
from forecast.observations.read import read_all
from forecast.observations.series import Observations

FIRST = np.datetime64("2030-01-05")  # a Saturday


def file(path: Path, first: str, weeks: int, sectors: Sequence[str], start: float = 0.0) -> Path:
    """Week i shows start + i in every location, and no total where there are sectors."""
    text = "target_end_date,target,location,observation\n"
    for i in range(weeks):
        for sector in sectors:
            text += f"{np.datetime64(first) + 7 * i},net_km2,{sector},{start + i}\n"
    path.write_text(text)
    return path


def refused(*paths: Path) -> str:
    with pytest.raises(ObservationError) as error:
        read_all(paths)
    return str(error.value)


def test_that_the_first_look_leads_weeks_and_sectors(tmp_path: Path) -> None:
    lead = file(tmp_path / "a.csv", "2030-01-05", 4, ["A", "B"])
    later = file(tmp_path / "b.csv", "2030-01-19", 9, ["B", "A"], 100)
    total = file(tmp_path / "c.csv", "2029-12-29", 3, ["total"], 50)
    first, second, third = read_all([lead, later, total])
    for obs in (second, third):
        np.testing.assert_array_equal(obs.weeks, first.weeks)
        assert obs.locations == first.locations
    np.testing.assert_array_equal(second.total, [np.nan, np.nan, 200, 202])
    np.testing.assert_array_equal(second.net[:, 1], [np.nan, np.nan, 100, 101])
    np.testing.assert_array_equal(third.total, [51, 52, np.nan, np.nan])
    assert np.isnan(third.net).all()


@pytest.mark.parametrize("days", range(-6, 8))
def test_that_another_weekday_never_shows_what_is_later(tmp_path: Path, days: int) -> None:
    lead = file(tmp_path / "a.csv", str(FIRST), 5, ["A"])
    start = np.datetime64(FIRST) + days
    other = file(tmp_path / "b.csv", str(start), 5, ["A"])
    seen = read_all([lead, other])[1]
    for week, value in zip(seen.weeks, seen.total, strict=True):
        if not np.isnan(value):
            end = start + 7 * int(value)
            assert end <= week
            assert week - end < np.timedelta64(7, "D")


def test_that_looks_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    lead = file(tmp_path / "a.csv", "2030-01-05", 4, ["A", "B"])
    other = file(tmp_path / "b.csv", "2030-01-05", 4, ["A", "C", "D"])
    assert refused(lead, other) == (
        f"{other}: lacks 'B' and also has 'C', 'D'; it needs the sectors of {lead}, or the total only"
    )
    late = file(tmp_path / "c.csv", "2033-01-01", 4, ["A", "B"])
    assert "shares no week" in refused(lead, late)
    assert "is given twice" in refused(lead, tmp_path / "." / "a.csv")
    assert read_all([]) == []


def record(total: Sequence[float]) -> Observations:
    values = np.array(total, dtype=float)
    weeks = FIRST + 7 * np.arange(len(values))
    return Observations(
        "record", weeks.astype("datetime64[D]"), ("A", "B"), np.column_stack([values, 0 * values]), values
    )


def test_that_a_withdrawal_and_its_tail_are_left_out() -> None:
    total = [np.nan, 30.0, -4_000.0, 300.0, 200.0] + [20.0] * 40
    obs = record(total)
    for weeks in range(3 + TAIL_WEEKS + MIN_WEEKS, len(total) + 1):
        clean = usable(obs.until(obs.weeks[weeks - 1]))
        assert clean.weeks[0] == obs.weeks[5]
        assert len(clean.weeks) == weeks - 5
        assert (clean.total == 20).all()


def test_that_a_late_rupture_is_missing_and_the_rest_stays() -> None:
    total = [1_500.0, 1.0, 2.0] + [20.0] * 30 + [-2_500.0, -300.0] + [10.0] * 8
    clean = usable(record(total))
    assert clean.weeks[0] == FIRST + 7 * 3
    assert np.isnan(clean.total[30])
    assert np.isnan(clean.net[30]).all()
    assert clean.total[31] == -300
    assert np.isnan(clean.total).sum() == 1


def test_that_a_short_record_keeps_its_weeks() -> None:
    clean = usable(record([np.nan, 2_000.0, 5.0, np.nan, 6.0]))
    np.testing.assert_array_equal(clean.total, [5, np.nan, 6])
    assert len(usable(record([np.nan, 2_000.0])).weeks) == 0
    assert len(usable(record([])).weeks) == 0


def test_that_a_rupture_is_seen_without_a_total() -> None:
    obs = record([-4_000.0] + [20.0] * 40)
    obs = replace(obs, total=np.r_[np.nan, obs.total[1:]])
    assert usable(obs).weeks[0] == FIRST + 7 * (1 + TAIL_WEEKS)


@given(
    total=st.lists(st.one_of(st.just(np.nan), st.floats(-3_000, 3_000), st.just(10.0)), max_size=90),
    later=st.lists(st.floats(-9_000, 9_000), max_size=20),
)
def test_that_cleaning_looks_at_the_rows_it_is_given_only(total: list[float], later: list[float]) -> None:
    now, longer = record(total), record(total + later)
    cut = longer.until(now.weeks[-1]) if total else longer.until(FIRST - 1)
    ours, theirs = usable(now), usable(cut)
    np.testing.assert_array_equal(ours.total, theirs.total)
    np.testing.assert_array_equal(ours.weeks, theirs.weeks)
    assert not (np.abs(ours.total) > 1_000).any()
    known = (np.abs(np.array(total)) <= 1_000).sum()
    assert (~np.isnan(ours.total)).sum() >= min(known, MIN_WEEKS)
    assert len(ours.weeks) == 0 or not np.isnan(ours.total[0])


def test_that_the_first_look_decides_where_all_start() -> None:
    lead = record([-4_000.0, 1.0, 2.0] + [20.0] * 30)
    other = record([np.nan] * 10 + [5.0] * 20 + [1_200.0, 5.0, 5.0])
    ours, theirs = usable_all([lead, other])
    np.testing.assert_array_equal(ours.weeks, theirs.weeks)
    assert len(ours.weeks) == 30
    np.testing.assert_array_equal(theirs.total, [np.nan] * 7 + [5.0] * 20 + [np.nan, 5.0, 5.0])
    assert usable_all([]) == []
