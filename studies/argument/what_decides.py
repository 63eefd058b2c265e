"""What decides: every input at its 10% and 90% value, and how far that moves each headline difference."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters, Estimate, mean
from forecast.config import Experiment, Prior, load_experiment
from forecast.config.switches import REPLACED
from forecast.display.digits import format_value, value_text
from forecast.experiment.inputs import Sampler
from forecast.experiment.sectors import sector_table
from forecast.runner.fitting.emulator import fit_experiment
from forecast.runner.kernel import Kernel
from forecast.runner.pool import Task, run_tasks
from studies.argument import names
from studies.argument.measures import Columns, Measure, Outcomes
from studies.argument.page import Page, provenance
from studies.influence.kernel_cases import CaseSource, Ends, ends, independent, rows_of_inputs, run_case, with_input_at
from studies.markdown import TitledTable

MEMBERS = 2_048
FIRST_LOOK = 0.125
POINT = 0.01
ERRORS = 3.0
"""A change counts beyond so many errors: among thousands compared, two errors would often be chance."""

OPEN = 3.0
"""Errors: after the first look an input stays in if its effect may exceed a point within so many errors."""

WANTED = ("agreement", "ceasefire", "durable_5y", "quiet_5y", "durable_10y", "complete_defeat", "oped_success")
PAIRS = ((names.OFFER, names.REFERENCE), (names.OFFER, names.SELLOUT))

Floats = NDArray[np.float64]
Key = tuple[tuple[str, str], str]


@dataclass(frozen=True)
class Effect:
    """What an input does to a headline difference: its value at the low and at the high end, and the change."""

    pair: tuple[str, str]
    measure: Measure
    low: Estimate
    high: Estimate
    change: Estimate

    @property
    def turns(self) -> bool:
        """Whether the difference has opposite signs at both ends, each beyond two errors."""
        clear = all(abs(end.value) > 2.0 * end.mcse for end in (self.low, self.high))
        return clear and (self.low.value > 0.0) != (self.high.value > 0.0)


def study(config: str, members: int | None, threads: int, overrides: Sequence[str] = ()) -> Page:
    """Set every input to both ends and write the page. The first look takes an eighth of the members.

    Parameters
    ----------
    config : str
        Experiment with the offer, the reference and the sell-outs.
    members : int or None
        Members of the last look.
    threads : int
        Number of threads.
    overrides : sequence of str
        `PATH=VALUE` texts.
    """
    exp = load_experiment(config, overrides)
    chosen = {branch for pair in PAIRS for branch in pair}
    exp = exp.model_copy(update={"branches": {b: branch for b, branch in exp.branches.items() if b in chosen}})
    pilot = fit_experiment(exp, sector_table(exp)).array()
    rows, n = rows_of_inputs(exp), members or MEMBERS
    limits = {name: ends(prior, rows.get(name)) for name, prior in exp.priors.items()}
    first = effects(independent(exp, max(64, int(n * FIRST_LOOK))), pilot, limits, threads)
    left = {name: limits[name] for name, found in first.items() if any(map(_is_open, found))}
    final = effects(independent(exp, n), pilot, left, threads)
    deciding = {name: found for name, found in final.items() if any(map(_decides, found))}
    order = sorted(deciding, key=lambda name: -max(abs(effect.change.value) for effect in deciding[name]))
    head = ("input", "grade", "switch", "low", "high", "difference", "at low", "at high", "change", "")
    lines = [line for name in order for line in _lines(exp.priors[name], limits[name], deciding[name])]
    without = [f"`{name}`" for name in order if not switches_of(exp.priors[name])]
    return Page(
        "what_decides",
        "What decides",
        (
            provenance(independent(exp, n)),
            f"Each of {len(limits)} inputs is set to its 10% and its 90% value in every member (a fixed input to 0.8 "
            "and 1.25 times its value); everything else stays, also the fit, and members are paired. Listed is every "
            "headline difference that moves by more than one point of 100 and by more than three errors. A first "
            f"look at {max(64, int(n * FIRST_LOOK)):,} members left out the inputs that move nothing by more than a "
            f"point within its error; the other {len(left)} were run on all members. `!` marks a difference whose "
            "sign turns round. Numbers are in points of 100, ± one Monte Carlo standard error.",
            f"The changes listed have errors of {_errors(deciding)} points. An input that moves a difference by less "
            "than three errors is mostly not listed, and a `!` needs both ends beyond two errors, so that its "
            "absence says little. And of some thousand changes that were tested a few pass three errors by chance "
            "alone. So the list is not complete, and its last rows are not certain.",
            f"{len(order)} inputs are listed. Without a switch of their own: {', '.join(without) or 'none'}.",
        ),
        (TitledTable("Inputs that move a headline difference by more than one point", head, lines),),
    )


def _errors(deciding: Mapping[str, Sequence[Effect]]) -> str:
    """Return the smallest and the largest error of the changes listed, in points of 100."""
    found = [100.0 * e.change.mcse for effects_ in deciding.values() for e in effects_ if _decides(e)]
    return f"{min(found):.1g} to {max(found):.1g}" if found else "0"


def effects(
    exp: Experiment, pilot: NDArray[np.float32], limits: Mapping[str, Ends], threads: int
) -> dict[str, list[Effect]]:
    """Return the effects of each input on all headline differences.

    Parameters
    ----------
    exp : Experiment
        The experiment, with independent draws of one replicate.
    pilot : float32[NF]
        The fitted coefficients.
    limits : mapping
        Input -> its two values.
    threads : int
        Number of threads.
    """
    sampler = Sampler(exp)
    kernel = Kernel(exp, sampler, sector_table(exp), pilot)
    columns, outcomes = sampler.member_columns(0, exp.members), Outcomes(exp)
    measures, clusters = outcomes.chosen(*WANTED), Clusters(sampler.clusters(0, exp.members))
    reference = CaseSource(exp)
    unchanged = {branch: reference.case(branch, columns, exp.members) for branch in exp.branches}
    found: dict[str, list[Effect]] = {}

    def values(source: CaseSource, known: dict[str, dict[str, Floats]]) -> dict[str, dict[str, Floats]]:
        result = {}
        for branch in exp.branches:
            case = source.case(branch, columns, exp.members)
            if known and case.equals(unchanged[branch]):
                result[branch] = known[branch]
                continue
            rows = run_case(kernel, branch, case).rows
            table = Columns(rows, outcomes.variables)
            result[branch] = {m.name: m.compute(table).astype(np.float64) for m in measures}
        return result

    base = values(reference, {}) if limits else {}

    def task(name: str, limit: Ends) -> Task:
        def call() -> None:
            low, high = (values(CaseSource(with_input_at(exp, name, value)), base) for value in limit)
            found[name] = [
                _effect(pair, m, (low, high), clusters)
                for pair in PAIRS
                if set(pair) <= set(exp.branches)
                for m in measures
            ]

        return call

    run_tasks((task(*item) for item in limits.items()), threads, threading.Event(), lambda: ())
    return {name: found[name] for name in limits}


def _effect(
    pair: tuple[str, str],
    measure: Measure,
    both: tuple[dict[str, dict[str, Floats]], dict[str, dict[str, Floats]]],
    clusters: Clusters,
) -> Effect:
    low, high = (values[pair[0]][measure.name] - values[pair[1]][measure.name] for values in both)
    return Effect(pair, measure, *(mean(column, clusters).estimate for column in (low, high, high - low)))


def _is_open(effect: Effect) -> bool:
    return abs(effect.change.value) + OPEN * effect.change.mcse > POINT and effect.change.mcse > 0.0


def _decides(effect: Effect) -> bool:
    change = effect.change
    return abs(change.value) > POINT and abs(change.value) > ERRORS * change.mcse


def switches_of(prior: Prior) -> list[str]:
    """Return the switches that settle the kernel row of an input."""
    return [name for name, choices in REPLACED.items() if any(prior.sets in replaced for replaced in choices.values())]


def _lines(prior: Prior, limit: Ends, found: Sequence[Effect]) -> list[tuple[str, ...]]:
    counting = sorted((e for e in found if _decides(e)), key=lambda effect: -abs(effect.change.value))
    lines = []
    for number, effect in enumerate(counting):
        own = (f"`{prior.name}`", prior.grade, ", ".join(f"`{s}`" for s in switches_of(prior)) or "none")
        cells = (*own, *(f"{end:.3g}" for end in limit)) if number == 0 else ("",) * 5
        lines.append(
            (
                *cells,
                f"{effect.measure.label}: `{effect.pair[0]}` less `{effect.pair[1]}`",
                *(value_text(end, 100.0, signed=True) for end in (effect.low, effect.high)),
                format_value(effect.change, 100.0, signed=True, space=""),
                "!" if effect.turns else "",
            )
        )
    return lines
