"""The ladder from a bare freeze to the offer: what each rung adds first, last, and on average over all orders."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import factorial

import numpy as np

from forecast.config import Experiment
from studies.argument import composed
from studies.argument.gaps import Gap, gap, gap_of, level_text
from studies.argument.measures import Measure
from studies.argument.page import Page, provenance
from studies.argument.simulation import Table, designed, simulate
from studies.markdown import TitledTable

MEMBERS = 2_000
WANTED = ("agreement", "ceasefire", "durable_5y", "durable_10y", "quiet_5y", "quiet_10y", "lasts_5y", "cost")
NEEDS = {"surge": "ultimatum"}
"""Rung -> rung without which it is nothing: there is no refusal to answer without an ultimatum."""

Subset = frozenset[str]


def study(config: str, members: int | None, threads: int, overrides: Sequence[str] = ()) -> Page:
    """Run every combination of rungs and write the page.

    Parameters
    ----------
    config : str
        Experiment whose branches are the ladder: the reference is the lowest rung, each further one has one thing more.
    members : int or None
        Members of each branch.
    threads : int
        Number of threads.
    overrides : sequence of str
        `PATH=VALUE` texts.
    """
    exp, rungs, names = combined(config, overrides)
    table = simulate(designed(exp, members or MEMBERS), WANTED, threads)
    effective = {subset: names[effective_rungs(subset)] for subset in subsets(rungs)}
    tables = [_by_rung(table, effective, rungs, measure) for measure in table.measures.values()]
    return Page(
        "ladder",
        "The ladder, rung by rung",
        (
            f"{provenance(table.exp)} There is one branch for each of the {len(set(effective.values()))} "
            f"combinations of the rungs {', '.join(f'`{rung}`' for rung in rungs)} on top of a bare freeze.",
            "*Added first*: the rung alone on top of the bare freeze. *Added last*: the whole ladder less the ladder "
            "without the rung (and without what needs it). *Shapley*: mean over all orders in which the rungs may be "
            "put on, which shares out the effect of the whole ladder without rest. A surge answers a refusal, so it is "
            "nothing before there is an ultimatum; the rung `ultimatum` alone is a threat that is never carried out.",
            "The bare freeze of this page has no pledges at all. The bare freeze of all other pages has the "
            "bilateral pledges of 2024; it stays on the table beside every rung. A rung changes the terms of the "
            "other deal and puts no further deal on the table. So a term that Moscow dislikes lowers agreement when "
            "it is put on first (`bilateral`, `troops`, `path`): the deal without pledges is then gone. Put on later "
            "it changes little, because Moscow mostly prefers the bare freeze with pledges.",
        ),
        (_climbed(table, effective, rungs), *tables),
    )


def combined(config: str, overrides: Sequence[str] = ()) -> tuple[Experiment, tuple[str, ...], dict[Subset, str]]:
    """Return an experiment with a branch for each combination of rungs, the rungs, and the name of each branch."""
    written = composed.written_branches(config, overrides)
    (lowest, bottom), *rest = written.items()
    patches, below = {}, bottom
    for name, branch in rest:
        patches[name] = composed.step(below, branch)
        below = branch
    rungs = tuple(patches)
    names, branches = {}, {}
    for subset in subsets(rungs):
        if effective_rungs(subset) == subset:
            names[subset] = _name(subset, rungs)
            branch = dict(bottom)
            for rung in rungs:
                branch = composed.patched(branch, patches[rung]) if rung in subset else branch
            branches[names[subset]] = {
                **branch,
                "about": " + ".join(rung for rung in rungs if rung in subset) or lowest,
            }
    exp = composed.with_branches(config, branches, names[frozenset()], overrides)
    return exp, rungs, names


def subsets(rungs: Sequence[str]) -> Iterator[Subset]:
    """Yield all combinations of rungs, the small ones first."""
    for size in range(len(rungs) + 1):
        yield from map(frozenset, combinations(rungs, size))


def effective_rungs(subset: Subset) -> Subset:
    """Leave out the rungs that are nothing without one that is missing."""
    return frozenset(rung for rung in subset if NEEDS.get(rung, rung) in subset)


def shapley_weight(size: int, rungs: int) -> float:
    """Share of the orders in which exactly these `size` other rungs stand below one of `rungs` rungs."""
    return factorial(size) * factorial(rungs - size - 1) / factorial(rungs)


def _name(subset: Subset, rungs: Sequence[str]) -> str:
    return "r" + "".join(str(int(rung in subset)) for rung in rungs)


def shapley(table: Table, effective: Mapping[Subset, str], rungs: Sequence[str], rung: str, measure: Measure) -> Gap:
    """Return the mean effect of a rung over all orders, member by member.

    Parameters
    ----------
    table : Table
        Outcomes of all combinations.
    effective : mapping
        Branch of each combination.
    rungs : sequence of str
        All rungs.
    rung : str
        The one that is added.
    measure : Measure
        The outcome.
    """
    others = [other for other in rungs if other != rung]
    total = np.zeros(table.draw.size)
    for subset in subsets(others):
        weight = shapley_weight(len(subset), len(rungs))
        upper, lower = effective[subset | {rung}], effective[subset]
        if upper != lower:
            total += weight * (table.of(upper, measure).astype(np.float64) - table.of(lower, measure))
    return gap_of(table, total, np.zeros(table.draw.size), measure.scale)


def _without(rung: str, rungs: Sequence[str]) -> Subset:
    return frozenset(other for other in rungs if other != rung and NEEDS.get(other) != rung)


def _by_rung(table: Table, effective: Mapping[Subset, str], rungs: Sequence[str], measure: Measure) -> TitledTable:
    bottom, top = effective[frozenset()], effective[frozenset(rungs)]
    conditional = bool(np.isnan(table.of(bottom, measure)).any())
    rows = []
    for rung in rungs:
        first = gap(table, effective[frozenset({rung})], bottom, measure)
        last = gap(table, top, effective[_without(rung, rungs)], measure)
        mean = "" if conditional else shapley(table, effective, rungs, rung, measure).text
        rows.append((f"`{rung}`", first.text, last.text, mean))
    whole = gap(table, top, bottom, measure).text
    rows.append(("all rungs", whole, whole, "" if conditional else whole))
    note = "No Shapley mean: the members with a ceasefire differ between combinations" if conditional else ""
    title = measure.label[:1].upper() + measure.label[1:]
    return TitledTable(title, ("rung", "added first", "added last", "Shapley"), rows, note)


def _climbed(table: Table, effective: Mapping[Subset, str], rungs: Sequence[str]) -> TitledTable:
    """Levels when the rungs are put on one after the other."""
    measures = list(table.measures.values())
    rows = []
    for count in range(len(rungs) + 1):
        branch = effective[frozenset(rungs[:count])]
        label = f"+ `{rungs[count - 1]}`" if count else "bare freeze"
        rows.append((label, *(level_text(table, branch, measure) for measure in measures)))
    return TitledTable("Climbed in order", ("up to", *(measure.label for measure in measures)), rows)
