"""The view of the actors: the ranking is that of `forecast decide`, and another war has no such view."""

from forecast.decisions.decision import decide
from forecast.display.numbers import percent
from forecast.report.views import actors
from forecast.store.reader import Run


def test_that_the_table_has_the_ranking_of_the_decision_view(run: Run, changed) -> None:  # type: ignore[no-untyped-def]
    view = actors.view(changed())
    assert view is not None and view.table is not None and view.folded is not None
    judged = decide(run).actors
    assert len(view.table.rows) == len(judged) <= 8
    assert len(view.folded.rows) == 5
    for row, claim, one in zip(view.table.rows, view.claims, judged, strict=False):
        first = one.ranking.order[0]
        best = f"{first.replace('_', ' ').capitalize()} ({percent(one.ranking.values[first].best)})"
        assert row[0].startswith(one.actor.name) and row[1] == best
        tied = [branch for branch in one.ranking.order[1:] if branch in one.ranking.best]
        assert (row[2] == "none") == (not tied)
        assert ("tied" in claim) == bool(tied)


def test_that_a_tie_is_counted_and_not_more_than_three_are_named(changed, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    material = changed()
    ranking = actors.rankings(material.members, actors.read_values().actors)["kyiv"]
    from dataclasses import replace

    everything = replace(ranking, groups=(ranking.order,))
    monkeypatch.setattr(actors, "rankings", lambda members, which: {"kyiv": everything})
    view = actors.view(material)
    assert view is not None and view.table is not None
    assert view.claims == ("Kyiv: nothing is best. All 5 policies are tied.",)
    assert view.table.rows[0][2].endswith("; and 1 more")


def test_that_the_shipped_values_are_of_one_war(run: Run, changed) -> None:  # type: ignore[no-untyped-def]
    from forecast.report.material import Material

    other = Run(run.path, run.manifest.model_copy(update={"sides": ("ir", "iq")}))
    other.__dict__["experiment"] = run.experiment
    assert actors.view(Material.of(other)) is None
