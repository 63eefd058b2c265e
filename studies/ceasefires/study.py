"""Runs all comparisons with the record of other wars, and writes the object of --json."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forecast.analysis.estimates import Estimate
from studies.ceasefires.cases import (
    Ceasefire,
    Truce,
    read_cases,
    read_episodes,
    read_low_episodes,
    read_truces,
    read_wars_between_same_states,
)
from studies.ceasefires.durability import DurabilityDraws, draw_durability
from studies.ceasefires.forecasters import MODULE, SHIFTS, RefittedModule, all_forecasters
from studies.ceasefires.leave_one_war_out import YEARS, LeftOutScores, leave_one_war_out
from studies.ceasefires.published_curves import CurvePoint, compare_curves
from studies.ceasefires.returns import AgeBand, TruceShare, returns_by_age, truces_over, unverified_cases_over
from studies.ceasefires.sampling_errors import Floats, Interval
from studies.ceasefires.truce_fits import (
    GROWN,
    BreakLaw,
    Difference,
    LowFighting,
    compare,
    fit,
    low_fighting_of_proxies,
    low_fighting_of_states,
    spells_of_proxies,
    spells_of_states,
    without_each_group,
)
from studies.ceasefires.war_end import BaseRateComparison, compare_base_rates, simulate_war_ends

if TYPE_CHECKING:
    from forecast.config import Experiment

TIES, STATES, OTHERS, ALL = "between states, no winner", "between states", "proxies and non-states", "all cases"
"""Scopes: the groups into which the compiled cases are divided."""
CLASSES = {STATES: "states", OTHERS: "proxies"}
"""Class of truces that the module is given for a scope."""
DONBAS, CONFIRMED, REFERENCE_ONLY = "truces of Donbas", "states, in the conflict data set", "states, the rest"


@dataclass(frozen=True)
class RefitPosterior:
    """Posterior from all cases of a scope: weight of each baseline, mean and sd of the shift of the log hazard."""

    baselines: tuple[float, ...]
    shift: float
    spread: float


@dataclass(frozen=True)
class CaseComparison:
    """Comparisons that need the case tables.

    Attributes
    ----------
    returns : dict of list of AgeBand
        Returns to war by age, for each scope.
    by_baseline : dict of list of AgeBand
        Returns between states under each baseline alone, by name of the baseline.
    left_out : dict of LeftOutScores
        Scores with one war left out at a time, by scope.
    refits : dict of RefitPosterior
        Posterior of the refit from all wars, by scope.
    truces : list of TruceShare
        Shares of all truces of one conflict that are over by an age.
    unverified : dict of TruceShare
        Ceasefires of the case table without monitors, by scope.
    laws : dict of BreakLaw
        Fitted laws of a break, by record.
    selection : list of Difference
        Tests whether parts of the list of cases break alike.
    left_out_chance : (low, high)
        Fitted chance of a break in 30 days between states, lowest and highest with one war left out.
    low_fighting : list of LowFighting
        Ends of low-intensity fighting.
    """

    returns: dict[str, list[AgeBand]]
    by_baseline: dict[str, list[AgeBand]]
    left_out: dict[str, LeftOutScores]
    refits: dict[str, RefitPosterior]
    truces: list[TruceShare]
    unverified: dict[str, TruceShare]
    laws: dict[str, BreakLaw]
    selection: list[Difference]
    left_out_chance: Interval
    low_fighting: list[LowFighting]


@dataclass(frozen=True)
class RecordComparison:
    """All comparisons of the study.

    Attributes
    ----------
    draws : DurabilityDraws
        Draws of the durability priors.
    points : list of CurvePoint
        Points of the published curves, compared.
    points_by_baseline : dict of list of CurvePoint
        Those points under each baseline alone, by name of the baseline.
    war_ends : list of BaseRateComparison
        Base rates of the ends of wars, compared.
    cases : CaseComparison or None
        Comparisons with the case tables, or None without them.
    """

    draws: DurabilityDraws
    points: list[CurvePoint]
    points_by_baseline: dict[str, list[CurvePoint]]
    war_ends: list[BaseRateComparison]
    cases: CaseComparison | None = None


def compare_with_record(exp: "Experiment", n: int, folder: Path | None) -> RecordComparison:
    """Compare an experiment with the record of other wars.

    Parameters
    ----------
    exp : Experiment
        The experiment. Its durability priors and its reference branch are used.
    n : int
        Number of draws of the durability priors.
    folder : Path or None
        Folder of the case tables; None for the published curves and base rates only.
    """
    draws = draw_durability(exp, n)
    cases = None if folder is None else compare_with_cases(draws, folder)
    by_baseline = {name: compare_curves(draws.of_baseline(k)) for name, k in draws.baselines_present.items()}
    war_ends = compare_base_rates(simulate_war_ends(exp))
    return RecordComparison(draws, compare_curves(draws), by_baseline, war_ends, cases)


def compare_with_cases(draws: DurabilityDraws, folder: Path) -> CaseComparison:
    """Compare the draws with the case tables of a folder."""
    cases = read_cases(folder)
    scopes = {
        TIES: [case for case in cases if case.kind == "ii" and not case.terms.decisive],
        STATES: [case for case in cases if case.kind == "ii"],
        OTHERS: [case for case in cases if case.kind != "ii"],
        ALL: cases,
    }
    wars, fights = read_episodes(folder, to_war=True), read_episodes(folder, to_war=False)
    variants = {
        f"{STATES}, without outside pressure": unpressed(scopes[STATES]),
        "conflict data set: wars, back to war": wars,
        "back to war, without outside pressure": unpressed(wars),
        "the same wars, back to war between the same states": read_wars_between_same_states(folder),
        "back to war, without pressure, as if every war had had a winner": with_a_winner(unpressed(wars)),
        "conflict data set: all, back to 25 deaths": fights,
    }
    forecasters = all_forecasters(draws)
    refit = next(forecaster for forecaster in forecasters if isinstance(forecaster, RefittedModule))
    return CaseComparison(
        {name: returns_by_age(draws, scope) for name, scope in {**scopes, **variants}.items()},
        {name: returns_by_age(draws.of_baseline(k), scopes[STATES]) for name, k in draws.baselines_present.items()},
        {name: leave_one_war_out(scopes[name], forecasters) for name in (TIES, STATES, OTHERS, ALL)},
        {name: summarise_refit(refit.posterior(scopes[name])) for name in (STATES, OTHERS, ALL)},
        truces_over(draws, truces_before_2022(folder)),
        {name: unverified_cases_over(draws, scopes[name], of) for name, of in CLASSES.items()},
        *_truce_fits(scopes, folder),
    )


def truces_before_2022(folder: Path) -> list[Truce]:
    """Read the truces of Donbas with monitors: all but the last row, a pause of 36 hours in January 2023."""
    return read_truces(folder)[:-1]


def _truce_fits(
    scopes: dict[str, list[Ceasefire]], folder: Path
) -> tuple[dict[str, BreakLaw], list[Difference], Interval, list[LowFighting]]:
    states, truces = scopes[STATES], truces_before_2022(folder)
    spells = {name: spells_of_states(scope) for name, scope in scopes.items()} | {DONBAS: spells_of_proxies(truces)}
    parts = {known: spells_of_states([c for c in states if c.confirmed == known]) for known in (True, False)}
    spells |= {CONFIRMED: parts[True], REFERENCE_ONLY: parts[False]}
    selection = [
        compare("in the conflict data set, against the rest (states)", parts[True], parts[False]),
        compare("between states, against proxies and non-states", spells[STATES], spells[OTHERS]),
    ]
    cases = read_cases(folder)
    grown = [7.0 * cases[k - 1].weeks - cases[k - 1].abandoned for k in GROWN]
    laws = {name: fit(part) for name, part in spells.items()}
    low = [
        low_fighting_of_states(read_low_episodes(folder), grown),
        low_fighting_of_proxies(truces, laws[DONBAS]),
    ]
    return laws, selection, without_each_group(spells[STATES]), low


def unpressed(cases: Sequence[Ceasefire]) -> list[Ceasefire]:
    """Return the ceasefires as if no third party had pressed the sides."""
    return [case._replace(terms=case.terms._replace(pressed=False)) for case in cases]


def with_a_winner(cases: Sequence[Ceasefire]) -> list[Ceasefire]:
    """Return the ceasefires as if the fighting had had a winner. No other terms give longer durations."""
    return [case._replace(terms=case.terms._replace(decisive=True)) for case in cases]


def summarise_refit(posterior: Floats) -> RefitPosterior:
    """Summarise a posterior, float64[n_baselines, n_shifts], by weights, mean and standard deviation."""
    shift = float(posterior.sum(axis=0) @ SHIFTS)
    spread = float(posterior.sum(axis=0) @ (SHIFTS - shift) ** 2) ** 0.5
    return RefitPosterior(tuple(float(x) for x in posterior.sum(axis=1)), shift, spread)


def as_json(comparison: RecordComparison) -> dict[str, Any]:
    """Return all numbers as one object.

    Its keys are draws, published and war_end, and with the case tables also returns, by_baseline, truces, unverified,
    break_laws, selection, left_out_chance, low_fighting, refits and left_out.
    """
    content: dict[str, Any] = {
        "draws": comparison.draws.n,
        "published": [
            _plain(point) | {"curve": point.curve.name, "role": point.curve.role} for point in comparison.points
        ],
        "war_end": _plain(comparison.war_ends),
    }
    if comparison.cases is not None:
        cases = comparison.cases
        content |= {
            "returns": _plain(cases.returns),
            "by_baseline": _plain(cases.by_baseline),
            "truces": _plain(cases.truces),
            "unverified": _plain(cases.unverified),
            "break_laws": {name: _plain(vars(law)) for name, law in cases.laws.items()},
            "selection": _plain(cases.selection),
            "left_out_chance": _plain(cases.left_out_chance),
            "low_fighting": _plain(cases.low_fighting),
            "refits": {name: _plain(vars(refit)) for name, refit in cases.refits.items()},
            "left_out": {name: _scores(left_out, comparison) for name, left_out in cases.left_out.items()},
        }
    return content


def _plain(value: Any) -> Any:
    """Return named tuples as objects with their verdict, and other values unchanged."""
    if hasattr(value, "_asdict"):
        extra = {"verdict": value.verdict} if hasattr(value, "verdict") else {}
        return {key: _plain(part) for key, part in value._asdict().items()} | extra
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value


def _scores(left_out: LeftOutScores, comparison: RecordComparison) -> list[dict[str, Any]]:
    rows, n = [], len(left_out.cases)
    for name in left_out.failure:
        for k, years in enumerate(YEARS):
            exact = Estimate(left_out.brier(name, k), 0.0, n)
            score = left_out.module_brier(comparison.draws, k) if name == MODULE else exact
            ratios = {
                other: _plain(left_out.brier_ratio(name, other, k)) for other in left_out.failure if other != name
            }
            row = {"model": name, "years": years, "brier": score.value, "mcse": score.mcse, "n": n, "ratio": ratios}
            row["decomposition"] = _plain(left_out.decomposition(name, k))
            rows.append(row | {"concordance": _plain(left_out.concordance(name))})
    return rows
