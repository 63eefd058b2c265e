"""The prior-predictive check: its statistics, its verdicts, its page."""

from pathlib import Path

import numpy as np
import pytest

from forecast.analysis.estimates import Estimate
from forecast.calibration.front_law import from_level, to_level
from forecast.calibration.synthetic import BACK
from studies.app import main
from studies.prior_predictive import series
from studies.prior_predictive.compare import StatisticComparison, compare, sampling_error
from studies.prior_predictive.record import SALIENT_WEEKS, WEEKS, Record, read_observed
from studies.prior_predictive.simulated import NOISE, on_both_maps
from studies.prior_predictive.statistics import Statistic, statistics

CONFIG = Path(__file__).resolve().parents[2] / "configs" / "offer.yaml"
EAST = (1, 2)


def record(rng: np.random.Generator, members: int, ahead: bool = True) -> Record:
    """Four sectors, white gains around 10 km2 a week, claims that share half of their noise with the total."""
    sectors = 10.0 + rng.standard_normal((WEEKS, 4, members))
    net = sectors.sum(axis=1)
    claimed = 1500.0 * np.exp(0.05 * (net - 40.0) / 2.0 + 0.05 * rng.standard_normal(net.shape))
    weeks = np.arange(SALIENT_WEEKS + 1)[:, None]
    return Record(net, net, sectors, claimed, 500.0 * np.exp(-0.04 * weeks) * np.ones(members), 50_000.0, ahead)


def value(name: str, of: Record) -> np.ndarray:
    (statistic,) = (s for s in statistics(EAST) if s.name == name)
    return statistic.reduce(*statistic.weeks(of))


def test_that_statistics_of_a_known_record_are_right(seed: int) -> None:
    """Means over 2,000 members; each bound is at least five standard errors of such a mean."""
    of = record(np.random.default_rng(seed), 2000)
    expected = {
        "level": (40.0, 0.04), "year": (100.0 * 52 * 40 / 50_000, 0.01), "sd": (2.0, 0.03), "cv": (0.05, 0.001),
        "acf_1": (0.0, 0.025), "log_acf_8": (0.0, 0.03), "herfindahl": (0.2525, 0.001), "herfindahl_13": (0.25, 0.001),
        "largest": (0.2526, 0.002), "still": (0.0, 1e-6), "east": (0.5, 0.002), "salient": (0.04, 1e-9),
        "claimed": (1500.0, 10.0), "link": (0.707, 0.02), "link_raw": (0.707, 0.02), "claimed_acf": (-0.02, 0.03),
    }  # fmt: skip
    for name, (mean, bound) in expected.items():
        assert abs(value(name, of).mean() - mean) < bound, name


def test_that_lagged_statistics_find_persistence(seed: int) -> None:
    """A level with weekly persistence 0.9 over 57 weeks: lag 1 far above lag 8, both far from white noise."""
    rng, base = np.random.default_rng(seed), record(np.random.default_rng(seed), 500)
    x = np.zeros((WEEKS, 500))
    x[0] = rng.standard_normal(500)
    for t in range(1, WEEKS):
        x[t] = 0.9 * x[t - 1] + np.sqrt(1 - 0.81) * rng.standard_normal(500)
    of = Record(x, from_level(2.0 * x, series.SCALE), base.sectors, base.claimed, base.salient, base.land, True)
    assert 0.7 < np.median(value("log_acf_1", of)) < 0.9
    assert np.median(value("log_acf_8", of)) < 0.45


def test_that_windows_lie_beside_week_0() -> None:
    x = np.arange(WEEKS, dtype=float)[:, None]
    base = record(np.random.default_rng(1), 1)
    ahead, behind = (Record(x, x, base.sectors, x + 1, base.salient, 1.0, side) for side in (True, False))
    assert value("level_13", ahead)[0] == np.arange(13).mean()
    assert value("level_13", behind)[0] == np.arange(WEEKS - 13, WEEKS).mean()
    assert series.claims_of_a_month(behind)[0][-1] == WEEKS


def test_that_a_straight_line_is_taken_out() -> None:
    t = np.arange(20.0)
    assert np.abs(series.detrended(np.column_stack([3.0 * t + 1.0, -t]))).max() < 1e-12
    assert np.allclose(series.rolling_sum(t[:, None], 3)[:, 0], [t[k : k + 3].sum() for k in range(18)])


