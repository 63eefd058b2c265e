"""Origins and horizons as typed."""

from datetime import date

import numpy as np
import pytest

from forecast.errors import ConfigError, ObservationError
from forecast.hindcast.origins import known_origins, parse_horizons, parse_origins
from tests.hindcast.invented import record


def test_that_origins_run_from_start_to_end_in_steps() -> None:
    origins = parse_origins("2023-06-03:2024-08-31:28d")
    assert origins[0] == date(2023, 6, 3) and origins[-1] == date(2024, 8, 24) and len(origins) == 17
    assert parse_origins("2023-06-03:2024-08-31:4w") == origins
    assert parse_origins("2024-01-06:2024-01-06:7d") == [date(2024, 1, 6)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2023-06-03", "has 1 parts"),
        ("2023-06-03:2024-08-31", "has 2 parts"),
        ("2023-06-31:2024-08-31:28d", "'2023-06-31' is not a date"),
        ("20230603:2024-08-31:28d", "is not a date"),
        ("2023-06-03:2024-08-31:0d", "'0d' is not a step"),
        ("2023-06-03:2024-08-31:28", "'28' is not a step"),
        ("2024-06-03:2023-08-31:28d", "is before"),
        ("1023-06-03:2024-08-31:1d", "at most"),
    ],
)
def test_that_a_bad_range_says_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        parse_origins(text)


@pytest.mark.parametrize("text", ["", "0", "1,,4", "1,x", "4,-1", "1,1", "1.5", "9999", "1, 4", "\u0661"])
def test_that_bad_horizons_are_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="--horizons"):
        parse_horizons(text)


def test_that_an_origin_between_week_ends_stands_on_the_last_one() -> None:
    obs = record(1)
    dates = [date(2023, 6, 7), date(2023, 6, 9), date(2023, 6, 10)]
    assert list(known_origins(dates, obs)) == [np.datetime64("2023-06-03"), np.datetime64("2023-06-10")]


def test_that_origins_outside_the_record_are_refused() -> None:
    obs = record(1)
    last = obs.weeks[-1].item()
    assert known_origins([last], obs) == [obs.weeks[-1]]
    with pytest.raises(ObservationError, match="no origin at"):
        known_origins([date.fromordinal(last.toordinal() + 7)], obs)
    with pytest.raises(ObservationError, match="nothing is known"):
        known_origins([date(2022, 1, 1), last], obs)
