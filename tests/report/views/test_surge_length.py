"""The view of the length of the surge: the groups are those of a direct computation, and a tie is called one."""

import numpy as np
import pytest

from forecast.analysis.draw_groups import equal_groups
from forecast.report.figures import surge_length as figure
from forecast.report.peace_lead import peace_lead
from forecast.report.surge_lines import surge_lines
from forecast.report.views import surge_length
from forecast.store.reader import Run


def test_that_groups_hold_the_differences_of_their_draws(run: Run, changed, with_surge) -> None:  # type: ignore[no-untyped-def]
    material = changed(branches=with_surge)
    lines = surge_lines(material)
    assert [line.branch for line in lines] == ["muddle_through", "surge_bluff"]
    drawn = run.draw_column("accept_threat").astype(float)
    for line in lines:
        gap = run.column("surge_offer", "durable_5y").astype(float) - run.column(line.branch, "durable_5y")
        assert sum(group.draws for group in line.groups) == run.manifest.draws
        for group in line.groups:
            inside = (drawn >= group.low) & (drawn <= group.high)
            assert group.difference.value == pytest.approx(gap[inside].mean(), abs=1e-12)
            assert group.draws == pytest.approx(run.manifest.draws / 5, abs=1)
            draws = np.arange(gap.size)[inside] // run.manifest.replicates
            sums = np.bincount(draws, weights=gap[inside] - gap[inside].mean())
            count = run.manifest.draws
            assert group.difference.mcse == pytest.approx(
                np.sqrt(count / (count - 1) * np.sum(sums**2)) / inside.sum(), rel=1e-9
            )


def test_that_the_answer_is_that_of_the_comparisons(changed, with_surge) -> None:  # type: ignore[no-untyped-def]
    view = surge_length.view(changed(branches=with_surge))
    assert view is not None and view.folded is not None
    assert len(view.claims) == 3 and len(view.folded.rows) == 5
    assert "“Muddle through”" in view.claims[1] and "“Surge bluff”" in view.claims[2]
    ties, grows = (["a tie" in claim for claim in view.claims[1:]], ["grows" in claim for claim in view.claims[1:]])
    expected = "all comparisons are ties" if all(ties) else "A longer surge helps" if all(grows) else "not clear"
    assert expected in view.claims[0]


def test_that_planted_effects_are_told_and_chance_is_a_tie(changed, with_surge, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    material = changed(branches=with_surge)
    drawn = material.members.drawn("accept_threat").astype(float)
    noise = np.random.default_rng(4).random(drawn.size)
    lead = peace_lead(material)
    for chance, answer, verdict in (
        (np.full(drawn.size, 0.2), "all comparisons are ties", "a tie, "),
        (np.where(drawn > np.median(drawn), 0.4, 0.1), "A longer surge helps", "grows with the length"),
        (np.where(drawn > np.median(drawn), 0.1, 0.4), "A longer surge makes it worse", "falls with the length"),
    ):
        planted = lead._replace(gap=(noise < chance).astype(float))
        monkeypatch.setattr("forecast.report.surge_lines.peace_lead", lambda _, other, found=planted: found)
        view = surge_length.view(material)
        assert view is not None and answer in view.claims[0]
        assert all(verdict in claim for claim in view.claims[1:])


def test_that_there_is_no_view_without_a_drawn_length(run: Run, changed, with_surge) -> None:  # type: ignore[no-untyped-def]
    assert surge_length.view(changed()) is None and figure.panel(changed()) is None
    offer = with_surge["surge_offer"].offer
    fixed = offer.if_refused.surge.model_copy(update={"duration": 30.0})
    same = offer.model_copy(update={"if_refused": offer.if_refused.model_copy(update={"surge": fixed})})
    branches = {**with_surge, "surge_offer": with_surge["surge_offer"].model_copy(update={"offer": same})}
    assert surge_length.view(changed(branches=branches)) is None


def test_that_equal_values_stay_in_one_group(run: Run, changed, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    members = changed().members
    values = np.array([26.0, 39.0, 52.0])[members.draw % 3]
    monkeypatch.setattr(members, "drawn", lambda name: values)
    groups = equal_groups(members, "any", np.ones(members.count), 5)
    assert [(group.low, group.high) for group in groups] == [(26.0, 26.0), (39.0, 39.0), (52.0, 52.0)]
    assert all(group.difference.value == 1.0 for group in groups)
