"""The Monte Carlo errors must be true: intervals cover at their nominal rate when replicates share a draw."""

import math

import numpy as np
import pytest

from forecast.analysis.estimates import ERRORS_TO_END, Clusters, Estimate, clear, critical, mean, quantile, ratio

SEED = 20241220
REPEATS = 1500
DRAWS, REPLICATES, SHORT = 120, 10, 4  # the last draw has only four replicates
CLUSTER = np.repeat(np.arange(DRAWS), REPLICATES)[: (DRAWS - 1) * REPLICATES + SHORT]


def generator() -> np.random.Generator:
    print(f"seed {SEED}")
    return np.random.default_rng(SEED)


def correlated(rng: np.random.Generator, share: float) -> np.ndarray:
    """Unit normals whose correlation within a draw is `share`."""
    between = rng.normal(size=DRAWS)[CLUSTER] * math.sqrt(share)
    return between + rng.normal(size=CLUSTER.size) * math.sqrt(1.0 - share)


def coverage(estimates: list[Estimate], truth: float) -> float:
    """Share of 95% intervals that hold the truth."""
    return float(np.mean([abs(e.value - truth) <= 1.96 * e.mcse for e in estimates]))


def naive(values: np.ndarray) -> Estimate:
    """The formula that takes members for independent: it must fail where ours passes."""
    return Estimate(float(values.mean()), float(values.std(ddof=1) / math.sqrt(values.size)), values.size)


def test_that_the_clustered_error_of_a_mean_covers_and_the_single_member_formula_does_not() -> None:
    rng = generator()
    clusters = Clusters(CLUSTER)
    samples = [correlated(rng, 0.4) for _ in range(REPEATS)]
    assert 0.93 <= coverage([mean(s, clusters).estimate for s in samples], 0.0) <= 0.965
    assert coverage([naive(s) for s in samples], 0.0) < 0.80


def test_that_the_clustered_error_of_a_probability_covers_and_the_single_member_formula_does_not() -> None:
    rng = generator()
    clusters = Clusters(CLUSTER)
    samples = [(correlated(rng, 0.5) > 0.8416212).astype(float) for _ in range(REPEATS)]
    assert 0.92 <= coverage([mean(s, clusters).estimate for s in samples], 0.2) <= 0.965
    assert coverage([naive(s) for s in samples], 0.2) < 0.85


@pytest.mark.parametrize(("level", "truth"), [(0.5, 0.0), (0.9, 1.2815516)])
def test_that_the_woodruff_error_of_a_quantile_covers(level: float, truth: float) -> None:
    rng = generator()
    clusters = Clusters(CLUSTER)
    found = [quantile(correlated(rng, 0.4), level, clusters).estimate for _ in range(REPEATS)]
    assert 0.92 <= coverage(found, truth) <= 0.97


def test_that_a_conditional_mean_covers_when_the_number_that_qualify_is_random() -> None:
    rng = generator()
    clusters = Clusters(CLUSTER)
    found = []
    for _ in range(REPEATS):
        qualifies = correlated(rng, 0.5) > 0.5
        found.append(ratio(np.where(qualifies, 3.0 + correlated(rng, 0.5), 0.0), qualifies, clusters).estimate)
    assert 0.92 <= coverage(found, 3.0) <= 0.97


def test_that_the_error_of_a_paired_difference_of_medians_covers() -> None:
    rng = generator()
    clusters = Clusters(CLUSTER)
    found = []
    for _ in range(REPEATS):
        common = correlated(rng, 0.5)
        other = 0.8 * common + 0.6 * correlated(rng, 0.2) + 0.3
        found.append((quantile(other, 0.5, clusters) - quantile(common, 0.5, clusters)).estimate)
    assert 0.92 <= coverage(found, 0.3) <= 0.97


def test_that_common_random_numbers_make_the_error_of_a_difference_smaller() -> None:
    rng = generator()
    clusters = Clusters(CLUSTER)
    common = correlated(rng, 0.5)
    branch = mean(common + 0.1 * correlated(rng, 0.5), clusters)
    reference = mean(common, clusters)
    difference = (branch - reference).estimate
    apart = math.hypot(branch.estimate.mcse, reference.estimate.mcse)
    assert 0.0 < difference.mcse < apart / 5.0


def test_that_sixteen_scrambles_give_student_coverage() -> None:
    rng = generator()
    scramble = np.arange(800) % 16
    clusters = Clusters(scramble)
    inside = 0
    for _ in range(REPEATS):
        sample = rng.normal(size=16)[scramble] * 0.2 + rng.normal(size=800)
        found = mean(sample, clusters).estimate
        inside += abs(found.value) <= 2.131 * found.mcse
    assert 0.93 <= inside / REPEATS <= 0.97


