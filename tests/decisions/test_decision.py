"""The decision view of a made-up run: its numbers are those of the members, its words say ties as ties."""

import json
from pathlib import Path

import numpy as np
import pytest

from forecast.analysis.members import Members
from forecast.analysis.utilities import utilities
from forecast.config.actors import read_actors
from forecast.decisions import Decision, decide, read_values
from forecast.decisions.actors import ALL_TERMS, SHIPPED
from forecast.store.reader import Run
from forecast.text.decision_text import best_sentence, decision_text
from forecast.text.plain_decision import plain_decision

CONFIGS = Path(__file__).parents[2] / "configs"


@pytest.fixture(scope="module")
def found(run: Run) -> Decision:
    return decide(run)


def test_that_the_file_to_copy_is_the_shipped_one() -> None:
    copy = CONFIGS / "values" / "actors.yaml"
    assert copy.read_bytes() == SHIPPED.read_bytes()
    assert read_values(copy).actors == read_values().actors
    assert [actor.name for actor in read_values().actors if not actor.decides] == ["Moscow"]


def test_that_every_shipped_weight_has_a_reason_and_adds_up() -> None:
    for actor in read_values().actors:
        assert sum(actor.points.values()) == pytest.approx(100.0)
        assert set(actor.reasons) == set(actor.values.weights) <= set(ALL_TERMS)
        assert all(actor.reasons.values()) and all(floor.reason for floor in actor.floors)


def test_that_expected_utility_is_that_of_the_value_sets(found: Decision, run: Run) -> None:
    """An actor with the terms of a set has the utility of `summary --values`, with the same error."""
    members = Members(run)
    for one in found.actors:
        if set(one.actor.values.weights) <= {
            "sovereignty",
            "durable_peace",
            "losses_defender",
            "complete_defeat",
            "collapse",
        }:
            (old,) = utilities(members, (one.actor.values,)).rankings
            for branch, worth in old.worth.items():
                assert one.ranking.values[branch].utility == pytest.approx(worth.utility)
            assert old.order == one.ranking.order
            break
    else:
        pytest.fail("no actor has the terms of the sets only")


def test_that_gains_are_paired_differences_from_the_reference(found: Decision) -> None:
    assert found.reference == "muddle_through" and found.branches[0] == found.reference
    for one in found.actors:
        values = one.ranking.values
        for branch in found.branches[1:]:
            gain = one.ranking.gaps[branch, found.reference].difference.value
            assert gain == pytest.approx(values[branch].utility.value - values[found.reference].utility.value)
        assert sum(worth.best.value for worth in values.values()) == pytest.approx(1.0)


def test_that_pairs_of_a_group_are_tied_and_each_later_branch_is_behind_one(found: Decision) -> None:
    for one in found.actors:
        gaps, groups = one.ranking.gaps, one.ranking.groups
        assert sorted(branch for group in groups for branch in group) == sorted(found.branches)
        for number, group in enumerate(groups):
            assert all(not gaps[a, b].is_clear for a in group for b in group if a != b)
            for branch in group if number else ():
                assert any(gaps[a, branch].is_clear for a in groups[number - 1])


def test_that_the_course_of_the_offer_is_that_of_the_columns(found: Decision, run: Run) -> None:
    fate = next(fate for fate in found.fates if fate.branch == "surge_offer")
    weeks = np.asarray(run.column("surge_offer", "ceasefire_week"), dtype=float)
    assert fate.by_year["ceasefire"][5].value == pytest.approx((weeks <= 260).mean())
    assert set(fate.by_year["refused"]) == {1, 2, 5} and set(fate.lasting) == {1, 2, 5, 10}
    aid = float(run.column("surge_offer", "aid_us_eur_bn").astype(float).mean())
    assert fate.cost["aid_us_eur_bn"].value == pytest.approx(aid)
    assert fate.has_offer and not fate.has_package
    assert found.frontier is None  # one package only


