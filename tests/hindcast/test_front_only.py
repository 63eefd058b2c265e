"""The rows of the kernel that a hindcast sets: ruptures counted, everything else held still."""

import numpy as np

from forecast.hindcast.front_only import MIN_TURNOVER, rupture_counts, turnover
from forecast.observations.series import Observations


def one_sector_each(net: np.ndarray) -> Observations:
    days = np.datetime64("2023-01-07") + 7 * np.arange(len(net))
    names = tuple(f"S{k}" for k in range(net.shape[1]))
    return Observations("a.csv", days, names, net, net.sum(axis=1))


def total(net: np.ndarray) -> Observations:
    days = np.datetime64("2023-01-07") + 7 * np.arange(len(net))
    return Observations("a.csv", days, (), np.empty((len(net), 0)), net)


def test_that_a_rupture_breaks_with_the_pace_of_its_sector() -> None:
    net = np.full((52, 2), 5.0)
    net[20, 0], net[40, 1] = 160.0, -200.0
    assert rupture_counts(one_sector_each(net)) == (1, 1, 1.0)
    fast = np.full((52, 2), 140.0)
    fast[30, 0] = 160.0  # hardly more than the weeks before it
    assert rupture_counts(one_sector_each(fast)) == (0, 0, 1.0)


def test_that_a_fast_front_without_sectors_holds_no_ruptures() -> None:
    assert rupture_counts(total(np.full(104, 220.0))) == (0, 0, 2.0)
    net = np.full(104, 40.0)
    net[50] = -900.0
    assert rupture_counts(total(net)) == (1, 0, 2.0)
    net[60] = np.nan
    assert rupture_counts(total(net)) == (1, 0, 2.0)


def test_that_turnover_is_twice_the_geometric_mean_of_what_both_sides_gain() -> None:
    net = np.tile([8.0, -2.0], (30, 1))
    net[3] = np.nan
    assert turnover(one_sector_each(net)) == 2.0 * np.sqrt(8.0 * 2.0)
    assert turnover(one_sector_each(np.abs(net))) == turnover(total(np.full(30, 5.0))) == MIN_TURNOVER
