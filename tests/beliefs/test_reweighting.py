"""Weighted statistics are those of members that occur as often as their weight says."""

import numpy as np
import pytest

from forecast.analysis.comparison import branch_differences
from forecast.analysis.estimates import Clusters, Sorted, mean
from forecast.analysis.headlines import headlines
from forecast.beliefs.reweighting import reweight
from forecast.beliefs.weighted_band import WeightedBand
from forecast.beliefs.weighted_means import WeightedMean, WeightedMedian
from forecast.config.prior import Lognormal, Normal

PLAIN = Normal(mean=0.8, sd=0.5)


def headline(table, target):
    return next(h for h in headlines(table.members) if h.target == target)


def test_that_the_prior_itself_shifts_nothing(table, believe) -> None:
    (result,) = reweight(table, [believe(accept_threat=PLAIN)], ["no_aid", "surge_offer"], "muddle_through")
    assert len(result.differences) == 2 * len(headlines(table.members)) > 20
    for outcome in result.outcomes:
        assert outcome.value.shift.value == 0.0 and not outcome.is_clear
        if outcome.difference is not None:
            assert outcome.difference.numbers.shift.value == 0.0
            assert outcome.difference.old_band == outcome.difference.new_band
            assert outcome.difference.change in ("same", "tie")


def test_that_old_numbers_are_those_of_compare(table, believe) -> None:
    members = table.members
    (result,) = reweight(table, [believe(accept_threat=PLAIN)], ["no_aid"], "muddle_through")
    known = {row.headline.target: row for row in branch_differences(members, "muddle_through", ["no_aid"])}
    for outcome in result.of("no_aid"):
        row, gap = known[outcome.headline.target], outcome.difference
        assert gap is not None
        tolerance = 0.05 if outcome.headline.statistic == "median" else 1e-6
        assert outcome.value.old.value == pytest.approx(row.value.value, rel=1e-9, nan_ok=True)
        assert outcome.value.old.mcse == pytest.approx(row.value.mcse, rel=tolerance, nan_ok=True)
        assert gap.numbers.old[:2] == pytest.approx(row.paired.difference[:2], rel=tolerance, abs=1e-9, nan_ok=True)
        if outcome.headline.statistic == "probability" and "given" not in outcome.headline.target:
            assert [end.value for end in gap.old_band] == pytest.approx([e.value for e in row.draws], abs=2e-3)


def test_that_a_whole_weight_counts_a_draw_so_often(table) -> None:
    """Draws of weight 0 drop out, and draws of weight 3 stand three times in the same cluster."""
    values = headline(table, "net_km2_w52").values("muddle_through")
    times = np.random.default_rng(3).choice([0, 1, 3, 0], size=table.count)
    chosen = np.repeat(np.arange(values.size), times[table.index])
    clusters = Clusters(table.cluster[table.index][chosen])
    expected, found = mean(values[chosen], clusters), WeightedMean(values, table).linear(times.astype(float))
    assert found.value == pytest.approx(expected.value)
    assert found.pull == pytest.approx(expected.pull)
    median, weighted = Sorted(values[chosen], clusters).quantile(0.5), WeightedMedian(values, table)
    scaled = times / times.mean()
    assert weighted.linear(scaled).value == pytest.approx(median.value, rel=2e-3)
    assert weighted.linear(scaled).estimate.mcse == pytest.approx(
        median.estimate.mcse, rel=0.2
    )  # ties make the other wider


def test_that_equal_weights_give_the_plain_median(table) -> None:
    values = headline(table, "net_km2_w52").values("no_aid")
    found = WeightedMedian(values, table).linear(np.ones(table.count)).estimate
    expected = Sorted(values, table.members.clusters).quantile(0.5).estimate
    assert found.value == pytest.approx(expected.value) and found.n == expected.n
    assert found.mcse == pytest.approx(expected.mcse, rel=0.02)


def test_that_weights_without_size_do_not_matter(table) -> None:
    """A common factor of all weights cancels, also in the band."""
    values = headline(table, "ceasefire_by_w104").values("no_aid")
    weights = np.random.default_rng(8).exponential(size=table.count)
    one, ten = (WeightedMean(values, table).linear(factor * weights).estimate for factor in (1.0, 10.0))
    assert one == pytest.approx(ten)
    base = headline(table, "ceasefire_by_w104").values("muddle_through")
    band = WeightedBand(values - base, table)
    first, second = (np.ravel(band.band(factor * weights)) for factor in (1.0, 10.0))
    assert first == pytest.approx(second)


def test_that_a_belief_moves_what_its_input_moves(table, believe) -> None:
    """A higher pull of the threat brings a ceasefire in the offer, and in the reference it changes chance only."""
    belief = believe(accept_threat=Normal(mean=1.3, sd=0.4))
    (result,) = reweight(table, [belief], ["surge_offer"], "muddle_through")
    found = {(o.branch, o.headline.target): o for o in result.outcomes}
    offer, reference = found["surge_offer", "ceasefire_by_w104"], found["muddle_through", "ceasefire_by_w104"]
    assert offer.difference is not None and offer.difference.is_clear
    assert offer.difference.numbers.shift.value > 0.03
    assert abs(reference.value.shift.value) < 3.0 * reference.value.shift.mcse
    assert offer.difference.numbers.shift.mcse < offer.value.new.mcse


def test_that_the_error_of_a_shift_covers_it(table, believe) -> None:
    """The truth of the made-up run is known: the mean of the input itself under the belief."""
    from forecast.beliefs.weights import draw_weights

    belief = believe(agreement_hazard=Lognormal(median=0.3, sdlog=0.5))
    values = table.members.drawn("agreement_hazard").astype(np.float64)
    estimate = WeightedMean(values, table).linear(draw_weights(table, belief).draw).estimate
    truth = 0.3 * np.exp(0.125)
    assert abs(estimate.value - truth) < 3.0 * estimate.mcse < 0.1


def test_that_members_that_never_differ_are_a_tie(table, believe) -> None:
    band = WeightedBand(np.zeros(table.members.count), table).band(np.ones(table.count))
    assert [number.value for number in band] == [0.0, 0.0, 0.5]
    (result,) = reweight(table, [believe(accept_threat=PLAIN)], ["surge_bluff"], "surge_bluff")
    assert result.differences == ()
