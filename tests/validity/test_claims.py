"""Every claim with a lever or a mechanism: switched off, the outcome that it claims to move moves."""

import numpy as np
import pytest

from tests.kernels.case import Result
from tests.validity.claims import SWITCHES, Switch, outcome, set_both, switch_off
from tests.validity.paired import average, difference, members, moves, run, said

_RUNS: dict[tuple[str, str, int], Result] = {}


def with_claim(s: Switch) -> Result:
    """The setting with the claim in it, run once."""
    key = (s.branch, repr((s.both, s.both_rows, s.both_flows)), s.weeks)
    if key not in _RUNS:
        _RUNS[key] = run(set_both(members(s.branch, size(s)), s), s.weeks)
    return _RUNS[key]


def size(s: Switch) -> int:
    return 2048 if s.weeks <= 104 else 1024


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda s: s.label)
def test_that_switching_it_off_changes_what_the_claim_says(switch):
    """Paired over the same members: beyond four errors, and with the sign of the claim."""
    off = run(switch_off(set_both(members(switch.branch, size(switch)), switch), switch), switch.weeks)
    found = difference(outcome(with_claim(switch), switch.outcome), outcome(off, switch.outcome))
    print(said(switch.label, found))
    assert moves(found, 4) and np.sign(found.value) == switch.sign


def front(reform: float, enabler: float, execute: float) -> np.ndarray:
    """Net gain by week 104 of the offer, a refusal taken for granted."""
    c = members("surge_offer", 2048).lever(execute=execute, surge_strikes=0, surge_sanctions=0)
    c.set(agreement_hazard=1e-9, weight_base_rate=1, weight_ultimatum=0, weight_crowd=0)
    return run(c.set(reform_level_0=reform, surge_enabler=enabler), 104)["net_w104"]


def test_that_the_surge_does_more_where_side_0_reforms_and_only_by_the_enabler():
    """C29: what is carried over from Iraq is the interaction of the surge with a local enabler, no size."""
    more = {}
    for enabler in (0.0, 1.0):
        gains = [front(reform, enabler, 1) - front(reform, enabler, 0) for reform in (0.0, 1.0)]
        more[enabler] = difference(gains[1], gains[0])
        print(said(f"km2 that the surge saves, reform against none, enabler {enabler}", more[enabler]))
    assert moves(more[1.0], 4) and more[1.0].value < 0
    assert abs(more[0.0].value) < 0.2 * abs(more[1.0].value)


def test_that_some_chance_is_a_distribution():
    """C10, C30: acceptance of the reference offer in 26 weeks, the threat believed. Most mass is between 3 and 35%."""
    all_anchors = run(members("surge_offer", 4096), 1)["accept_reference"]
    alone = members("surge_offer", 4096).set(weight_base_rate=0, weight_ultimatum=1, weight_crowd=0)
    ultimatum = run(alone, 1)["accept_reference"]
    for name, chance in (("ultimatum alone", ultimatum), ("all anchors", all_anchors)):
        points = ", ".join(f"{q:.2f}" for q in np.quantile(chance, (0.05, 0.5, 0.95)))
        print(said(name, average(chance)), f"5, 50, 95 %: {points}")
        assert average((chance > 0.03) & (chance < 0.35)).value > 0.5
    found = average(ultimatum)
    assert abs(found.value - 2 / 13) < 4 * found.mcse, "Beta(2, 11), as elicited"
