"""The decision view as data for JSON: unrounded numbers, None for NaN."""

from collections.abc import Mapping
from typing import Any

from forecast.analysis.estimates import Estimate
from forecast.decisions.decision import ActorDecision, Decision
from forecast.decisions.floors import FloorShares
from forecast.decisions.offer_fate import OfferFate
from forecast.decisions.package_frontier import PackagePoint
from forecast.decisions.ties import Gap
from forecast.display.digits import plain_estimate
from forecast.text.decision_text import notes, short_answers


def plain_decision(result: Decision) -> dict[str, Any]:
    """Turn the decision view into data for JSON."""
    frontier = result.frontier
    return {
        "experiment": result.experiment,
        "reference": result.reference,
        "branches": list(result.branches),
        "members": result.members,
        "draws": result.draws,
        "clusters": result.clusters,
        "grade": result.evidence.grade,
        "values": {"title": result.values.title, "file": result.values.path, "grade": "C"},
        "words": short_answers(result),
        "notes": notes(result),
        "terms": {name: measure._asdict() for name, measure in result.measures.items()},
        "left_out": [actor.key for actor in result.left_out],
        "actors": {one.actor.key: _actor(one, result.reference) for one in result.actors},
        "offer": {fate.branch: _fate(fate) for fate in result.fates},
        "frontier": None
        if frontier is None
        else {"years": frontier.years, "packages": {p.branch: _point(p) for p in frontier.points}},
    }


def _actor(decision: ActorDecision, reference: str) -> dict[str, Any]:
    actor, ranking = decision.actor, decision.ranking
    first = ranking.order[0]
    return {
        "name": actor.name,
        "about": actor.values.about,
        "decides": actor.decides,
        "weights": {
            term: {"weight": weight, "points": actor.points[term], "reason": actor.reasons[term]}
            for term, weight in actor.values.weights.items()
        },
        "missing": list(decision.missing),
        "order": list(ranking.order),
        "tied": [list(group) for group in ranking.groups],
        "best": list(ranking.best),
        "least_regret": list(ranking.least_regret),
        "best_worst_tenth": list(ranking.best_worst),
        "effective_draws": ranking.effective_draws,
        "noise_removed": ranking.noise_removed,
        "branches": {
            branch: {
                "utility": plain_estimate(worth.utility),
                "behind": None if branch == first else _gap(ranking.gaps[branch, first]),
                "gain": None if branch == reference else _gap(ranking.gaps[branch, reference]),
                "best_in_draws": plain_estimate(worth.best),
                "regret": plain_estimate(worth.regret),
                "regret_q90": plain_estimate(worth.regret_high),
                "worst_tenth": plain_estimate(worth.worst),
            }
            for branch, worth in ((b, ranking.values[b]) for b in ranking.order)
        },
        "turning": {
            "first": first,
            "rival": decision.rival,
            "weights": {
                one.term: {"stated": one.stated, "turns": plain_estimate(one.turns)} for one in decision.turning
            },
        },
        "floors": None if decision.floors is None else _floors(decision.floors),
    }


def _gap(lead: Gap) -> dict[str, Any]:
    ends = {"low": plain_estimate(lead.low), "high": plain_estimate(lead.high)}
    return {**plain_estimate(lead.difference), **ends, "tied": list(lead.ties)}


def _floors(floors: FloorShares) -> dict[str, Any]:
    return {
        "floors": [floor._asdict() for floor in floors.floors],
        "missing": [floor._asdict() for floor in floors.missing],
        "together": _by_name(floors.together),
        "alone": {
            branch: {floor.term: plain_estimate(x) for floor, x in zip(floors.floors, shares, strict=True)}
            for branch, shares in floors.alone.items()
        },
        "best": list(floors.best),
    }


def _fate(fate: OfferFate) -> dict[str, Any]:
    return {
        "has_offer": fate.has_offer,
        "has_package": fate.has_package,
        "by_year": {event: _by_name(years) for event, years in fate.by_year.items()},
        "not_signed": None if fate.not_signed is None else plain_estimate(fate.not_signed),
        "lasting": _by_name(fate.lasting),
        "lasts": None if fate.lasts is None else plain_estimate(fate.lasts),
        "cost": _by_name(fate.cost),
    }


def _point(point: PackagePoint) -> dict[str, Any]:
    numbers = {name: plain_estimate(getattr(point, name)) for name in ("package", "ceasefire", "lasts", "durable")}
    return {**numbers, "status": point.status, "ahead": {axis: list(names) for axis, names in point.ahead.items()}}


def _by_name(estimates: Mapping[Any, Estimate]) -> dict[str, Any]:
    return {str(name): plain_estimate(estimate) for name, estimate in estimates.items()}
