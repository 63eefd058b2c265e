"""The regression of the emulator where the usual one has no solution: which method is used, and that a run says so."""

import json

import numpy as np
import pytest

from forecast.runner.fitting import emulator, poisson
from forecast.runner.fitting.emulator import FLOOR, MIN_DRAWS, fit
from forecast.runner.fitting.pilot import Pilot
from forecast.store.fitted import METHODS, Fitted
from forecast_kernels.layout.fitted import N_TERMS

ROWS, DRAWS = 4_000, 400
TRUTH = np.array([-0.6, 0.4, 0.3, 0.8, 0.6, 0.6])


def pilot(rng: np.random.Generator, terms: np.ndarray, losses: float = 0.0) -> Pilot:
    """Gains that follow TRUTH, each with a spread of its own. losses: share of rows that lose 50 km2 more."""
    gain = np.exp(5.0 + terms @ TRUTH) * rng.gamma(4.0, 0.25, ROWS) - 50.0 * (rng.random(ROWS) < losses)
    return Pilot(gain, np.full(ROWS, 5.0), terms, np.arange(ROWS) % DRAWS, rng.uniform(0.2, 0.6, DRAWS))


def terms_of(rng: np.random.Generator) -> np.ndarray:
    return np.column_stack([np.ones(ROWS), rng.normal(0.0, 0.4, (ROWS, N_TERMS - 1))])


def expected(found: Fitted, rows: Pilot) -> np.ndarray:
    beta = np.array(list(found.coefficients.values()))[:N_TERMS]
    return poisson.mean_of(rows.offset, rows.terms, beta)


@pytest.fixture
def rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_that_the_penalty_hardly_moves_a_regression_that_has_a_solution(rng) -> None:
    rows = pilot(rng, terms_of(rng), losses=0.2)
    usual = poisson.solve(rows.gain, rows.offset, rows.terms)
    other = poisson.penalise(rows.gain, rows.offset, rows.terms)
    assert other.beta == pytest.approx(usual.beta, abs=0.01)
    assert other.inverse == pytest.approx(usual.inverse, rel=0.05, abs=1e-7)


def test_that_the_usual_fit_names_no_method_in_its_file(rng) -> None:
    found = fit(pilot(rng, terms_of(rng)))
    assert (found.method, found.left_out) == ("regression", 0)
    assert not {"method", "left_out"} & set(json.loads(found.text()))


@pytest.mark.parametrize("size", [0.0, 3.0, 1e5])
def test_that_terms_that_stand_still_have_no_coefficient(rng, size: float) -> None:
    """With all priors fixed, trend and long-run level are the same in every row."""
    terms = terms_of(rng)
    terms[:, 4:] = size
    rows = pilot(rng, np.where(np.abs(terms) < 1e3, terms, 0.0), losses=0.1)
    rows = Pilot(rows.gain, rows.offset, terms, rows.draw, rows.signs)
    solution = poisson.penalise(rows.gain, rows.offset, terms)
    assert (solution.beta[4:] == 0.0).all()
    assert poisson.mean_of(rows.offset, terms, solution.beta).mean() == pytest.approx(rows.gain.mean(), rel=1e-6)
    assert expected(fit(rows), rows).mean() == pytest.approx(rows.gain.mean(), rel=0.02)


def test_that_terms_that_move_as_one_share_their_effect(rng) -> None:
    terms = terms_of(rng)
    terms[:, 5] = terms[:, 4]
    rows = pilot(rng, terms)
    solution = poisson.penalise(rows.gain, rows.offset, rows.terms)
    assert solution.beta[4] == pytest.approx(solution.beta[5], abs=1e-6)
    assert solution.beta[4] + solution.beta[5] == pytest.approx(1.2, abs=0.1)
    assert expected(fit(rows), rows).mean() == pytest.approx(rows.gain.mean(), rel=0.02)


