"""What a signature tells of the peace after it, and what the peace is worth each week: each effect by its sign."""

import numpy as np
import pytest

from forecast.analysis.estimates import Linear
from forecast.config.switches import REPLACED
from forecast_kernels.layout.levers import NEVER
from tests.kernels.case import PARAMETER, Case, by_hazard
from tests.validity.paired import aid, by, difference, durable, members, moves, run, said, share_of
from tests.validity.peace_paths import BANDS, hazard, signed_at_once, traced

AGES = slice(1, 156)


def plain(n: int = 512, **levers: float) -> Case:
    c = signed_at_once(members("muddle_through", n))
    return c.lever(**({"troops": 0, "accession_path": 0, "bilateral": 1} | levers))


def log_ratio(after: Case, before: Case) -> np.ndarray:
    """Log of the hazard of one case over that of another, by age and member."""
    return np.log(hazard(after, 160)[AGES]) - np.log(hazard(before, 160)[AGES])


def test_that_pressure_counts_only_for_agreements_that_were_pressed():
    """Werner & Yuen find it for pressed ceasefires: without pressure and without a threat it changes no bit."""
    off = {"press_early": 0, "press_late": 0}
    assert np.array_equal(hazard(plain(), 160), hazard(plain().set(**off), 160))
    p = dict(zip(PARAMETER, plain().params, strict=True))
    half = log_ratio(plain(pressure=0.5), plain())
    assert np.allclose(half[:20], 0.5 * p["press_early"], atol=2e-3)
    assert np.allclose(half[110:], 0.5 * p["press_late"], atol=2e-3)


def test_that_a_signature_under_a_threat_is_pressed_and_coerced_as_far_as_the_threat_is_believed():
    def threatened(**rows: float) -> Case:
        c = plain(offer_week=0, deadline=20, surge_duration=40, execute=1, appropriation_lag=4)
        return c.set(credibility_t0=0.6, signal_llr=0, **rows)

    seen = traced(threatened(), 4, ("pressed", "belief"))
    assert np.allclose(seen["pressed"][2], 0.6, atol=1e-5)
    off = {"press_early": 0, "press_late": 0, "coerced_effect": 0}
    p = dict(zip(PARAMETER, threatened().params, strict=True))
    ratio = log_ratio(threatened(), threatened(**off))
    assert np.allclose(ratio[:20], 0.6 * (p["press_early"] + p["coerced_effect"]), atol=2e-3)


def test_that_a_demilitarised_zone_multiplies_the_hazard_by_its_effect():
    ratio = log_ratio(plain(dmz=1), plain())
    assert np.allclose(ratio, plain().params[PARAMETER["dmz_effect"]], atol=2e-3)


@pytest.mark.parametrize(("execute", "sign"), [(1.0, 1), (0.0, -1)])
def test_that_an_executed_threat_and_a_bluff_move_the_hazard_in_opposite_ways(execute, sign):
    """The package comes after the deadline, so every agreement knows whether the threat was carried out."""

    def case(**rows: float) -> Case:
        c = plain(offer_week=1, deadline=2, execute=execute, surge_duration=4, appropriation_lag=0)
        c.set(coerced_effect=0, press_early=0, press_late=0, **rows)
        return by_hazard(c, 0.0)

    seen = traced(case(), 8, ("reputation",))
    assert (seen["reputation"][2] == 0).all() and (seen["reputation"][5] == sign).all()


def test_that_a_bluff_makes_agreements_shorter_and_execution_longer():
    """As an outcome: agreements after the deadline, the effect at two of its standard deviations against none."""
    kept = {}
    for execute in (0.0, 1.0):
        for effect in (0.0, -0.8):
            c = members("surge_offer", 4096).lever(execute=execute).set(reputation_effect=effect)
            r = run(c, 260)
            after = (r["ceasefire_week"] > r["refused_week"]) & (r["refused_week"] > 0) & (r["ceasefire_week"] <= 104)
            kept[execute, effect] = share_of(durable(r, 2) & after, after)
    for execute, sign in ((0.0, -1), (1.0, 1)):
        found = (kept[execute, -0.8] - kept[execute, 0.0]).estimate
        print(said(f"two years given a ceasefire after the deadline, execution {execute:g}", found))
        assert moves(found, 4) and np.sign(found.value) == sign


