"""Valid extreme configs of every shape get an emulator, whatever their pilot, and all of them can be simulated."""

from pathlib import Path

import numpy as np
import pytest

from forecast.errors import ConfigError
from forecast.experiment.sectors import sector_table
from forecast.runner.fitting.emulator import fit_experiment
from forecast.store.fitted import METHODS
from tests.fuzz.extremes import STATES, Maker

SEED = 20241220
FEW, MANY = 3, 60
MAX_REFUSED = 0.05


def fit_all(maker: Maker, numbers: range) -> list[str]:
    """Fit the emulator of each config. Return the method of each fit, or `refused`."""
    methods = []
    for number in numbers:
        extreme = maker.make(number)
        try:
            found = fit_experiment(extreme.experiment, sector_table(extreme.experiment))
        except ConfigError as error:
            print(number, error, extreme.kinds)
            methods.append("refused")
            continue
        assert np.isfinite(found.array()).all()
        assert found.fits or "does not fit this war" in found.line
        methods.append(found.method)
    print(methods)
    return methods


def test_that_extreme_configs_have_a_fit(tmp_path: Path) -> None:
    assert set(fit_all(Maker(tmp_path, SEED), range(FEW))) <= set(METHODS)


@pytest.mark.validate
def test_that_nearly_all_extreme_configs_have_a_fit_and_the_methods_are_used(tmp_path: Path) -> None:
    methods = fit_all(Maker(tmp_path, SEED), range(FEW, FEW + MANY))
    assert methods.count("refused") <= MAX_REFUSED * MANY
    assert {"regression", "penalised"} < set(methods)


def test_that_extremes_of_every_kind_are_drawn(tmp_path: Path) -> None:
    maker = Maker(tmp_path, SEED)
    words = " ".join(kind for number in range(60) for kind in maker.draw(number, 0)[1])
    for kind in (
        "1 sectors",
        "64 sectors",
        "1 donors",
        "8 donors",
        "1 branches",
        "20 branches",
        "4 weeks",
        "1040 weeks",
    ):
        assert kind in words, kind
    assert all(name in words for name in STATES)


def test_that_a_number_is_the_same_config_in_every_session(tmp_path: Path) -> None:
    made = [Maker(tmp_path, SEED).make(3) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("override", "reason"),
    [
        ("horizon=1 week", "horizon: must be at least 4 weeks, got '1 week'"),
        ("horizon=40 years", "horizon: must be at most 1040 weeks, got '40 years'"),
    ],
)
def test_that_a_horizon_out_of_bounds_is_refused_with_the_bound(override: str, reason: str) -> None:
    from forecast.config import load_experiment
    from tests.fuzz.extremes import BASE

    with pytest.raises(ConfigError) as caught:
        load_experiment(BASE, [override, "success="])
    assert str(caught.value) == f"--set {override}: {reason}"


def test_that_too_many_sectors_are_refused_with_the_bound(tmp_path: Path) -> None:
    from forecast.config import load_experiment
    from tests.fuzz.extremes import BASE

    sector = (
        "{name: x, contact: 5 km, share: 0.1, active_stay: 0.4, active_open: 0.3, active_t0: true, stake: 5 km2, "
        "stake_defender: 4 km2, counter_share: 0.2, counter_active: 0.1, source: x, grade: C}"
    )
    sectors = "".join(f"    X{number}: {sector}\n" for number in range(200))
    child = tmp_path / "child.yaml"
    child.write_text(f"extends: {BASE}\nbaseline:\n  sectors:\n{sectors}")
    with pytest.raises(ConfigError) as caught:
        load_experiment(child)
    assert "baseline.sectors: needs at most 64 entries" in str(caught.value)