def test_that_a_quiet_front_has_no_shares() -> None:
    none = np.zeros((5, 3, 2))
    assert (series.herfindahl_index(none) == 0).all() and (series.largest_share(none) == 0).all()
    assert (series.share_without_movement(none) == 1).all()


def test_that_map_noise_has_its_size_and_comes_back(seed: int) -> None:
    """200,000 noise values a map, 2,000 sizes: the root mean square has an error below 1 %."""
    net, scale = np.full((100, 2000), 50.0), np.full(2000, 12.9)
    for on_map, (median, spread) in zip(on_both_maps(net, scale, seed), NOISE, strict=True):
        e = to_level(on_map, scale) - to_level(net, scale)
        assert abs(np.sqrt((e**2).mean()) / (median * np.exp(spread**2)) - 1.0) < 0.05
        back = (e[1:] * e[:-1]).mean() / (e**2).mean()
        assert abs(back + BACK / (1 + BACK**2)) < 0.02


def row(value: float, error: float) -> StatisticComparison:
    statistic = Statistic("x", "x", "1", lambda r: (r.net,), series.mean)
    low, median, high = (Estimate(v, 0.01, 100) for v in (1.0, 2.0, 3.0))
    return StatisticComparison(statistic, 1, value, error, median, low, high, Estimate(0.5, 0.01, 100))


@pytest.mark.parametrize(
    ("value", "error", "verdict", "beyond"),
    [
        (2.0, 0.1, "inside", 0.0),
        (3.5, 0.5, "inside with error", 0.5),
        (3.5, 0.1, "MISS", 0.5),
        (0.0, 0.5, "MISS", -1.0),
    ],
)
def test_that_a_verdict_follows_band_and_error(value: float, error: float, verdict: str, beyond: float) -> None:
    assert row(value, error).verdict == verdict and row(value, error).beyond == beyond


def test_that_the_sampling_error_of_a_white_mean_is_the_textbook_one(seed: int) -> None:
    """Block bootstrap of 57 white weeks: mean of 20 within 40 % of sd/sqrt(n), far beyond chance."""
    (statistic,) = (s for s in statistics(EAST) if s.name == "level")
    rng = np.random.default_rng(seed)
    error = np.mean([sampling_error(statistic, record(rng, 1, ahead=False)) for _ in range(20)])
    assert abs(error / (2.0 / np.sqrt(WEEKS)) - 1.0) < 0.4


def test_that_a_record_drawn_from_the_model_lies_inside(seed: int) -> None:
    """The model against itself: 4 of 5 rows inside on average, fewer than half of about 50 only by a fault."""
    from forecast.analysis.estimates import Clusters

    rng = np.random.default_rng(seed)
    members, one = record(rng, 1000), record(rng, 1, ahead=False)
    chosen = [s for s in statistics(EAST) if s.name not in ("still", "salient")]
    rows = compare(chosen, [one, one], [members, members], Clusters(np.arange(1000)))
    assert sum(r.verdict != "MISS" for r in rows) > len(rows) / 2


def test_that_observed_statistics_are_those_of_the_dossier(training_data: Path) -> None:
    names = [f"S{k:02d}" for k in range(1, 14)]
    first, second = read_observed(training_data, names, 559_928.0)
    dossier = {"level": 52.9, "sd": 53.1, "acf_1": 0.88, "acf_2": 0.77, "acf_4": 0.66}
    for name, expected in dossier.items():
        assert abs(value(name, first)[0] - expected) < 0.01 * max(1.0, expected), name
    assert abs(value("level", second)[0] - 51.3) < 0.1 and abs(value("acf_1", second)[0] - 0.66) < 0.01


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--members", "3"], 2, "--members 3: must be 64 to 1,000,000"),
        (["--east", "S99"], 2, "--east: no sector 'S99'; there are S01"),
        (["--members", "64", "--data", "nowhere"], 3, "pass the folder that holds the training series"),
    ],
)
def test_that_a_mistake_is_one_line(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prior_predictive", str(CONFIG), *arguments]) == code
    printed = capsys.readouterr()
    assert words in printed.err and printed.err.count("\n") == 1 and not printed.out
