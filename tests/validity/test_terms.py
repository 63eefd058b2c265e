"""Verification and outside pressure in the hazard of a return to war."""

import numpy as np

from tests.kernels.case import PARAMETER, Case
from tests.validity.paired import by, difference, durable, members, moves, run, said, share_of
from tests.validity.peace_paths import hazard, signed_at_once


def plain(**levers: float) -> Case:
    c = signed_at_once(members("muddle_through", 1024))
    return c.lever(**({"troops": 0, "accession_path": 0, "bilateral": 1} | levers))


def test_that_verification_lowers_the_hazard_of_a_return_to_war():
    """Number 16. Formal clauses are not in the model: research finds no effect of them beyond verification."""
    without, verified = hazard(plain(verification=0), 156), hazard(plain(verification=1), 156)
    effect = plain().params[PARAMETER["verification_effect"]].astype(float)
    ratio = verified / without
    assert np.allclose(ratio, np.exp(effect), rtol=1e-3)
    assert (ratio[:, effect < 0] < 1).all() and (effect < 0).mean() > 0.95
    found = difference(verified.mean(axis=0), without.mean(axis=0))
    print(said("hazard a year, verified against not", found))
    assert moves(found, 4) and found.value < 0


def test_that_verification_makes_more_agreements_last():
    """Number 16, as an outcome: of all agreements by week 104, those that are a ceasefire which lasts five years."""
    cases = (members("surge_offer", 4096).lever(verification=v).set(standing_verification=v) for v in (0, 1))
    runs = [run(c, 364) for c in cases]
    without, verified = (share_of(durable(r, 5), by(r["agreement_week"], 104)) for r in runs)
    found = (verified - without).estimate
    print(said("five years given an agreement", found))
    assert moves(found, 4) and found.value > 0


def test_that_outside_pressure_helps_early_and_hurts_late():
    """Number 17. That ties fail sooner than decisive ends is inside the bands: they are those of ties."""
    pressed, free = hazard(plain(pressure=1), 156), hazard(plain(pressure=1).set(press_early=0, press_late=0), 156)
    for age, sign in ((0, -1), (10, -1), (25, -1), (104, 1), (150, 1)):
        found = difference(pressed[age], free[age])
        print(said(f"hazard a year at age {age}, pressed against free", found))
        assert moves(found, 4) and np.sign(found.value) == sign
    mean = (pressed - free).mean(axis=1)
    assert (mean[:26] < 0).all() and (mean[104:] > 0).all()
