"""Known outcomes against hand-made members, and the three shipped analogues."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from forecast.analysis.estimates import Clusters
from forecast.analysis.known_outcomes import ceasefire_holds, known_outcomes, percentile, replace_never
from forecast.analysis.members import Members
from forecast.config.known import Known
from forecast.store.reader import Run
from forecast.text.known_outcomes_table import known_text, plain_known

ANALOGUES = Path(__file__).parents[2] / "configs" / "analogues"
NAN = np.nan


def members_of(draws: list[int]) -> SimpleNamespace:
    return SimpleNamespace(clusters=Clusters(draws))


def test_that_the_percentile_counts_half_of_the_ties_and_never_as_latest() -> None:
    weeks = replace_never(np.array([10.0, 20.0, 20.0, 30.0, NAN, NAN, NAN, NAN]), horizon=40)
    groups = members_of([0, 0, 1, 1, 2, 2, 3, 3])
    assert percentile(weeks, 20.0, groups).value == 25.0  # 1 below and half of 2, of 8
    assert percentile(weeks, 40.0, groups).value == 50.0
    assert percentile(weeks, 5.0, groups).value == 0.0


def test_that_the_error_of_the_percentile_is_clustered_by_draw() -> None:
    found = percentile(np.array([1.0, 1.0, 3.0, 3.0]), 2.0, members_of([0, 0, 1, 1]))
    # shares below in the two clusters are 1 and 0, so pulls are +-1/4 and the error is sqrt(2 * 2 / 16)
    assert found == pytest.approx((50.0, 50.0, 4))


def test_that_members_without_the_quantity_are_left_out() -> None:
    found = percentile(np.array([1.0, NAN, 3.0, NAN]), 2.0, members_of([0, 1, 2, 3]))
    assert (found.value, found.n) == (50.0, 2)


def test_that_lasting_is_told_of_ceasefires_that_the_horizon_can_follow() -> None:
    ceasefire = np.array([10.0, 10.0, 10.0, 10.0, 49.0, NAN])
    resumed = np.array([NAN, 61.0, 62.0, 63.0, NAN, NAN])
    np.testing.assert_array_equal(ceasefire_holds(ceasefire, resumed, 52, 100), [1.0, 0.0, 0.0, 1.0, NAN, NAN])


@pytest.fixture
def told(run: Run) -> Run:
    """The made-up run with known outcomes added to its experiment."""
    known = {
        "ceasefire_week": Known.model_construct(value=107.0, is_=None, source="S", grade="A", note=None),
        "durable_5y": Known.model_construct(value=None, is_=True, source="S", grade="B", note=None),
        "lasts_5y": Known.model_construct(value=None, is_=False, source="S", grade="B", note=None),
    }
    other = Run.__new__(Run)
    other.__dict__ |= run.__dict__
    other.experiment = run.experiment.model_copy(update={"known": known})
    return other


def test_that_a_run_is_held_against_what_is_known(told: Run) -> None:
    members = Members(told)
    week, durable, lasts = known_outcomes(members)
    values = members.values(members.reference, "ceasefire_week")
    below = np.nansum(values < 107.0) + 0.5 * np.sum(values == 107.0)
    assert week.percentile is not None and week.percentile.value == pytest.approx(100.0 * below / values.size)
    assert week.percentile.n == values.size and week.percentile.mcse > 0.0
    assert durable.share is not None and durable.known is True
    assert durable.share.value == pytest.approx(members.values(members.reference, "durable_5y").mean())
    assert lasts.share is not None and lasts.known is False and lasts.share.n < values.size
    text = known_text((week, durable, lasts), told.experiment)
    assert "107 weeks" in text and "% true" in text and "Hindsight" not in text
    plain = plain_known((week, durable, lasts), told.experiment)
    assert plain["hindsight"] is None and [each["known"] for each in plain["known"]] == [107.0, True, False]


def test_that_nothing_is_said_where_nothing_is_known(run: Run) -> None:
    assert known_outcomes(run) == () and known_text((), run.experiment) == "" and plain_known((), run.experiment) == {}