def awkward(rng: np.random.Generator, kind: str) -> Pilot:
    terms = terms_of(rng)
    rows = pilot(rng, terms, losses=0.3)
    gain, offset, terms = rows.gain.copy(), rows.offset.copy(), terms.copy()
    if kind == "nothing moves":
        gain[:], terms[:, 1:] = 0.0, 0.0
    elif kind == "far terms":
        terms[:, 1:] *= 10.0 ** rng.uniform(-8.0, 8.0, N_TERMS - 1)
    elif kind == "one row gains":
        gain[:], gain[7] = 0.0, 1e9
    elif kind == "far offset":
        offset += 60.0
    elif kind == "one row differs":
        terms[:, 1:], terms[3, 1:] = 0.0, 1e6
    elif kind == "only losses":
        gain = -1e4 * rng.random(ROWS)
    return Pilot(gain, offset, terms, rows.draw, rows.signs)


KINDS = ("nothing moves", "far terms", "one row gains", "far offset", "one row differs", "only losses")


@pytest.mark.parametrize("kind", KINDS)
def test_that_every_pilot_of_finite_numbers_has_a_fit(rng, kind: str) -> None:
    rows = awkward(rng, kind)
    found = fit(rows)
    print(kind, found.method, found.coefficients)
    assert np.isfinite([*found.coefficients.values(), *found.standard_errors.values()]).all()
    if found.method != "regression":
        assert not found.fits
        assert METHODS[found.method] in found.line
        assert json.loads(found.text())["method"] == found.method
    if found.method in ("without_losses", "penalised_without_losses", "constant"):
        counted = np.clip(np.maximum(rows.gain, FLOOR), None, emulator.MAX_GAIN)
        assert expected(found, rows).mean() == pytest.approx(counted.mean(), rel=0.05)


def test_that_each_method_is_used_for_some_pilot(rng, monkeypatch) -> None:
    """The methods before one are made to have no solution."""

    def no_solution(*_args: object) -> poisson.Solution:
        raise ValueError(poisson.NO_SOLUTION)

    def only_without_losses(gain: np.ndarray, *rest: np.ndarray, keep: bool = True) -> poisson.Solution:
        return no_solution() if keep and (gain < 0.0).any() else poisson.penalise(gain, *rest, keep)

    def only_constant(*rest: np.ndarray, keep: bool = True) -> poisson.Solution:
        return no_solution() if keep else poisson.penalise(*rest, keep)

    rows = pilot(rng, terms_of(rng), losses=0.3)
    used = [fit(rows).method]
    for name, stand_in in (
        ("solve", no_solution),
        ("penalise", only_without_losses),
        ("climb", no_solution),
        ("penalise", only_constant),
    ):
        monkeypatch.setattr(emulator, name, stand_in)
        used.append(fit(rows).method)
    assert used == list(METHODS)


def test_that_draws_without_finite_numbers_are_left_out_and_counted(rng) -> None:
    rows = pilot(rng, terms_of(rng))
    gain = rows.gain.copy()
    gain[[3, 3 + DRAWS, 8]] = np.nan, np.inf, -np.inf
    found = fit(Pilot(gain, rows.offset, rows.terms, rows.draw, rows.signs))
    assert (found.left_out, found.draws, found.rows) == (2, DRAWS - 2, ROWS - 2 * ROWS // DRAWS)
    assert not found.fits
    assert "2 draws gave no finite numbers" in found.line
    assert json.loads(found.text())["left_out"] == 2
    fine = ~np.isin(rows.draw, [3, 8])
    alone = fit(Pilot(rows.gain[fine], rows.offset[fine], rows.terms[fine], rows.draw[fine], rows.signs))
    assert found.coefficients == alone.coefficients


def test_that_a_pilot_with_few_finite_draws_is_refused(rng) -> None:
    rows = pilot(rng, terms_of(rng))
    broken = np.where(rows.draw < MIN_DRAWS - 1, rows.gain, np.nan)
    with pytest.raises(ValueError, match=f"{DRAWS - MIN_DRAWS + 1} of {DRAWS} draws gave numbers that are not finite"):
        fit(Pilot(broken, rows.offset, rows.terms, rows.draw, rows.signs))
