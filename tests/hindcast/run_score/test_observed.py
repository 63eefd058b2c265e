"""Which weeks of a map stand for the weeks of a run, and what is said where they are missing."""

from datetime import date, timedelta

import numpy as np
import pytest

from forecast.errors import ObservationError
from forecast.hindcast.run_score.observed import gained, observed_after, week_zero
from forecast.observations.series import Observations

WEEK_0 = date(2030, 3, 15)


def record(first: date, values: list[float]) -> Observations:
    weeks = np.datetime64(first) + 7 * np.arange(len(values))
    return Observations("map.csv", weeks, (), np.empty((len(values), 0)), np.array(values))


@pytest.mark.parametrize("shift", range(-3, 4))
def test_that_the_nearest_week_stands_for_week_0(shift: int) -> None:
    end = WEEK_0 + timedelta(days=shift)
    obs = record(end - timedelta(weeks=30), [1000.0] * 31 + [1.0, 2.0, 3.0, 4.0, 5.0])
    observed = observed_after(obs, WEEK_0, [4, 13])
    assert week_zero(obs, WEEK_0) == np.datetime64(end)
    assert (observed.weeks, observed.sums.tolist()) == ([4], [10.0])
    assert observed.end(4) == end + timedelta(weeks=4)
    assert len(observed.known().weeks) == 31 and observed.known().weeks[-1] == np.datetime64(end)


def test_that_a_record_may_begin_after_week_0() -> None:
    assert observed_after(record(WEEK_0 + timedelta(days=8), [1.0] * 5), WEEK_0, [4]).sums.tolist() == [4.0]
    late = record(WEEK_0 + timedelta(days=15), [1.0] * 200)
    assert np.isnan(gained(late, week_zero(late, WEEK_0), [4, 13])).all()


def test_that_a_missing_week_leaves_longer_sums_out() -> None:
    values = [1.0] * 40
    values[10] = np.nan
    assert observed_after(record(WEEK_0 + timedelta(days=7), values), WEEK_0, [4, 13, 26]).weeks == [4]


@pytest.mark.parametrize(
    ("first", "values", "said"),
    [
        (
            date(2029, 1, 5),
            [1.0] * 60,
            "map.csv: ends on 2030-02-22; a run from 2030-03-15 is scored from its week 4 on",
        ),
        (date(2030, 3, 22), [1.0] * 3, "map.csv: ends on 2030-04-05; "),
        (date(2030, 3, 29), [1.0] * 30, "map.csv: begins on 2030-03-29; "),
        (date(2030, 3, 1), [1.0] * 5 + [np.nan] + [1.0] * 9, "has no total for the week that ends on 2030-04-05; "),
    ],
)
def test_that_one_line_says_what_there_is_and_what_is_needed(first: date, values: list[float], said: str) -> None:
    with pytest.raises(ObservationError) as error:
        observed_after(record(first, values), WEEK_0, [4, 13])
    (line,) = str(error.value).splitlines()
    assert said in line and "every week from 2030-03-22 to 2030-04-12" in line
    assert error.value.exit_code == 3
