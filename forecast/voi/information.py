"""The value of information of a run: what it would be worth to know inputs before choosing a branch.

The decision is to choose one branch with the highest expected utility. Knowing inputs can change the choice. Its worth
is the expected utility of the choice with knowledge minus that of the best single branch without (EVPPI; EVPI if all
inputs are known). Chance within a draw cannot be known, so it is never counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from forecast.analysis.draw_means import DrawTable
from forecast.analysis.estimates import Estimate, Floats
from forecast.analysis.members import Members
from forecast.analysis.utilities import member_utilities
from forecast.analysis.utility_sets import SETS, UtilitySet
from forecast.decisions.decision import measures
from forecast.errors import ResultError
from forecast.experiment.input_groups import THEMES
from forecast.voi.draws import Draws
from forecast.voi.perfect import PerfectInformation, Utility, perfect_information
from forecast.voi.policies import Policy, Selector

Kind = Literal["all", "theme", "group", "input"]
MOST_DRAWS = 20_000
"""Draws that are used of a longer run. The errors are those of these draws."""


class Knowledge(NamedTuple):
    """A set of inputs that could be known together. inputs: their columns. parts: sets inside it."""

    kind: Kind
    name: str
    label: str
    inputs: tuple[int, ...]
    judgments: int
    parts: tuple["Knowledge", ...] = ()


class Worth(NamedTuple):
    """What knowing a set of inputs is worth under a utility, in points, and the share of futures it changes.

    gain: float64[n], gain of each draw; empty for a single input.
    """

    utility: str
    known: Knowledge
    value: Estimate
    change: Estimate
    gain: Floats


@dataclass(frozen=True)
class Information:
    """The value of information of a run. rows: every set of inputs under every utility, in the order of the groups.

    best: the best single branch under each utility, and its mean over the draws. left_out: sets of values that the run
    cannot judge. draws: number of draws used, of `all_draws`. draws_used: the draws, for errors of differences.
    """

    rows: tuple[Worth, ...]
    perfect: dict[str, PerfectInformation]
    best: dict[str, tuple[str, Estimate]]
    branches: tuple[str, ...]
    left_out: tuple[str, ...]
    draws_used: Draws
    all_draws: int

    def of(self, utility: str, kind: Kind) -> list[Worth]:
        """The rows of one kind under a utility, the most valuable first."""
        found = [row for row in self.rows if row.utility == utility and row.known.kind == kind]
        return sorted(found, key=lambda row: -row.value.value)


def value_of_information(
    members: Members, sets: Sequence[UtilitySet] = SETS, branches: Sequence[str] | None = None
) -> Information:
    """Estimate the value of knowing every input, every group and theme of inputs, and all inputs.

    Parameters
    ----------
    members : Members
        The run.
    sets : sequence of UtilitySet
        The utilities to decide by.
    branches : sequence of str, optional
        The branches to choose from; by default all of the run.

    Raises
    ------
    ResultError
        If the run has too few draws, fewer than two branches to choose from, or nothing that a set of values judges.
    """
    path, manifest = str(members.run.path), members.manifest
    chosen = tuple(branches or manifest.branches)
    if len(chosen) < 2:
        raise ResultError.of(path, "has one branch to choose from; the value of information needs two or more")
    found_measures = measures(members)
    judged = [s for s in sets if s.heaviest in found_measures]
    if not judged:
        raise ResultError.of(path, "no set of values can be judged: the run lacks the columns of their heaviest terms")
    table = DrawTable(members)
    used = min(table.count, MOST_DRAWS)
    kept = table.index < used
    rows = [manifest.branches.index(name) for name in chosen]
    values = [member_utilities(members, each, found_measures)[rows][:, kept] for each in judged]
    index = table.index[kept]
    size = np.bincount(index, minlength=used)
    means = np.stack([[np.bincount(index, weights=row, minlength=used) / size for row in each] for each in values])
    names = [prior.name for prior in table.priors]
    _, cluster = np.unique(table.cluster[:used], return_inverse=True)
    try:
        draws = Draws.of(table.inputs(names)[:used], np.ascontiguousarray(means.transpose(0, 2, 1)), cluster)
    except ValueError as problem:
        raise ResultError.of(path, f"the value of information {problem}; run more draws") from None
    place = np.argsort(draws.order)
    utilities = [Utility(number, each, place[index]) for number, each in enumerate(values)]
    found, perfect = worths(draws, knowledge_of(table), [each.name for each in judged], utilities)
    best = {
        each.name: (chosen[draws.best[u]], draws.average(draws.means[u][:, draws.best[u]]))
        for u, each in enumerate(judged)
    }
    left_out = tuple(each.name for each in sets if each not in judged)
    return Information(tuple(found), perfect, best, chosen, left_out, draws, table.count)


def knowledge_of(table: DrawTable) -> Knowledge:
    """The sets of inputs of a run, nested: all inputs, themes, groups, single inputs."""
    column = {prior.name: number for number, prior in enumerate(table.priors)}
    themes: dict[str, list[Knowledge]] = {}
    for group, priors in table.groups.items():
        parts = tuple(Knowledge("input", p.name, p.about, (column[p.name],), int(p.grade == "C")) for p in priors)
        themes.setdefault(group.theme, []).append(_union("group", group.name, group.label, parts))
    return _union(
        "all", "all", "all inputs", tuple(_union("theme", name, THEMES[name], tuple(g)) for name, g in themes.items())
    )


def _union(kind: Kind, name: str, label: str, parts: tuple[Knowledge, ...]) -> Knowledge:
    inputs = tuple(column for part in parts for column in part.inputs)
    return Knowledge(kind, name, label, inputs, sum(part.judgments for part in parts), parts)


def worths(
    draws: Draws, known: Knowledge, names: Sequence[str], utilities: Sequence[Utility] = ()
) -> tuple[list[Worth], dict[str, PerfectInformation]]:
    """Value a set of inputs and all sets inside it.

    Parameters
    ----------
    draws : Draws
        The draws.
    known : Knowledge
        The widest set.
    names : sequence of str
        Names of the utilities of the draws.
    utilities : sequence of Utility
        Utilities of the members, if `known` is all inputs and its value is wanted.
    """
    selector, rows = Selector(draws), list[Worth]()
    policy, predicted = _visit(selector, known, names, rows)
    perfect = {
        names[each.number]: perfect_information(selector, policy, selector.differences(predicted, each.number), each)
        for each in utilities
    }
    return rows, perfect


def _visit(selector: Selector, known: Knowledge, names: Sequence[str], rows: list[Worth]) -> tuple[Policy, Floats]:
    """Value the parts first, then the set; return its policy and its predictions."""
    place = len(rows)
    parts = [_visit(selector, part, names, rows)[0] for part in known.parts]
    alone = len(parts) == 1  # the same inputs as its only part
    own, predicted = selector.own(list(known.inputs)) if not alone or known.kind == "all" else ([], np.empty(0))
    policy = parts[0] if alone else selector.select(parts, own)
    found = []
    for u, name in enumerate(names):
        gain = selector.gain(policy, u)
        value = selector.draws.average(gain)
        if own:
            value = value._replace(mcse=float(np.fmax(value.mcse, selector.error(own, u))))
        else:
            value = next(row.value for row in rows[place:] if row.known == known.parts[0] and row.utility == name)
        kept = np.empty(0) if known.kind == "input" else gain
        found.append(Worth(name, known, value, selector.changed(policy, u), kept))
    rows[place:place] = found
    return policy, predicted