def test_that_backing_by_the_lead_donor_lowers_the_hazard_where_its_effect_is_protective():
    def backed(flow: float) -> Case:
        return aid(plain(), 0, keep=1, change_week=NEVER, peace_flow=flow).set(shift_effect=0)

    effect = plain().params[PARAMETER["backing_effect"]].astype(float)
    assert np.allclose(log_ratio(backed(0.4), backed(0.0)), effect, atol=2e-3)
    assert np.array_equal(hazard(backed(0.4), 160), hazard(backed(0.9), 160))
    found = difference(hazard(backed(0.4), 160)[AGES].mean(axis=0), hazard(backed(0.0), 160)[AGES].mean(axis=0))
    print(said("hazard a year, full backing against none", found))
    assert moves(found, 4) and found.value < 0


def test_that_aid_in_peace_slows_the_drift_of_forces_except_under_neutrality():
    def ratios(neutral: float) -> list[np.ndarray]:
        cases = [plain(neutral=neutral).set(**dict.fromkeys(BANDS, 1e-9)) for _ in range(2)]
        for c, flow in zip(cases, (0.0, 0.8), strict=True):
            for donor in range(len(c.donors)):
                aid(c, donor, peace_flow=flow)
        return [traced(c, 160, ("force_ratio",))["force_ratio"][158] for c in cases]

    without, with_aid = ratios(0.0)
    helps = plain().params[PARAMETER["aid_drift"]] > 0
    assert helps.mean() > 0.9 and (with_aid[helps] < without[helps]).all()
    found = difference(with_aid, without)
    print(said("log force ratio after three years, aid against none", found))
    assert moves(found, 4) and found.value < 0
    assert np.array_equal(*ratios(1.0))


@pytest.mark.parametrize(("choice", "sign"), [("selection", 1), ("none", 0), ("coerced", -1)])
def test_that_those_who_sign_readily_keep_the_peace_longer_by_selection_and_shorter_by_coercion(choice, sign):
    """Of two halves by readiness, the readier one against the other: two years of peace given a ceasefire.

    Without the effect they differ too, by the terms and the week of what they sign: it is that difference that moves.
    """

    def gap(type_effect: float) -> Linear:
        r = run(members("surge_offer", 8192).set(type_effect=type_effect), 208)
        ready, start = r["accept_reference"] > np.median(r["accept_reference"]), by(r["ceasefire_week"], 104)
        return share_of(durable(r, 2) & ready, start & ready) - share_of(durable(r, 2) & ~ready, start & ~ready)

    found = (gap(REPLACED["acceptance_hazard"][choice]["type_effect"]) - gap(0)).estimate
    print(said(f"two years given a ceasefire, ready against not, {choice} against no effect", found))
    assert (moves(found, 4) and np.sign(found.value) == sign) if sign else found.value == 0


def test_that_readiness_multiplies_the_hazard_by_its_effect_in_each_draw():
    """B2: all draws sign at once here, so their type is the largest, 2.5 standard deviations."""
    effect = members("muddle_through", 512).params[PARAMETER["type_effect"]].copy()
    assert (effect > 0.2).mean() > 0.2 and (effect < -0.2).mean() > 0.2, "the prior has both signs"
    with_type = plain()
    with_type.params[PARAMETER["type_effect"]] = effect
    assert np.allclose(log_ratio(with_type, plain()), 2.5 * effect, atol=2e-3)


def test_that_land_returns_by_diplomacy_only_while_its_loss_is_not_recognised():
    def regained(**levers: float) -> np.ndarray:
        return run(plain(1024, **levers), 520)["regain_w520"]

    opened, closed = regained(), regained(recognition=1)
    print(said("chance that land returns by week 520", difference(opened, closed)))
    assert (closed == 0).all() and 0.03 < opened.mean() < 0.12
    assert (run(plain(256).set(regain_hazard=0), 520)["regain_w520"] == 0).all()