def test_that_weights_of_the_draws_reach_every_part(run: Run, found: Decision) -> None:
    weights = np.random.default_rng(4).exponential(size=found.draws)
    other = decide(run, weights=weights)
    assert other.actors[0].ranking.effective_draws < 0.7 * found.draws
    before, after = found.fates[0].by_year["ceasefire"][2], other.fates[0].by_year["ceasefire"][2]
    weeks = np.asarray(run.column(found.reference, "ceasefire_week"), dtype=float)
    importance = weights[np.arange(weeks.size) // run.manifest.replicates]
    assert after.value == pytest.approx(np.average(weeks <= 104, weights=importance)) and after.mcse > before.mcse
    assert "effective draws" in decision_text(other)


def test_that_the_text_says_ties_and_puts_the_other_side_apart(found: Decision) -> None:
    text = decision_text(found, 200)
    assert "The other side, Moscow:" in text and "Moscow (the other side):" in text
    assert text.index("Moscow (the other side)") > text.index("European capitals: a safe")
    for one in found.actors:
        sentence = best_sentence(one)
        assert ("is tied with" in sentence) == (len(one.ranking.best) > 1)
        assert sentence.startswith(one.ranking.order[0])
    assert "judgments (C)" in text and "Who gains: utility minus that of muddle_through" in text
    assert "By the end of year" in text


def test_that_the_data_are_strict_json(found: Decision) -> None:
    plain = json.loads(json.dumps(plain_decision(found), allow_nan=False))
    kyiv = plain["actors"]["kyiv"]
    assert kyiv["tied"][0] == kyiv["best"] and kyiv["weights"]["sovereignty"]["reason"]
    assert plain["actors"]["moscow"]["decides"] is False and plain["values"]["grade"] == "C"
    assert kyiv["branches"]["muddle_through"]["gain"] is None


HOSTILE = {
    "unknown term": (
        "weights: {sovereinty: {weight: 1, reason: r}}",
        "unknown term 'sovereinty'; did you mean 'sovereignty'?",
    ),
    "zero weight": ("weights: {sovereignty: {weight: 0, reason: r}}", "weight"),
    "negative weight": ("weights: {sovereignty: {weight: -2, reason: r}}", "weight"),
    "text as a weight": ("weights: {sovereignty: {weight: much, reason: r}}", "expected a number"),
    "no reason": ("weights: {sovereignty: {weight: 2}}", "reason"),
    "empty term": ("weights: {sovereignty: }", "sovereignty is empty"),
    "no weights": ("weights: {}", "weights"),
    "unknown key": ("weigths: {sovereignty: {weight: 1, reason: r}}", "did you mean 'weights'?"),
    "floor without an end": (
        "weights: {cost: {weight: 1, reason: r}}\n    floors: {cost: {reason: r}}",
        "needs at_least or at_most",
    ),
    "floor upside down": (
        "weights: {cost: {weight: 1, reason: r}}\n    floors: {cost: {at_least: 3, at_most: 2, reason: r}}",
        "at_least <= at_most",
    ),
    "duplicate actor": (
        "weights: {cost: {weight: 1, reason: r}}\n  one: {name: B, about: b, weights: {cost: {weight: 1, reason: r}}}",
        "one",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_that_a_bad_file_is_refused_at_its_place(case: str, tmp_path: Path) -> None:
    from forecast.errors import ConfigError

    text, expected = HOSTILE[case]
    path = tmp_path / "mine.yaml"
    path.write_text(f"title: mine\nactors:\n  one:\n    name: A\n    about: a\n    {text}\n")
    with pytest.raises(ConfigError) as refused:
        read_values(path)
    (first, *_) = refused.value.problems
    assert expected in str(refused.value), str(refused.value)
    assert first.where.startswith(f"{path}:") and first.where.count(":") == 2


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "- a\n- b\n", "title: x\n", "title: x\nactors: 3\n", "{{{", "\x00"]
)
def test_that_a_file_without_actors_is_refused(text: str, tmp_path: Path) -> None:
    from forecast.errors import ConfigError

    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError):
        read_actors(path, ALL_TERMS)
    with pytest.raises(ConfigError):
        read_actors(tmp_path / "none.yaml", ALL_TERMS)
