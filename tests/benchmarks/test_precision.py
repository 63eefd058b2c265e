"""CPU seconds to a stated error: the arithmetic behind them."""

from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks.system import precision

MEMBERS = 16_000


class Sampler:
    def clusters(self, lo, hi):
        return np.arange(lo, hi) % precision.SCRAMBLES


def differences(monkeypatch, seed, pairs, runs=24):
    """What `Difference` finds in runs whose members have the outcomes of `pairs(rng)`."""
    rng = np.random.default_rng(seed)
    monkeypatch.setattr(precision, "outcomes", lambda kernel: pairs(rng))
    found = precision.Difference()
    for _ in range(runs):
        found.add(SimpleNamespace(exp=SimpleNamespace(members=MEMBERS), sampler=Sampler()))
    return found


def test_that_independent_members_add_what_plain_monte_carlo_says(monkeypatch, seed):
    def independent(rng):
        return [(rng.random(MEMBERS) < p).astype(float) for p in (0.25, 0.2)]

    found = differences(monkeypatch, seed, independent)
    assert found.independent == pytest.approx(0.25 * 0.75 + 0.2 * 0.8, rel=0.02)
    assert found.variance == pytest.approx(found.independent, rel=5.0 * np.sqrt(2.0 / (24 * precision.SCRAMBLES)))


def test_that_members_with_the_same_noise_add_less(monkeypatch, seed):
    def paired(rng):
        u = rng.random(MEMBERS)
        return [(u < p).astype(float) for p in (0.25, 0.2)]

    found = differences(monkeypatch, seed, paired)
    expected = 0.05 * 0.95  # the share of members that differ, less its square
    assert found.variance == pytest.approx(expected, rel=5.0 * np.sqrt(2.0 / (24 * precision.SCRAMBLES)))
    assert found.variance < 0.2 * found.independent
