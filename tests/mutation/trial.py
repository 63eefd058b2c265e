"""A switch of a claim, run on the array model or on a mutant of it."""

import re
from types import ModuleType

import numpy as np

from forecast.analysis.estimates import Estimate
from tests.kernels.case import FITTED, SEED, Case
from tests.mutation.mutants import Mutant
from tests.validity.claims import SWITCHES, Switch, outcome, set_both, switch_off
from tests.validity.paired import difference, members, moves

MEMBERS = 1000
ERRORS = 4
ON_TABLE = 40  # weeks by which every package of a switch has been on the table


class Outcomes:
    """What a run of the array model gave, read like a run of the kernel."""

    def __init__(self, named: dict[str, np.ndarray], spent: np.ndarray) -> None:
        self.named, self.donor_out = named, spent

    def __getitem__(self, name: str) -> np.ndarray:
        return np.asarray(self.named[name])


def switch_of(mutant: Mutant) -> Switch:
    """The first switch of the mutant's claim that changes its rows and looks at its outcome.

    Raises
    ------
    LookupError
        If there is none.
    """
    for switch in SWITCHES:
        rows = switch.label.split(" without ")[1].split(":")[0]
        if (switch.claim, switch.outcome, rows) == (mutant.claim, mutant.outcome, mutant.rows):
            return switch
    raise LookupError(f"{mutant.label}: no switch of {mutant.rows} with {mutant.outcome}")


def run(model: ModuleType, c: Case, weeks: int) -> Outcomes:
    return Outcomes(*model.simulate(SEED, weeks, c.params, c.donors, c.levers, c.donor_levers, c.sectors, FITTED))


def horizon(switch: Switch) -> int:
    """Weeks after which the outcome of the switch no longer changes."""
    if switch.outcome.startswith("accept_"):
        return ON_TABLE
    week = re.search(r"_w(\d+)$", switch.outcome)
    return min(int(week.group(1)), switch.weeks) if week else switch.weeks


def effect(model: ModuleType, switch: Switch) -> Estimate:
    """What switching the claim off changes in this model: on less off, paired over the same members and draws."""
    weeks = horizon(switch)
    on = run(model, set_both(members(switch.branch, MEMBERS), switch), weeks)
    off = run(model, switch_off(set_both(members(switch.branch, MEMBERS), switch), switch), weeks)
    return difference(outcome(on, switch.outcome), outcome(off, switch.outcome))


def passes(found: Estimate, switch: Switch) -> bool:
    """Whether the test of the switch would pass: beyond four errors, and with the sign of the claim."""
    return bool(np.isfinite(found.value) and moves(found, ERRORS) and np.sign(found.value) == switch.sign)
