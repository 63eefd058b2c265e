"""Sectors: shares, chances, their errors, and the drift of the shares."""

import numpy as np
import pytest

from forecast.calibration.sectors import (
    Sectors,
    active_later,
    chain,
    dormant_openings,
    sector_errors,
    sector_statistics,
)
from forecast.calibration.share_drift import fit_share_drift, simulated_gains


def test_that_chances_of_a_chain_are_counted_and_shrunk_by_hand() -> None:
    states = np.array([[1, 0], [1, 0], [0, 0], [1, 1], [1, 0]], dtype=bool)
    stay, opening, stay_rate, open_rate = chain(states[:-1], states[1:], np.array([True, True]))
    pooled_stay, pooled_open = (2 + 4 * 0.5) / (4 + 4), (2 + 4 * 0.2) / (4 + 4)
    assert (stay_rate, open_rate) == pytest.approx((pooled_stay, pooled_open))
    assert stay.tolist() == pytest.approx([(2 + 4 * pooled_stay) / (3 + 4), 4 * pooled_stay / (1 + 4)])
    assert opening.tolist() == pytest.approx([(1 + 4 * pooled_open) / (1 + 4), (1 + 4 * pooled_open) / (3 + 4)])


def test_that_a_dormant_sector_that_opens_counts_once() -> None:
    gain = np.zeros((60, 2))
    gain[40:44, 0] = 30.0
    assert dormant_openings(gain) == (1, 15 + 31)  # until its gains fill the window; the second sector throughout


def test_that_every_chance_lies_inside_zero_and_one_also_for_a_sector_never_active() -> None:
    rng = np.random.default_rng(8)
    gain = np.where(rng.random((66, 4)) < [0.9, 0.5, 0.1, 0.0], rng.lognormal(2, 1, (66, 4)), 0.0)
    gain[:, 0] = 50.0
    net = np.where(gain > 0, gain, -3.0 * (rng.random((66, 4)) < 0.1))
    net[:, 3] = 0.0
    statistics, errors = sector_statistics(net), sector_errors(net, seed=1)
    for values in (statistics.stay, statistics.opening, statistics.counter_active):
        assert ((values > 0) & (values < 1)).all()
    assert statistics.share.sum() == pytest.approx(1) and statistics.counter_share.sum() == pytest.approx(1)
    assert statistics.share[3] == pytest.approx(0.4 / 4)
    assert statistics.active_now.tolist() == [True, *statistics.active_now[1:3].tolist(), False]
    assert all(np.isfinite(error).all() and (error >= 0).all() for error in errors)
    assert errors.active_stay[3] == errors.active_stay[:3].max() and errors.active_open[3] > 0


def test_that_errors_of_a_chance_match_theory_for_independent_weeks() -> None:
    """400 draws of a coin in 66 weeks: staying active has the binomial error, within a third."""
    rng = np.random.default_rng(2)
    net = np.where(rng.random((66, 3)) < 0.5, 5.0, 0.0)
    error = sector_errors(net, seed=3).active_stay.mean()
    assert error == pytest.approx(0.5 / np.sqrt(33 + 4), rel=0.33)


def test_that_activity_is_carried_by_the_chain() -> None:
    flat = np.full(3, 1 / 3)
    s = Sectors(flat, np.array([0.9, 0.5, 0.9]), np.array([0.1, 0.9, 0.6]), np.array([True, True, False]), flat, flat)
    assert active_later(s, 0).tolist() == [True, True, False]
    assert active_later(s, 1).tolist() == [True, False, True]  # 0.9, 0.5, 0.6


def test_that_the_drift_of_shares_is_recovered() -> None:
    rng = np.random.default_rng(12)
    template = sector_statistics(rng.gamma(0.5, 20.0, (66, 13)) * (rng.random((66, 13)) < 0.5))
    base = 0.6 * np.arange(1.0, 14.0) / 91.0 + 0.4 / 13
    means = []
    for sd in (0.7, 1.6):
        series = simulated_gains(base, template, np.full(66, 100.0), sd, 20.0, np.random.default_rng(4))[0]
        draws = fit_share_drift(series, sector_statistics(series), seed=5).resample(4000, np.random.default_rng(6))[0]
        assert abs(draws.mean() - sd) < 3.0 * draws.std()
        means.append(draws.mean())
    assert means[1] - means[0] > 0.4
