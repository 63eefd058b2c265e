"""The view of what flips the answer: a planted world is found and its numbers are right; noise has none."""

import numpy as np
import pytest

from forecast.analysis.turning_worlds import turning_worlds
from forecast.report.material import Material
from forecast.report.views import flips


def planted(members, share: float, turned: float, name: str, seed: int = 3):  # type: ignore[no-untyped-def]
    """Differences with one chance of a gain in most draws and another where the input is in its highest third."""
    drawn = members.drawn(name).astype(float)
    high = drawn > np.quantile(drawn, 2 / 3)
    rng = np.random.default_rng(seed)
    chance = np.where(high, turned, share)
    return np.sign(chance) * (rng.random(members.count) < np.abs(chance)), high


def test_that_a_planted_world_is_found_with_its_numbers(changed) -> None:  # type: ignore[no-untyped-def]
    material = changed()
    members, priors = material.members, material.search.priors
    gap, high = planted(members, 0.2, -0.1, "accept_threat")
    turning = turning_worlds(members, priors, gap)
    assert turning.whole.value == pytest.approx(gap.mean())
    first = turning.worlds[0]
    (limit,) = first.limits
    assert limit.prior.name == "accept_threat" and limit.above
    assert first.inside.value == pytest.approx(gap[high].mean(), abs=1e-3)
    assert first.outside.value == pytest.approx(gap[~high].mean(), abs=1e-3)
    assert first.share == pytest.approx(1 / 3, abs=0.01)
    assert len(turning.worlds) == 1


def test_that_the_same_lead_everywhere_has_no_world(changed) -> None:  # type: ignore[no-untyped-def]
    material = changed()
    gap, _ = planted(material.members, 0.2, 0.2, "accept_threat")
    assert not turning_worlds(material.members, material.search.priors, gap).worlds


def test_that_a_lead_in_some_worlds_only_is_found_without_one_over_all(changed) -> None:  # type: ignore[no-untyped-def]
    material = changed()
    gap, _ = planted(material.members, -0.05, 0.11, "hazard_1_5y")
    turning = turning_worlds(material.members, material.search.priors, gap)
    assert abs(turning.whole.value) < 0.01
    assert ("hazard_1_5y", True) in [(world.limits[0].prior.name, world.limits[0].above) for world in turning.worlds]


def test_that_two_inputs_together_are_found(synthetic, tmp_path) -> None:  # type: ignore[no-untyped-def]
    material = Material.of(synthetic.write_run(tmp_path / "run", draws=1800, replicates=1, short=0))
    members = material.members
    drawn = [members.drawn(name).astype(float) for name in ("accept_threat", "hazard_1_5y")]
    both = np.logical_and(*(values > np.quantile(values, 2 / 3) for values in drawn))
    noise = np.random.default_rng(1).random(both.size)
    gap = np.where(both, -1.0 * (noise < 0.3), noise < 0.3)
    (world,) = turning_worlds(members, material.search.priors, gap).worlds
    assert {(limit.prior.name, limit.above) for limit in world.limits} == {
        ("accept_threat", True),
        ("hazard_1_5y", True),
    }
    assert world.inside.value == pytest.approx(gap[both].mean(), abs=0.01)
    assert world.share == pytest.approx(both.mean(), abs=0.001)


def test_the_sentences(changed, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    material = changed()
    view = flips.view(material)
    assert view is not None and 2 <= len(view.claims) <= 5
    assert view.claims[0].startswith("Over all draws “Surge offer”")
    gap, _ = planted(material.members, 0.2, -0.1, "accept_threat")
    lead = flips.peace_lead(material)
    monkeypatch.setattr(flips, "peace_lead", lambda _: lead._replace(gap=gap))
    view = flips.view(material)
    assert view is not None and view.folded is not None
    assert view.claims[0].startswith("Over all draws “Surge offer” leads “Muddle through”")
    assert "“about accept_threat” (C) is above" in view.claims[1] and "In the 33% of draws" in view.claims[1]
    assert "the lead turns round: -" in view.claims[1] and "instead of +" in view.claims[1]
    gap, _ = planted(material.members, 0.2, 0.2, "accept_threat")
    monkeypatch.setattr(flips, "peace_lead", lambda _: lead._replace(gap=gap))
    view = flips.view(material)
    assert view is not None and view.folded is None
    assert view.claims[1].startswith("Nothing that was searched flips this: no third of any of the 6 inputs;")


def test_that_there_is_no_view_without_a_second_branch_or_in_a_short_run(synthetic, tmp_path) -> None:  # type: ignore[no-untyped-def]
    short = synthetic.write_run(tmp_path / "run", draws=20, replicates=2, horizon=60, short=0)
    assert flips.view(Material.of(short)) is None


def test_that_a_run_with_few_draws_says_that_nothing_was_searched(synthetic, tmp_path) -> None:  # type: ignore[no-untyped-def]
    few = synthetic.write_run(tmp_path / "run", draws=40, replicates=5, short=0)
    view = flips.view(Material.of(few))
    assert view is not None
    assert view.claims[1] == "What would flip it cannot be searched in this run: it has 40 draws, too few."
