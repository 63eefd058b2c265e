"""Known variances are found again: between and within draws, by evidence grade, and what pairing is worth."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from forecast.analysis.draw_means import DrawMean
from forecast.analysis.explained import InputFit, polynomials
from forecast.analysis.headlines import Headline
from forecast.analysis.members import Members
from forecast.analysis.variance_shares import VarianceShares, _of_column, _pairing, variance_shares
from forecast.store.reader import Run

SEED = 911
DRAWS, REPLICATES = 3_200, 5


class Table:
    """The draws of a made-up run: six inputs, two of each grade, in 16 independent groups."""

    def __init__(self, rng: np.random.Generator, draws: int = DRAWS) -> None:
        self.count, self.cluster = draws, np.arange(draws) % 16
        self.priors = [SimpleNamespace(name=f"{grade}{k}", grade=grade, sets=None) for grade in "ABC" for k in (1, 2)]
        self.columns = {prior.name: rng.random(draws) for prior in self.priors}
        self.index = np.repeat(np.arange(draws), REPLICATES)

    def input(self, name: str) -> Any:
        return self.columns[name]

    def z(self, name: str) -> Any:
        """The input with mean 0 and variance 1."""
        return (self.columns[name] - 0.5) * 12.0**0.5

    def mean(self, values: Any) -> DrawMean:
        known = ~np.isnan(values)
        index = self.index[known]
        size = np.bincount(index, minlength=self.count).astype(float)
        mean = np.bincount(index, values[known], self.count) / np.where(size > 0.0, size, np.nan)
        squares = np.bincount(index, (values[known] - mean[index]) ** 2, self.count)
        return DrawMean(mean, size, np.where(size > 1.0, squares / np.maximum(size - 1.0, 1.0), np.nan))


HEADLINE = Headline("made_up", "made up", "made up", "1", "mean", 1, lambda _: np.zeros(1), ("made_up",))


def rng() -> np.random.Generator:
    print(f"seed {SEED}")
    return np.random.default_rng(SEED)


def shares(table: Table, values: Any) -> VarianceShares:
    return _of_column(HEADLINE, "branch", None, values, table, InputFit.of(table), None)  # type: ignore[arg-type]


def near(estimate: Any, truth: float, most: float) -> None:
    """Within three errors of the truth, and the error itself is no larger than it has to be."""
    assert estimate.mcse < most
    assert abs(estimate.value - truth) < 3.0 * estimate.mcse + 1e-3


def test_that_known_shares_are_found_again() -> None:
    """Variance between draws: 1 from A, 2 from B, 3 from C, 2 from inputs together; within draws 24."""
    generator = rng()
    table = Table(generator)
    effect = (
        table.z("A1") + 2.0**0.5 * table.z("B1") + 3.0**0.5 * table.z("C1") + 2.0**0.5 * table.z("A2") * table.z("C2")
    )
    found = shares(table, effect[table.index] + 24.0**0.5 * generator.normal(size=table.index.size))
    assert found.variances is not None and found.explained is not None
    near(found.variances.epistemic, 8.0, 0.5)
    near(found.variances.aleatory, 24.0, 0.5)
    near(found.variances.epistemic_share, 0.25, 0.02)
    near(found.explained.by_grade["A"], 1.0 / 8.0, 0.05)
    near(found.explained.by_grade["B"], 2.0 / 8.0, 0.05)
    near(found.explained.by_grade["C"], 3.0 / 8.0, 0.05)
    near(found.explained.rest, 2.0 / 8.0, 0.08)
    assert found.explained.inputs == {"A": 2, "B": 2, "C": 2} and found.explained.degree == 3


def test_that_inputs_without_effect_explain_nothing_however_noisy_the_draws() -> None:
    generator = rng()
    table = Table(generator, 320)
    effect = 2.0 * table.z("B1")
    found = shares(table, effect[table.index] + 6.0 * generator.normal(size=table.index.size))
    assert found.explained is not None
    near(found.explained.by_grade["A"], 0.0, 0.3)
    near(found.explained.by_grade["C"], 0.0, 0.3)
    near(found.explained.by_grade["B"], 1.0, 0.3)


def test_that_chance_alone_is_not_divided() -> None:
    generator = rng()
    table = Table(generator)
    found = shares(table, generator.normal(size=table.index.size))
    assert found.variances is not None and found.explained is None


def test_that_draws_weigh_by_their_members_with_a_value() -> None:
    """Which members have a value depends on an input; the weighted fit finds the shares all the same."""
    generator = rng()
    table = Table(generator)
    effect = table.z("A1") + table.z("C1")
    values = effect[table.index] + 2.0 * generator.normal(size=table.index.size)
    values[generator.random(values.size) < 0.3 + 0.4 * table.columns["B1"][table.index]] = np.nan
    found = shares(table, values)
    assert found.explained is not None
    near(found.explained.by_grade["A"], 0.5, 0.05)
    near(found.explained.by_grade["B"], 0.0, 0.05)
    near(found.explained.by_grade["C"], 0.5, 0.05)


def test_that_pairing_is_worth_the_ratio_of_the_variances() -> None:
    """Both branches have 4 between and 9 within draws in common, and 1 and 1 of their own: 2 x 15 over 2 x 2."""
    generator = rng()
    table = Table(generator)
    common = 2.0 * table.z("A1")[table.index] + 3.0 * generator.normal(size=table.index.size)
    one, other = (common + table.z(n)[table.index] + generator.normal(size=common.size) for n in ("B1", "B2"))
    found = _pairing(one, other, one - other, table)  # type: ignore[arg-type]
    assert found is not None
    near(found.total, 15.0 / 2.0, 0.3)
    near(found.epistemic, 5.0, 0.6)
    near(found.aleatory, 10.0, 0.4)
    same = _pairing(one, one, one - one, table)  # type: ignore[arg-type]
    assert same is not None and np.isnan(same.total.value)


def test_that_too_few_draws_give_no_shares_of_grades() -> None:
    assert InputFit.of(Table(rng(), 17)) is None  # type: ignore[arg-type]


def test_that_polynomials_are_orthonormal_also_with_ties() -> None:
    generator = rng()
    for values in (generator.random(1000), generator.choice([1.5, 2.0, 3.0], 1000)):
        terms = polynomials(values, 3)
        assert terms.shape[1] == min(3, np.unique(values).size - 1)
        np.testing.assert_allclose(terms.T @ terms / 1000, np.eye(terms.shape[1]), atol=1e-9)
        np.testing.assert_allclose(terms.mean(axis=0), 0.0, atol=1e-9)


def test_that_a_run_has_shares_of_every_outcome_and_difference(run: Run) -> None:
    members = Members(run)
    rows = list(variance_shares(members, ["ceasefire_by_w104", "losses_ua_w104"]))
    assert len(rows) == 2 * (5 + 4)
    by_name = {(row.headline.target, row.branch, row.reference): row for row in rows}
    outcome = by_name["losses_ua_w104", "surge_offer", None]
    assert outcome.variances is not None and outcome.pairing is None
    total = outcome.variances.epistemic.value + outcome.variances.aleatory.value
    assert total == pytest.approx(float(np.var(members.values("surge_offer", "losses_ua_w104"))), rel=0.05)
    # the bluff is close to the reference, so pairing is worth much
    pairing = {
        branch: by_name["losses_ua_w104", branch, "muddle_through"].pairing for branch in ("surge_bluff", "no_aid")
    }
    assert pairing["surge_bluff"].total.value > pairing["no_aid"].total.value > 1.0  # type: ignore[union-attr]
    # the made-up ceasefires depend on a judgment
    explained = by_name["ceasefire_by_w104", "muddle_through", None].explained
    assert explained is not None
    assert explained.by_grade["C"].value > 0.5 > explained.by_grade["A"].value
