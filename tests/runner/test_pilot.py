"""The pilot before member 0: what its fit depends on, how good it is, who reads it."""

import json
import shutil
import threading
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from forecast.config import load_experiment
from forecast.errors import ConfigError, ResultError
from forecast.experiment.sectors import sector_table
from forecast.runner.fitting import emulator
from forecast.runner.fitting.emulator import fit, fit_experiment
from forecast.runner.fitting.pilot import COURSES, DRAWS, WEEKS, Pilot
from forecast.runner.replay import replay
from forecast.runner.runner import Watcher
from forecast.runner.stop import Interrupted
from forecast.store.fitted import NAME, read_fitted
from forecast.store.reader import open_run
from forecast_kernels.layout.fitted import FITTED, N_TERMS, SIGNS_0
from forecast_kernels.model import ceasefire

CONFIG = Path(__file__).resolve().parents[2] / "configs" / "offer.yaml"


class StopEarly(Watcher):
    """Stops a run once a part of its members is done."""

    def __init__(self) -> None:
        self.stop = threading.Event()

    def members(self, done: int, total: int) -> None:
        if 0 < done < total:
            self.stop.set()


@pytest.fixture(scope="module")
def study():
    """The fit of the study of this repository."""
    exp = load_experiment(CONFIG)
    return fit_experiment(exp, sector_table(exp))


@pytest.fixture(scope="module")
def sealed(experiment, start_below, tmp_path_factory) -> Path:
    return start_below(experiment(300, 60), tmp_path_factory.mktemp("pilot")).path


def refuse(*_args: object) -> None:
    raise AssertionError("the pilot was run again")


def test_that_the_fit_depends_on_priors_and_seed_only(experiment, start, sealed, tmp_path) -> None:
    text = (sealed / NAME).read_bytes()
    exp = experiment(70, 12)
    fewer = exp.model_copy(update={"branches": {exp.reference: exp.branches[exp.reference]}})
    assert len(fewer.branches) < len(exp.branches)
    other = start(fewer, tmp_path / "other", threads=1, chunk_size=33).path
    assert (other / NAME).read_bytes() == text
    seed = exp.model_copy(update={"design": exp.design.model_copy(update={"seed": exp.design.seed + 1})})
    assert fit_experiment(seed, sector_table(exp)).text().encode() != text


def test_that_coefficients_have_four_digits_and_errors(study) -> None:
    assert list(study.coefficients) == list(study.standard_errors) == [column.name for column in FITTED]
    for name, value in study.coefficients.items():
        assert len(Decimal(repr(value)).normalize().as_tuple().digits) <= 4, name
        weak = 0.5 if name == "expect_force" else 0.2  # the pilot's forces hardly differ
        assert 0.0 < study.standard_errors[name] < 0.5 * max(abs(value), weak), name
    assert (study.draws, study.rows) == (DRAWS, DRAWS * len(WEEKS) * len(COURSES))
    assert np.array_equal(study.array(), np.array(list(study.coefficients.values()), np.float32))


def test_that_the_emulator_is_right_in_every_tenth_but_the_lowest(study) -> None:
    print(study.decile_ratios)
    assert study.decile_ratios[1:-1] == pytest.approx([1.0] * 8, abs=0.12)
    assert study.decile_ratios[-1] == pytest.approx(1.0, abs=0.2)  # gains are capped there, expectations are not


def test_that_the_fit_finds_the_coefficients_that_made_the_rows(seed) -> None:
    """Gains with a spread of their own and one of their draw; one of six beyond four errors once in 2,600 seeds."""
    rng = np.random.default_rng(seed)
    draws, each = 2_000, 10
    truth = np.array([-0.6, 0.4, 0.3, 0.8, 0.6, 0.6])
    terms = rng.normal(0.0, 0.5, (draws * each, N_TERMS))
    shares = rng.uniform(0.2, 0.6, (1, draws))
    terms[:, 0] = 1.0
    draw = np.repeat(np.arange(draws), each)
    spread = rng.gamma(4.0, 0.25, draws)[draw] * rng.gamma(2.0, 0.5, draws * each)
    offset = rng.normal(6.0, 0.3, draws * each)
    found = fit(Pilot(np.exp(offset + terms @ truth) * spread, offset, terms, draw.astype(np.int64), *shares))
    beta, errors = found.array().astype(float), np.array(list(found.standard_errors.values()))
    assert beta[SIGNS_0] == pytest.approx(shares.mean(), abs=1e-4)
    beta, errors = beta[:N_TERMS], errors[:N_TERMS]
    print(beta, errors)
    assert (errors < 0.05).all()
    assert (np.abs(beta - truth) < 4.0 * errors + 5e-4).all()
    assert found.decile_ratios == pytest.approx([1.0] * 10, abs=0.15)
    alone = fit(Pilot(np.exp(offset + terms @ truth) * spread, offset, terms, np.arange(draws * each), *shares))
    assert errors[0] > 1.5 * alone.standard_errors["expect_const"]  # rows of a draw are no independent rows


def test_that_the_types_are_mean_and_spread_of_the_index_between_the_draws() -> None:
    """With the ultimatum alone the index follows from its prior, Beta(2, 11); beyond four errors never by chance."""
    exp = load_experiment(CONFIG, ["switches.bargaining=ultimatum"])
    found = fit_experiment(exp, sector_table(exp))
    chance = np.random.default_rng(1).beta(2, 11, 200_000)
    index = np.log(np.expm1(-np.log1p(-chance) / 6.5))
    for name, want in (("type_mean", index.mean()), ("type_sd", index.std())):
        assert abs(found.coefficients[name] - want) < 4.0 * found.standard_errors[name], name
    assert found.coefficients["type_sd"] > 0.5


