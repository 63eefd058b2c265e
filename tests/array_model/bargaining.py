"""Readiness of both sides for each item on the table, and what they sign."""

from typing import Any, NamedTuple

from forecast_kernels.layout.regimes import WAR
from tests.array_model.curves import logit, sigmoid, softplus

STANDING, PACKAGE, COUNTER = range(3)


class Item(NamedTuple):
    """A set of terms: 0 (absent) to 1, `cession` in km2, `chip` the salient in it in km2 (0 for no swap)."""

    troops: Any = 0.0
    alliance: Any = 0.0
    path: Any = 0.0
    west_german: Any = 1.0
    bilateral: Any = 0.0
    neutral: Any = 0.0
    relief: Any = 0.0
    recognition: Any = 0.0
    cession: Any = 0.0
    chip: Any = 0.0


class Bargain(NamedTuple):
    """`rates`: agreement hazards of the week by item (3, n), 0 outside the first war; `refusal`: hazard that side 1 is
    ready and nothing is signed; `on_table`: whether the branch's package is.

    `ready_1` a week and `ready_0` a chance: for the package, without it for the standing terms, in war or out of it.
    `war_value`: what peace has gained for side 1 through the war.
    """

    rates: Any
    refusal: Any
    on_table: Any
    ready_0: Any
    ready_1: Any
    war_value: Any


def menu(inputs, salient) -> tuple[Item, Item, Item]:
    """The standing terms, the branch's package and side 1's counter-offer."""
    p, lv = inputs.p, inputs.l
    package = Item(
        troops=(lv.troops > 0.0) * 1.0,
        alliance=lv.alliance,
        path=lv.accession_path,
        west_german=lv.west_german,
        bilateral=lv.bilateral,
        neutral=lv.neutral,
        relief=lv.relief,
        recognition=lv.recognition,
        cession=lv.cession,
        chip=lv.swap * salient * (salient > 100.0),
    )
    counter = Item(
        bilateral=p.standing_bilateral,
        neutral=lv.counter_neutral,
        relief=lv.counter_relief,
        recognition=lv.counter_recognition,
    )
    return Item(bilateral=p.standing_bilateral), package, counter


def worth(p, item: Item):
    """Value of an item to side 1."""
    membership = item.alliance + (1.0 - item.alliance) * item.path * p.accept_path_weight
    return (
        p.accept_troops * item.troops
        + p.accept_bilateral * item.bilateral
        + membership * (1.0 + p.clause_accept * (1.0 - item.west_german)) * p.accept_alliance
        + p.accept_neutrality * item.neutral
        + p.accept_relief * item.relief
        + p.accept_recognition * item.recognition
        + p.accept_cession * item.cession / 10000.0
        + p.accept_salient * item.chip / 500.0
    )


def guarantee(item: Item):
    """How much of a full guarantee the item gives side 0."""
    shield = (1.0 - item.alliance) * (1.0 - item.troops / 2.0)
    return 1.0 - shield * (1.0 - 0.15 * item.bilateral) * (1.0 - 0.15 * item.path)


def consent(xp, p, item: Item, pressed, y):
    """Chance that side 0 signs the item."""
    return sigmoid(
        xp,
        logit(xp, p.freeze_support_0)
        + p.elite_offset_0
        + p.guarantee_bonus_0 * guarantee(item)
        + p.coercion_bonus_0 * pressed
        + p.neutrality_penalty_0 * item.neutral
        + p.recognition_penalty_0 * item.recognition
        + p.cession_penalty_0 * item.cession / 10000.0
        + 2.0 * p.weariness_0 * (1.0 - xp.exp(-y / 2.0)),
    )


def split(xp, values, ready, consents, there):
    """Agreement hazards by item (3, n): side 1 goes down its list and signs the first item that side 0 takes.

    Each argument is (3, n). Of items that are worth the same to side 1, the later one comes first on its list.
    """
    ranks = xp.argsort(-xp.where(there, values, -xp.inf)[::-1], axis=0, stable=True)
    ranks = len(values) - 1 - ranks  # best first
    taken = xp.take_along_axis(xp.where(there, consents, 0.0), ranks, axis=0)
    at_most = xp.maximum.accumulate(taken, axis=0)
    gained = xp.diff(at_most, axis=0, prepend=at_most[:1] * 0.0)
    by_rank = gained * xp.take_along_axis(xp.where(there, ready, 0.0), ranks, axis=0)
    return xp.take_along_axis(by_rank, xp.argsort(ranks, axis=0), axis=0)


def bargaining(xp, inputs, once, s, eco, pol, sup, loss, front, outlook, hazard_0, t) -> Bargain:
    p, lv, st, y = inputs.p, inputs.l, inputs.start, t / 52.0
    on_table = (t >= lv.package_week) & (t < lv.package_until)
    frozen_out = (lv.freeze_withdrawn > 0.5) & pol.threatened
    answered = pol.refused & (once.counter < lv.counter_chance)
    there = xp.stack((~frozen_out, on_table, answered))

    worse = xp.exp(p.collapse_gap_0 * xp.maximum(sup.ahead - sup.gap, 0.0))
    chance = 1.0 - xp.exp(-2.0 * hazard_0 * worse * (1.0 - pol.belief / 2.0))
    war_value = xp.clip(
        p.accept_momentum * (outlook.expected - st.expected) / 5200.0
        + p.accept_hope * (chance - st.collapse_chance)
        + p.accept_cost * (loss.loss_1 - st.loss_1) * 1000.0 / 7.0 / 500.0
        + p.accept_stress * eco.stress
        + p.accept_duration * xp.minimum(y, 5.0) / p.accept_lambda,
        -3.0,
        3.0,
    )
    items = menu(inputs, front.salient)
    values = xp.stack([worth(p, item) + 0.0 * y for item in items])
    waiting = p.accept_wait * (t < lv.wait_until)
    shift = war_value + p.accept_threat * (pol.belief - 1.0) - waiting - st.reference_value
    ready = softplus(xp, st.alpha + p.accept_lambda * (values + shift)) / 4.0
    pressed = 1.0 - (1.0 - sup.gap / 2.0) * (1.0 - on_table * lv.pressure / 2.0) * (1.0 - chance)
    consents = xp.stack([consent(xp, p, item, pressed, y) for item in items])

    war = s.regime == WAR
    rates = split(xp, values, ready, consents, there) * war
    keenest = xp.max(xp.where(there, ready, 0.0), axis=0) * war
    return Bargain(
        rates=rates,
        refusal=keenest - xp.sum(rates, axis=0),
        on_table=on_table,
        ready_0=xp.where(on_table, consents[PACKAGE], consents[STANDING]),
        ready_1=xp.where(on_table, ready[PACKAGE], ready[STANDING]),
        war_value=war_value,
    )


def signed_item(xp, rates, u):
    """Number of the item that is signed if there is an agreement: drawn by the hazards; the standing terms if none."""
    point = u * xp.sum(rates, axis=0)
    up_to = xp.cumsum(rates[::-1], axis=0)  # the counter-offer, the package, the rest
    return xp.where(point < up_to[0], COUNTER, xp.where(point < up_to[1], PACKAGE, STANDING))
