"""The cases that a user can ask for, and the mistakes that are refused."""

import numpy as np
import pytest

from forecast.discovery.cases import default_cases, own_case
from forecast.discovery.discover import Explorer
from forecast.errors import ConfigError, ResultError


def test_that_the_three_default_cases_are_there(members) -> None:
    cases = {case.name: case for case in default_cases(members, "surge_offer", "muddle_through")}
    assert list(cases) == ["less_peace", "collapse_ua", "gap_failure"]
    durable = [members.values(branch, "durable_5y") for branch in ("surge_offer", "muddle_through")]
    assert np.array_equal(cases["less_peace"].values, durable[1] - durable[0])
    assert set(np.unique(cases["collapse_ua"].values)) == {0.0, 1.0}
    has_ceasefire = ~np.isnan(members.values("surge_offer", "ceasefire_week"))
    assert np.array_equal(~np.isnan(cases["gap_failure"].values), has_ceasefire)


def test_that_a_branch_is_not_compared_with_itself(members) -> None:
    names = [case.name for case in default_cases(members, "no_aid", "no_aid")]
    assert names == ["collapse_ua", "gap_failure"]


def test_that_a_week_that_has_not_come_is_late(members) -> None:
    week = members.values("no_aid", "ceasefire_week")
    late = own_case(members, "ceasefire_week", "no_aid", None, 104.0, None).values
    early = own_case(members, "ceasefire_week", "no_aid", None, None, 104.0).values
    assert np.array_equal(late == 1.0, np.isnan(week) | (week > 104))
    assert np.array_equal(early == 1.0, week < 104)


@pytest.mark.parametrize(
    ("target", "against", "above", "below", "message"),
    [
        ("durable_5", None, None, None, "did you mean 'durable_5y'"),
        ("losses_ua_w104", None, None, None, "add --above X or --below X"),
        ("durable_5y", "no_aid", None, None, "a difference needs"),
        ("durable_5y", None, 0.0, 1.0, "give one of them"),
    ],
)
def test_that_a_mistake_is_named(members, target, against, above, below, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        own_case(members, target, "surge_offer", against, above, below)


def test_that_a_rare_case_is_not_searched(members) -> None:
    case = own_case(members, "gap_failure", "surge_offer", None, None, None)
    found = Explorer(members).discover(case)
    assert found.too_few and not found.boxes


def test_that_a_run_with_few_draws_is_refused(members, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forecast.discovery.discover.MIN_DRAWS", 401)
    with pytest.raises(ResultError, match="needs 401 or more"):
        Explorer(members)


def test_that_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, members) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"pip install 'frontcast\[analysis\]'"):
        Explorer(members)