def test_that_values_equal_numpy_and_null_members_are_left_out() -> None:
    values = np.array([4.0, math.nan, 1.0, 9.0, 2.0, 2.5])
    clusters = Clusters([7, 7, 8, 8, 9, 9])
    assert mean(values, clusters).estimate.value == pytest.approx(np.nanmean(values))
    assert mean(values, clusters).n == 5
    for level in (0.0, 0.1, 0.37, 0.5, 1.0):
        assert quantile(values, level, clusters).value == pytest.approx(np.nanquantile(values, level))


def test_that_one_cluster_has_no_error_and_nobody_has_no_value() -> None:
    one = mean([1.0, 2.0], Clusters([3, 3])).estimate
    assert one.value == 1.5 and math.isnan(one.mcse)
    nobody = mean([math.nan, math.nan], Clusters([0, 1])).estimate
    assert math.isnan(nobody.value) and nobody.n == 0
    assert quantile([math.nan, math.nan], 0.5, Clusters([0, 1])).n == 0


@pytest.mark.parametrize("level", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("spacing", [1.0, 4.0])
def test_that_the_error_of_a_quantile_of_whole_weeks_covers_where_the_sample_falls_between_two(
    level: float, spacing: float
) -> None:
    rng = generator()
    clusters = Clusters(CLUSTER)
    edge = float(np.quantile(np.random.default_rng(1).normal(size=200_000), level))
    samples = [np.ceil((correlated(rng, 0.4) - edge) * 2.0 - 0.05) * spacing for _ in range(400)]
    found = [quantile(sample, level, clusters).estimate for sample in samples]
    assert {e.value for e in found} >= {0.0, spacing}  # the sample decides which of two weeks it is
    assert np.mean([e.mcse == 0.0 for e in found]) < 0.1
    assert coverage(found, 0.0) >= 0.93


def test_that_the_error_of_a_tied_quantile_is_none_only_well_inside_the_mass_of_one_value() -> None:
    clusters = Clusters(np.repeat(np.arange(100), 10))
    rng = generator()

    def error(below: float) -> float:
        """Of the median of weeks 36, 37 and 38, the share `below` of them being 36."""
        weeks = np.where(rng.permutation(1000) < 1000 * below, 36.0, 37.0)
        weeks[np.flatnonzero(weeks == 37.0)[-100:]] = 38.0
        found = quantile(weeks, 0.5, clusters).estimate
        assert found.value in (36.0, 36.5, 37.0)
        return found.mcse

    assert error(0.3) == 0.0
    assert error(0.48) == pytest.approx(1.0 / ERRORS_TO_END)
    assert error(0.5) >= 0.5 / ERRORS_TO_END
    assert error(0.52) == pytest.approx(1.0 / ERRORS_TO_END)


def test_that_a_quantile_on_the_greatest_value_has_the_error_of_the_step_below_it() -> None:
    rng = generator()
    clusters = Clusters(np.arange(1000))
    counts = (rng.permutation(1000) >= 490).astype(float)  # 49% none, 51% one: the share at or below one has no error
    assert quantile(counts, 0.5, clusters).value == 1.0
    assert quantile(counts, 0.5, clusters).estimate.mcse == pytest.approx(1.0 / ERRORS_TO_END)
    assert quantile(np.full(1000, 7.0), 0.5, clusters).estimate.mcse == 0.0


def test_that_the_interval_of_few_clusters_is_wider() -> None:
    assert critical(16) == pytest.approx(2.1314, abs=1e-4)
    assert critical(100_000) == pytest.approx(1.96, abs=1e-3)
    assert math.isnan(critical(1))


@pytest.mark.parametrize(
    ("errors", "clusters", "is_clear"),
    [
        (2.05, 16, False),
        (2.2, 16, True),
        (2.05, 10_000, True),
        (1.9, 10_000, False),
        (-2.2, 16, True),
        (12.0, 2, False),
    ],
)
def test_that_few_clusters_need_more_errors(errors: float, clusters: int, is_clear: bool) -> None:
    assert clear(Estimate(errors * 0.3, 0.3, 100), clusters) is is_clear


def test_that_what_is_not_known_is_never_clear() -> None:
    assert not clear(Estimate(1.0, math.nan, 100), 1)
    assert not clear(Estimate(math.nan, math.nan, 0), 16)
    assert not clear(Estimate(0.0, 0.0, 100), 16)