def test_that_no_spread_of_the_index_is_no_type() -> None:
    exp = load_experiment(CONFIG)
    fitted = emulator.with_types(fit_experiment(exp, sector_table(exp)), np.full(16, -3.0))
    assert (fitted.coefficients["type_mean"], fitted.coefficients["type_sd"]) == (-3.0, 0.0)
    assert ceasefire.type_of(np.float32(-2.0), np.float32(-3.0), np.float32(0.0)) == 0.0
    assert ceasefire.type_of(np.float32(9.0), np.float32(-3.0), np.float32(1.0)) == 2.5
    assert ceasefire.type_of(np.float32(-2.0), np.float32(-3.0), np.float32(2.0)) == 0.5


def test_that_a_pilot_that_cannot_be_fitted_is_one_error(experiment, monkeypatch) -> None:
    exp = experiment(70, 12)
    empty = Pilot(np.ones(8), np.zeros(8), np.full((8, N_TERMS), np.nan), np.arange(8), np.ones(8))
    monkeypatch.setattr("forecast.runner.fitting.pilot.run_pilot", lambda *_: empty)
    with pytest.raises(ConfigError) as caught:
        fit_experiment(exp, sector_table(exp))
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("share_lost", [0.6, 1.0])
def test_that_a_war_that_only_loses_ground_has_a_fit(share_lost: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    terms = np.column_stack([np.ones(800), rng.normal(size=(800, N_TERMS - 1))])
    gain = np.where(rng.random(800) < share_lost, -800.0, 900.0) * rng.exponential(size=800)
    found = fit(Pilot(gain, np.full(800, 9.0), terms, np.arange(800), np.ones(8)))
    expected = np.exp(9.0 + terms @ list(found.coefficients.values())[:N_TERMS])
    assert expected.mean() == pytest.approx(np.maximum(gain, emulator.FLOOR).mean(), rel=0.01)
    assert not found.fits
    assert "does not fit this war" in found.line
    assert np.isfinite([*found.decile_ratios, found.explained, found.log_residual_sd]).all()


def test_that_a_resumed_run_reads_what_was_fitted(experiment, start, monkeypatch, tmp_path) -> None:
    exp, watcher = experiment(600, 12), StopEarly()
    with pytest.raises(Interrupted):
        start(exp, watcher=watcher, stop=watcher.stop, threads=1, chunk_size=64)
    before = next(tmp_path.rglob(NAME)).read_bytes()
    monkeypatch.setattr(emulator, "fit_experiment", refuse)
    again = start(exp)
    assert again.resumed
    assert (again.path / NAME).read_bytes() == before
    assert NAME in [entry.path for entry in open_run(again.path).manifest.files]


def test_that_a_replay_reads_what_was_fitted(sealed, tmp_path, monkeypatch, reseal) -> None:
    monkeypatch.setattr(emulator, "fit_experiment", refuse)
    members = range(0, 300, 25)
    run = open_run(sealed)
    assert not [m for m in members if replay(run, "surge_offer", m).differences()]
    copied = shutil.copytree(sealed, tmp_path / "copy")
    content = json.loads((copied / NAME).read_text())
    content["coefficients"]["expect_const"] += 2.0
    (copied / NAME).write_text(json.dumps(content))
    with pytest.raises(ResultError, match=f"{NAME}: differs from what was written"):
        replay(open_run(copied), "surge_offer", 0)
    reseal(copied)
    run = open_run(copied)
    assert [m for m in members if replay(run, "surge_offer", m).differences()]


DAMAGES = {
    "cut": (lambda text: text[: len(text) // 2], "is damaged"),
    "empty": (lambda _: "", "is damaged"),
    "unknown_key": (lambda text: text.replace('"rows"', '"lines"'), "is damaged"),
    "word": (lambda text: text.replace('"expect_const": ', '"expect_const": "x', 1), "is damaged"),
    "no_number": (lambda text: _first_number(text, "NaN"), "is damaged"),
    "endless": (lambda text: _first_number(text, "1e999"), "is damaged"),
    "other_names": (lambda text: text.replace('"expect_gain"', '"expect_pain"'), "another version"),
}


def _first_number(text: str, number: str) -> str:
    content = json.loads(text)
    content["coefficients"]["expect_const"] = "@"
    return json.dumps(content).replace('"@"', number)


@pytest.mark.parametrize("damage", DAMAGES)
def test_that_a_damaged_file_is_one_line(damage, sealed, tmp_path) -> None:
    change, reason = DAMAGES[damage]
    text = change((sealed / NAME).read_text())
    (tmp_path / NAME).write_text(text)
    with pytest.raises(ResultError) as caught:
        read_fitted(tmp_path)
    assert len(str(caught.value).splitlines()) == 1
    assert reason in str(caught.value) and "run the experiment again" in str(caught.value) and NAME in str(caught.value)


def test_that_a_replay_without_the_file_is_one_line(sealed, tmp_path, reseal) -> None:
    copied = shutil.copytree(sealed, tmp_path / "copy")
    (copied / NAME).unlink()
    with pytest.raises(ResultError, match=f"{NAME}: no such file"):
        replay(open_run(copied), "surge_offer", 0)
    reseal(copied)
    with pytest.raises(ResultError, match=f"has no {NAME}; run the experiment again"):
        replay(open_run(copied), "surge_offer", 0)
