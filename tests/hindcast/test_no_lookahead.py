"""A forecast knows nothing of later rows, nor of which other forecasts are made."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from forecast.calibration.front_fit import fit_front
from forecast.config import load_experiment, load_points
from forecast.hindcast.forecaster import Forecaster
from forecast.hindcast.front_only import ROW
from forecast.hindcast.rolling import hindcast
from forecast.observations.series import Observations
from tests.hindcast.invented import record, second_map

HORIZONS = [1, 4, 13]


@pytest.fixture(scope="module")
def forecaster(root: Path) -> Forecaster:
    return Forecaster(load_experiment(root / "configs" / "offer.yaml"), 200)


def quantiles(forecaster: Forecaster, maps: list[Observations], origins: list[np.datetime64]) -> dict:
    results = hindcast(forecaster, maps, np.array(origins), HORIZONS, seed=3)
    return {row[:7]: row.value for row in results.quantiles}


def spoiled(obs: Observations, origin: np.datetime64) -> Observations:
    later = obs.weeks > origin
    net, total = obs.net.copy(), obs.total.copy()
    net[later] = 777.0
    total[later] = 777.0 * net.shape[1]
    return replace(obs, net=net, total=total)


@pytest.mark.validate
def test_that_later_rows_of_any_map_cannot_change_a_forecast_of_any_model(forecaster: Forecaster, seed: int) -> None:
    maps = [record(seed), second_map(record(seed), seed + 1)]
    origin = maps[0].weeks[70]
    values = quantiles(forecaster, maps, [origin])
    assert values == quantiles(forecaster, [spoiled(obs, origin) for obs in maps], [origin])
    assert values == quantiles(forecaster, [obs.until(origin) for obs in maps], [origin])
    now = maps[0].weeks == origin
    moved = [replace(obs, net=obs.net + 9.0 * now[:, None], total=obs.total + 27.0 * now) for obs in maps]
    changed = quantiles(forecaster, moved, [origin])
    assert {key[5] for key in values if values[key] != changed[key]} == {key[5] for key in values}, (
        "a model that sees nothing"
    )


@pytest.mark.validate
def test_that_a_forecast_does_not_depend_on_the_other_origins(forecaster: Forecaster, seed: int) -> None:
    maps = [record(seed)]
    a, b = maps[0].weeks[50], maps[0].weeks[60]
    both, alone = quantiles(forecaster, maps, [a, b]), quantiles(forecaster, maps, [b])
    assert alone == {key: value for key, value in both.items() if key in alone}


def test_that_a_second_map_informs_ours_and_no_benchmark(forecaster: Forecaster, seed: int) -> None:
    first = record(seed)
    origin = first.weeks[70]
    one = quantiles(forecaster, [first], [origin])
    two = quantiles(forecaster, [first, second_map(first, seed + 1)], [origin])
    differ = {key[5] for key in one if one[key] != two[key]}
    assert differ == {"frontcast"}


def test_that_the_baseline_of_the_config_is_not_used(forecaster: Forecaster, root: Path, seed: int) -> None:
    config = str(root / "configs" / "offer.yaml")
    texts = [
        "baseline.state.level_t0.lognormal.median=500",
        "baseline.sectors.S05.share=0.9",
        "priors.level_halflife.lognormal.median=2",
        "priors.level_mean.lognormal.median=400",
        "priors.beta_fires_ratio.normal.mean=2",
        "priors.trend_log_advance.normal.mean=1",
        "priors.agreement_hazard_long_wars.lognormal.median=5",
        "priors.turnover.lognormal.median=66",
        "baseline.state.fort_t0.beta.a=18",
        "baseline.state.force_ua_total.normal.mean=500",
        "baseline.state.front_length_active.normal.mean=1500",
    ]
    (_, other), *_ = load_points(config, texts)
    maps = [record(seed)]
    origin = maps[0].weeks[70]
    assert quantiles(forecaster, maps, [origin]) == quantiles(Forecaster(other, 200), maps, [origin])


def test_that_a_record_without_sectors_forecasts_the_total(forecaster: Forecaster, seed: int) -> None:
    obs = record(seed, sectors=())
    results = hindcast(forecaster, [obs], obs.weeks[[60]], HORIZONS, seed=3)
    assert {row.location for row in results.quantiles} == {"total"}
    assert {row.location for row in results.scores} == {"total"}
    assert all(np.isfinite(row.value) for row in results.scores)


@pytest.mark.validate
def test_that_belts_and_sizes_of_ruptures_are_all_that_the_config_adds(root: Path, seed: int) -> None:
    obs = record(seed).until(record(seed).weeks[70])
    fit = fit_front([obs], 1)
    forecaster = Forecaster(load_experiment(root / "configs" / "offer.yaml"), 128, lambda maps, number: fit)
    inputs = forecaster._inputs
    values, heard = forecaster.forecast([obs], [26], 1), set()
    for name, row in ROW.items():
        params = inputs.params.copy()
        params[row] = 1.5 * params[row] + 0.01
        forecaster._inputs = replace(inputs, params=params)
        if not np.array_equal(forecaster.forecast([obs], [26], 1), values):
            heard.add(name)
    assert heard <= {"fort_effect", "fort_build", "rupture_min", "rupture_tail", "rupture_max"}
    assert "fort_effect" in heard
