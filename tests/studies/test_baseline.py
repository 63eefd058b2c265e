"""The committed baseline and priors: complete, dated, and equal to what the training series gives."""

import re
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from forecast.config import load_experiment
from studies.front_statistics.estimate import estimate

BASELINE = "configs/baselines/ukraine-2024-12-20.yaml"
PRIORS = "configs/priors/default.yaml"
EXPERIMENTS = ("offer", "smoke", "sweep_duration")
OFFERS = ["surge_offer", "freeze_withdrawn", "surge_bluff", "europe_led"]
SELLOUTS = ["cut_only", "cut_neutrality", "no_aid", "cut_oblasts"]
BRANCHES = {
    "offer": ["muddle_through", "status_quo_2024", *OFFERS, *SELLOUTS],
    "smoke": ["muddle_through", "surge_offer", "surge_bluff", "europe_led", "no_aid"],
    "sweep_duration": ["muddle_through", "surge_offer"],
}
# append-only: a new prior takes the next number and this one is renewed; a change of an old number is a fault
NUMBERED, NUMBERS = 275, 3041223004
# numbers of priors that are gone, and numbers that no prior ever had: nothing takes them later
# 171 and 172 are the one exception: priors of 0.1.0 had them, since 0.2.0 pulse_halflife and pulse_t0 do
GIVEN_UP = {8, 179, 185}
NEVER_GIVEN = {*range(217, 220), *range(232, 240), *range(241, 250), *range(262, 270)}


def _merged(path: Path) -> dict[str, Any]:
    """A file with what it extends, mappings merged: independent of the config layer."""
    own = yaml.safe_load(path.read_text())
    result: dict[str, Any] = {}
    for part in [*(_merged(path.parent / name) for name in own.pop("extends", [])), own]:
        result = _joined(result, part)
    return result


def _joined(below: Any, above: Any) -> Any:
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return {**below, **{key: _joined(below.get(key), value) for key, value in above.items()}}


@pytest.fixture(scope="module")
def baseline(root: Path) -> dict[str, Any]:
    return _merged(root / BASELINE)


@pytest.fixture(scope="module")
def entries(root: Path, baseline: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {**baseline["state"], **_merged(root / PRIORS)["priors"]}


@pytest.fixture(scope="module")
def fitted(training_data: Path) -> dict[str, Any]:
    return estimate(training_data)


def rounds_to(committed: float, estimated: float) -> bool:
    """Whether `committed` is `estimated` rounded to the digits that it shows (2 % of the last one for arithmetic)."""
    text = repr(committed)
    digits = len(text.split(".")[1]) if "." in text else -len(text) + len(text.rstrip("0"))
    return abs(committed - estimated) <= 0.51 * 10.0**-digits


def quantity(text: str) -> float:
    return float(text.split()[0].replace("_", ""))


def test_that_rounding_is_told_from_difference() -> None:
    assert rounds_to(1.0, 0.96) and rounds_to(131, 131.3) and rounds_to(491990, 491989.3) and rounds_to(0.04, 0.0362)
    assert not rounds_to(1.0, 0.94) and not rounds_to(131, 131.9) and not rounds_to(0.040, 0.046)


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_that_the_shipped_experiment_is_valid(root: Path, name: str) -> None:
    experiment = load_experiment(root / "configs" / f"{name}.yaml")
    assert list(experiment.branches) == BRANCHES[name]
    assert experiment.reference == "muddle_through"
    assert len(experiment.baseline.sectors) == 13


def test_that_dimensions_are_numbered_once_and_never_moved(entries: dict[str, dict[str, Any]]) -> None:
    numbers = {entry["dimension"]: name for name, entry in entries.items() if "dimension" in entry}
    drawn = [name for name, entry in entries.items() if "fixed" not in entry]
    assert len(numbers) == len(drawn)
    assert set(range(1, max(numbers) + 1)) - set(numbers) == GIVEN_UP | NEVER_GIVEN
    first = "\n".join(f"{number} {numbers[number]}" for number in sorted(numbers) if number <= NUMBERED)
    assert zlib.crc32(first.encode()) == NUMBERS


def test_that_nothing_is_dated_after_the_baseline(entries: dict[str, dict[str, Any]], baseline: dict[str, Any]) -> None:
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    for name, entry in entries.items():
        assert entry["as_of"] <= baseline["date"], name
        text = f"{entry['source']} {entry.get('note', '')}"
        assert not re.search(rf"({months}),? 20(2[5-9]|[3-9])", text), name
        days = [date.fromisoformat(day) for day in re.findall(r"20\d\d-\d\d-\d\d", text)]
        assert all(day <= baseline["date"] for day in days), name


def test_that_sector_chances_are_open_and_shares_sum_to_one(baseline: dict[str, Any]) -> None:
    sectors = baseline["sectors"].values()
    for key in ("share", "counter_share"):
        assert sum(sector[key] for sector in sectors) == pytest.approx(1.0, abs=0.005)
    for key in ("share", "active_stay", "active_open", "counter_share", "counter_active"):
        assert all(0 < sector[key] < 1 for sector in sectors)


def test_that_sectors_are_as_estimated(baseline: dict[str, Any], fitted: dict[str, Any]) -> None:
    assert list(baseline["sectors"]) == list(fitted["sectors"])
    for name, sector in baseline["sectors"].items():
        row = fitted["sectors"][name]
        for key in ("stake", "stake_defender"):
            assert rounds_to(quantity(sector[key]), row[key]) or abs(quantity(sector[key]) - row[key]) < 1, (name, key)
        if row["contact"]:
            assert abs(quantity(sector["contact"]) - row["contact"]) <= 0.5, name


def test_that_the_rest_is_as_estimated(entries: dict[str, dict[str, Any]], fitted: dict[str, Any]) -> None:
    land = fitted["land"]
    turnover = entries["turnover"]["lognormal"]["median"]
    assert fitted["turnover"]["map_1"][0] < turnover < fitted["turnover"]["map_2"][0]
    assert rounds_to(entries["area_held_t0"]["normal"]["mean"], land["held"])
    assert rounds_to(entries["front_length_active"]["normal"]["mean"], fitted["front_length"]["full_detail"])
    oil = entries["urals_price_vol"]["lognormal"]["median"]
    assert fitted["oil"]["recent"][0] < oil < fitted["oil"]["all"][0]
    for name, key in (("aid_cost_us", "us_per_year"), ("aid_cost_europe", "others_per_year")):
        mean, error = fitted["aid"][key]
        assert abs(entries[name]["normal"]["mean"] - mean) < error
