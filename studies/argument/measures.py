"""The outcomes that these pages compare, each as one number a member."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.config import Experiment
from forecast.store.rules import Rows
from forecast.store.variables import Variable, member_variables
from studies.argument import names

Floats = NDArray[np.float32]
BY_WEEK = 104


class Columns:
    """Result columns of some members of a branch, float32 with NaN where they are missing."""

    def __init__(self, rows: Rows, variables: Mapping[str, Variable]) -> None:
        self._rows, self._variables = rows, variables

    def __getitem__(self, name: str) -> Floats:
        rule = self._variables[name].rule
        assert rule is not None
        values, missing = rule.column(self._rows)
        column = values.astype(np.float32)
        return column if missing is None else np.where(missing, np.float32(np.nan), column)

    def by(self, name: str, week: int = BY_WEEK) -> Floats:
        """Return 1 where the event came by a week, else 0."""
        return (self[name] <= week).astype(np.float32)


class Measure(NamedTuple):
    """An outcome.

    Attributes
    ----------
    name, label : str
        Id, and name in tables.
    needs : tuple of str
        Columns that it is computed from. A version without one of them has no such outcome.
    compute : Columns -> float32[n]
        NaN where the outcome has no meaning for a member.
    chance : bool
        Whether it is a probability, printed in points of 100.
    """

    name: str
    label: str
    needs: tuple[str, ...]
    compute: Callable[[Columns], Floats]
    chance: bool = True

    @property
    def scale(self) -> float:
        """Factor of printed numbers."""
        return 100.0 if self.chance else 1.0


class Outcomes:
    """All outcomes of these pages that an experiment has, by name."""

    def __init__(self, exp: Experiment) -> None:
        self.variables = {v.name: v for v in member_variables(exp) if v.rule is not None}
        self._exp = exp

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Outcomes whose columns exist, in the order in which they are shown."""
        found = _measures(self._exp)
        return {m.name: m for m in found if all(name in self.variables for name in m.needs)}

    def chosen(self, *wanted: str) -> list[Measure]:
        """Return outcomes by name and in this order, without those that this version lacks."""
        return [self.measures[name] for name in wanted if name in self.measures]


def _column(name: str, label: str, chance: bool = True) -> Measure:
    return Measure(name, label, (name,), lambda columns: columns[name], chance)


def _event(name: str, label: str, column: str, week: int = BY_WEEK) -> Measure:
    return Measure(name, label, (column,), lambda columns: columns.by(column, week))


def _given(name: str, label: str, column: str, event: str) -> Measure:
    """Make an outcome over the members in which an event came by week 104."""

    def compute(columns: Columns) -> Floats:
        return np.where(columns[event] <= BY_WEEK, columns[column], np.float32(np.nan))

    return Measure(name, label, (column, event), compute)


def _conversion(columns: Columns) -> Floats:
    agreed = columns[names.AGREEMENT_WEEK]
    came = (columns[names.CEASEFIRE_WEEK] - agreed <= 26).astype(np.float32)
    return np.where(agreed <= BY_WEEK, came, np.float32(np.nan))


def _measures(exp: Experiment) -> list[Measure]:
    defender, attacker = exp.baseline.defender, exp.baseline.attacker
    aid = tuple(f"aid_{donor}_eur_bn" for donor in exp.baseline.donors)
    cost = (*aid, "keepers_cost_eur_bn")
    weeks = {1: 156, 5: 364, 10: 624}

    def total(columns: Columns, parts: tuple[str, ...]) -> Floats:
        summed: Floats = np.stack([columns[name] for name in parts]).sum(axis=0, dtype=np.float32)
        return summed

    rows = [
        _event("agreement", "agreement by w104", names.AGREEMENT_WEEK),
        _event("ceasefire", "ceasefire by w104", names.CEASEFIRE_WEEK),
        Measure(
            "conversion",
            "agreement becomes ceasefire in 26 w",
            (names.AGREEMENT_WEEK, names.CEASEFIRE_WEEK),
            _conversion,
        ),
        _column(names.PACKAGE_SIGNED, "package signed by w104"),
    ]
    for years in (1, 5, 10):
        if exp.horizon >= weeks[years]:
            quiet, calm = (name.format(years=years) for name in (names.QUIET, names.NO_LARGE_WAR))
            rows += [
                _column(f"durable_{years}y", f"durable {years} y"),
                _column(quiet, f"quiet {years} y"),
                _column(calm, f"no large war {years} y"),
                _given(f"lasts_{years}y", f"lasts {years} y if ceasefire", f"durable_{years}y", names.CEASEFIRE_WEEK),
            ]
    return [
        *rows,
        _event("ready", "Moscow ready by w104", names.READY_WEEK),
        _column(names.KYIV_REFUSED, "Kyiv refused"),
        _column(names.CUT_LOSSES, "Moscow cuts its losses"),
        _column(f"accept_{attacker}_26w", "Moscow accepts in 26 w"),
        _column(f"accept_{defender}", "Kyiv signs if Moscow is ready"),
        _column(names.POLICY_CHANCE, "chance of the policy"),
        *(_column(f"share_pre2022_w{week}", f"land held w{week}") for week in (52, 104, 520)),
        *(_column(f"net_km2_w{week}", f"net gain of Moscow w{week}, km2", False) for week in (52, 104)),
        *(
            _column(f"losses_{side}_w{week}", f"losses {side} w{week}, k", False)
            for side in (defender, attacker)
            for week in (52, 104)
        ),
        *(
            _event(f"collapse_{side}_w{week}", f"collapse {side} by w{week}", f"collapse_{side}_week", week)
            for side in (defender, attacker)
            for week in (104, 520)
        ),
        _column("complete_defeat", "complete defeat"),
        _column("sovereignty_w520", "sovereignty w520", False),
        *(
            _column(name, f"aid {donor} to w104, EUR bn", False)
            for name, donor in zip(aid, exp.baseline.donors, strict=True)
        ),
        Measure("aid", "aid to w104, EUR bn", aid, lambda columns: total(columns, aid), False),
        Measure("cost", "aid and troops, EUR bn", cost, lambda columns: total(columns, cost), False),
        *(_column(name, name) for name in exp.success),
    ]
