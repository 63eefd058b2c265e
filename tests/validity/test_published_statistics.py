"""Benchmarks: what the model says of the weeks after week 0 against figures in print before it.

A row passes if the model's median lies within one standard deviation of the figure. So it fails if the figure is
shifted by two either way, which each row shows. The standard deviation is that of the figure where several figures of
its kind were printed; for the gain of a whole year it is the spread of the model's own years, since there is one year.
"""

import numpy as np
import pytest

from forecast.config import load_experiment
from tests.kernels.case import PARAMETER, ROOT
from tests.mutation import table
from tests.validity.benchmark_runs import LIMITS, MEMBERS, after_week_0, from_january, reported, tracks
from tests.validity.paired import average, difference, members, said
from tests.validity.published import COUNTRY, HELD_IN_CLAIMED, LAND_CLAIMED, STATISTICS, Statistic

DONETSK = slice(3, 10)  # S04 to S10, the sectors with a line in Donetsk oblast
NINE = 9  # weeks from 1 October to the end of November, as many as the printed share covers
LEAST = 50.0  # km2 a year: a smaller gain counts as this in logs


def log_share(gain: np.ndarray) -> np.ndarray:
    return np.log(100 * np.maximum(gain, LEAST) / COUNTRY)


def simulated(s: Statistic) -> np.ndarray:
    """One value a member."""
    now = after_week_0
    match s.claim, s.what.split(",")[0]:
        case "C11", _:
            return log_share(from_january().net.sum(axis=0))
        case "C12", "net gain of a month":
            return now().net[:4].sum(axis=0) + now().net[4] * 2 / 7
        case "C12", _:
            gains = np.maximum(now().by_sector[:NINE], 0)
            return gains[:, DONETSK].sum(axis=(0, 1)) / gains.sum(axis=(0, 1))
        case "C13", _:
            return now().claimed[:4].mean(axis=0)
        case "C16", _:
            return members("muddle_through", MEMBERS).params[PARAMETER["supplier_index"]]
        case "C18", _:
            return log_share(now().net.sum(axis=0))
    raise AssertionError(s.claim)


def distance(s: Statistic, shift: float) -> float:
    """Of the model's median from the figure shifted by so many standard deviations, in these."""
    low, median, high = np.quantile(simulated(s), (0.05, 0.5, 0.95))
    sd = s.sd or (high - low) / (2 * 1.645)
    print(f"{s.claim} {s.what}: printed {s.value:.3g}, sd {sd:.2g}; model {median:.3g} ({low:.3g} to {high:.3g})")
    return float((median - (s.value + shift * sd)) / sd)


@pytest.mark.parametrize("shift", [0, -2, 2])
@pytest.mark.parametrize("statistic", [s for s in STATISTICS if not s.missed], ids=lambda s: f"{s.claim} {s.what}")
def test_that_the_model_meets_the_figure_and_not_one_shifted_by_two_sd(statistic: Statistic, shift: float) -> None:
    assert (abs(distance(statistic, shift)) <= 1) == (shift == 0)


@pytest.mark.parametrize("statistic", [s for s in STATISTICS if s.missed], ids=lambda s: f"{s.claim} {s.what}")
def test_that_a_figure_said_to_be_missed_is_missed(statistic: Statistic) -> None:
    """The page says so: a miss that is mended must be taken off it."""
    assert 1 < abs(distance(statistic, 0.0)) < 2
    assert "is missed" in next(
        line for line in (ROOT / "docs" / "coverage.md").read_text().splitlines() if f"| {statistic.claim} " in line
    )


def test_that_how_static_a_year_is_is_reported() -> None:
    """C18: no order is demanded, only that the model leaves room for both a static and a moving year."""
    share = 100 * after_week_0().net.sum(axis=0) / COUNTRY
    for name, limit in LIMITS.items():
        print(f"gain of the year after week 0 below {name}: {(share < limit).mean():.2f} ±0.02")
        assert 0.05 < (share < limit).mean() < 0.95


def test_that_the_land_at_stake_holds_the_land_claimed() -> None:
    exp = load_experiment(ROOT / "configs" / "offer.yaml")
    assert LAND_CLAIMED == 24_920
    for sector, claimed in HELD_IN_CLAIMED.items():
        assert exp.baseline.sectors[sector].stake >= claimed, sector


def test_that_both_tracks_are_compared_at_the_size_of_the_land_claimed() -> None:
    """C21, reported as it falls out: no sign is demanded, only that either track matters beyond its error."""
    found = tracks()
    for name in list(found)[1:]:
        for side, values in found[name].items():
            change = difference(values, found["the offer"][side])
            print(said(f"{name}, {side}", average(values)), said("change", change), sep="; ")
            assert abs(change.value) > 4 * change.mcse


@pytest.mark.validate
def test_that_what_the_page_reports_is_current() -> None:
    assert table.block("reported") == reported()
