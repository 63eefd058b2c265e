"""Readiness of both sides to sign what is on the table."""

from typing import Any, NamedTuple

from forecast_kernels.layout.regimes import WAR
from tests.array_model.curves import logit, sigmoid, softplus


class Bargain(NamedTuple):
    """`rate`: agreement hazard of the week, 0 outside the first war; `on_table`: whether the branch's package is.

    `ready_1` a week, `ready_0` a chance, in war or out of it.
    """

    rate: Any
    on_table: Any
    ready_0: Any
    ready_1: Any


def guarantee(troops, alliance, bilateral, path):
    """How much of a full guarantee the package gives side 0; `troops` is 1 or 0."""
    return 1.0 - (1.0 - alliance) * (1.0 - troops / 2.0) * (1.0 - 0.15 * bilateral) * (1.0 - 0.15 * path)


def readiness_defender(xp, p, guar, pressed, y, neutral, recognition, cession):
    return sigmoid(
        xp,
        logit(xp, p.freeze_support_0)
        + p.elite_offset_0
        + p.guarantee_bonus_0 * guar
        + p.coercion_bonus_0 * pressed
        + p.neutrality_penalty_0 * neutral
        + p.recognition_penalty_0 * recognition
        + p.cession_penalty_0 * cession / 10000.0
        + 2.0 * p.weariness_0 * (1.0 - xp.exp(-y / 2.0)),
    )


def package_value(xp, inputs, salient, on_table):
    """Worth to side 1 of what is on the table, against the reference offer."""
    p, lv, st = inputs.p, inputs.l, inputs.start
    membership = lv.alliance + (1.0 - lv.alliance) * lv.accession_path * p.accept_path_weight
    whole_land = 1.0 + p.clause_accept * (1.0 - lv.west_german)
    value = (
        p.accept_troops * (lv.troops > 0.0)
        + p.accept_bilateral * lv.bilateral
        + membership * whole_land * p.accept_alliance
        + p.accept_neutrality * lv.neutral
        + p.accept_relief * lv.relief
        + p.accept_recognition * lv.recognition
        + p.accept_cession * lv.cession / 10000.0
        + lv.swap * p.accept_salient * salient * (salient > 100.0) / 500.0
    )
    return xp.where(on_table, value, st.standing_value) - st.reference_value


def bargaining(xp, inputs, s, eco, pol, sup, loss, front, outlook, hazard_0, t) -> Bargain:
    p, lv, st, y = inputs.p, inputs.l, inputs.start, t / 52.0
    on_table = t >= lv.package_week
    worse = xp.exp(p.collapse_gap_0 * xp.maximum(sup.ahead - sup.gap, 0.0))
    chance = 1.0 - xp.exp(-2.0 * hazard_0 * worse * (1.0 - pol.belief / 2.0))
    war_value = (
        p.accept_momentum * (outlook.expected - st.expected) / 5200.0
        + p.accept_hope * (chance - st.collapse_chance)
        + p.accept_cost * (loss.loss_1 - st.loss_1) * 1000.0 / 7.0 / 500.0
        + p.accept_stress * eco.stress
        + p.accept_duration * xp.minimum(y, 5.0) / p.accept_lambda
    )
    terms = (
        package_value(xp, inputs, front.salient, on_table)
        + xp.clip(war_value, -3.0, 3.0)
        + p.accept_threat * (pol.belief - 1.0)
    )
    ready_1 = softplus(xp, st.alpha + p.accept_lambda * terms) / 4.0

    guar = xp.where(
        on_table,
        guarantee((lv.troops > 0.0) * 1.0, lv.alliance, lv.bilateral, lv.accession_path).astype(p.oil_t0.dtype),
        guarantee(0.0, 0.0, p.standing_bilateral, 0.0),
    )
    pressed = 1.0 - (1.0 - sup.gap / 2.0) * (1.0 - on_table * lv.pressure / 2.0) * (1.0 - chance)
    asked = (on_table * terms for terms in (lv.neutral, lv.recognition, lv.cession))
    ready_0 = readiness_defender(xp, p, guar, pressed, y, *asked)
    return Bargain(ready_1 * ready_0 * (s.regime == WAR), on_table, ready_0, ready_1)
