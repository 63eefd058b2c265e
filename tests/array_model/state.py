"""State of a member between two weeks, and at week 0."""

from typing import Any, NamedTuple

from tests.array_model.ledgers import blank
from tests.array_model.peace import membership_delay
from tests.array_model.supply import full_pipes


class State(NamedTuple):
    # economy and politics
    log_oil: Any
    discount: Any
    fund: Any
    footing: Any
    supplier_hazard: Any
    ally_hazard: Any
    strikes: Any
    will_lead: Any
    credibility: Any
    refused: Any
    reputation: Any
    surge_start: Any
    called_off: Any
    lead_commit: Any
    abandoned: Any
    # supply, losses, forces
    reserve: Any
    pipes: Any
    stock: Any
    use: Any
    fires: Any
    loss_shock: Any
    force_0: Any
    force_1: Any
    wounded_0: Any
    wounded_1: Any
    ratio: Any
    # front
    lag: Any
    level: Any
    pulse: Any
    pool_0: Any
    pool_1: Any
    salient: Any
    share: Any
    active: Any
    area: Any
    fort: Any
    recent: Any
    optimism: Any
    foreseen: Any
    net: Any
    # regime, hazards and what was signed
    regime: Any
    age: Any
    war_age: Any
    spell: Any
    hazard_agree: Any
    hazard_refusal: Any
    hazard_return: Any
    hazard_end: Any
    hazard_collapse_0: Any
    hazard_collapse_1: Any
    need_agree: Any
    need_break: Any
    need_return: Any
    need_settle: Any
    killed_low: Any
    verify: Any
    item: Any
    signed_package: Any
    signed_counter: Any
    signed_neutral: Any
    signed_relief: Any
    signed_recognition: Any
    signed_ratio: Any
    mismatch: Any
    pressed: Any
    coercion: Any
    verified: Any
    member_delay: Any
    transfer: Any
    ceded: Any
    collapse_loss: Any
    violations: Any
    # elsewhere
    spill_neighbour: Any
    spill_nato: Any
    spill_taiwan: Any
    regain: Any
    # ledgers: sums, first weeks and snapshots by outcome name
    sum_loss_0: Any
    sum_loss_1: Any
    spent: Any
    ledger: dict[str, Any]


def initial(xp, inputs, once) -> State:
    """The state at week 0."""
    p, c, st = inputs.p, inputs.sec, inputs.start
    zero, no = p.oil_t0 * 0.0, p.oil_t0 < 0.0
    sectors = zero + c.share * 0.0
    return State(
        log_oil=xp.log(p.oil_t0),
        discount=zero,
        fund=p.fund_t0,
        footing=zero,
        supplier_hazard=zero,
        ally_hazard=zero,
        strikes=zero,
        will_lead=inputs.d.will_t0[0],
        credibility=xp.log(p.credibility_t0 / (1.0 - p.credibility_t0)),
        refused=no,
        reputation=zero,
        surge_start=inputs.l.surge_week,
        called_off=no,
        lead_commit=zero + 1.0,
        abandoned=no,
        reserve=inputs.d.surge_stock,
        pipes=full_pipes(xp, inputs.d),
        stock=st.buffer,
        use=zero + 1.0,
        fires=xp.log(p.fires_t0),
        loss_shock=zero,
        force_0=p.force_0,
        force_1=p.force_1,
        wounded_0=(1.0 - p.killed_frac_0) * p.return_frac_0 * st.loss_0 * p.return_lag,
        wounded_1=(1.0 - p.killed_frac_1) * p.return_frac_1 * st.loss_1 * p.return_lag,
        ratio=zero,
        lag=zero,
        level=st.level,
        pulse=p.pulse_t0,
        pool_0=zero,
        pool_1=zero,
        salient=p.salient_t0,
        share=p.share_sd * once.share,
        active=sectors + c.active_t0 > 0.5,
        area=sectors,
        fort=sectors + p.fort_t0,
        recent=p.level_t0,
        optimism=p.optimism_1,
        foreseen=st.expected / 52.0,
        net=zero,
        regime=zero.astype(xp.int32),
        age=zero,
        war_age=zero,
        spell=zero,
        hazard_agree=zero,
        hazard_refusal=zero,
        hazard_return=zero,
        hazard_end=zero,
        hazard_collapse_0=zero,
        hazard_collapse_1=zero,
        need_agree=once.agree,
        need_break=once.truce,
        need_return=once.resume,
        need_settle=zero,
        killed_low=zero,
        verify=once.verify,
        item=once.item,
        signed_package=no,
        signed_counter=no,
        signed_neutral=no,
        signed_relief=no,
        signed_recognition=no,
        signed_ratio=zero,
        mismatch=zero,
        pressed=zero,
        coercion=zero,
        verified=no,
        member_delay=membership_delay(xp, inputs, once, no),
        transfer=zero,
        ceded=zero,
        collapse_loss=zero,
        violations=zero,
        spill_neighbour=zero,
        spill_nato=zero,
        spill_taiwan=zero,
        regain=zero,
        sum_loss_0=zero,
        sum_loss_1=zero,
        spent=inputs.d.share * 0.0,
        ledger=blank(zero),
    )
