"""One week: the mechanisms in the page's order, then the next state."""

from typing import Any, NamedTuple

from forecast_kernels.layout.levers import NEVER
from forecast_kernels.layout.regimes import CEASEFIRE, COLLAPSED, LOW, PEACE2, TRUCE, WAR, WAR2
from tests.array_model.bargaining import COUNTER, PACKAGE, bargaining, signed_item
from tests.array_model.collapse import hazard_0, hazard_1, land_lost
from tests.array_model.economy import economy
from tests.array_model.events import events
from tests.array_model.expectation import learn, outlook
from tests.array_model.forces import forces
from tests.array_model.front import front
from tests.array_model.ledgers import book
from tests.array_model.losses import losses
from tests.array_model.peace import at_signature, membership_delay, peace, troops_stand
from tests.array_model.politics import politics
from tests.array_model.sectors import sectors
from tests.array_model.spillover import abandoned, spillover
from tests.array_model.state import State
from tests.array_model.supply import fires, supply
from tests.array_model.terms import bound, ceded, held_share, sovereignty, swapped
from tests.array_model.truces import killed
from tests.array_model.violations import violations


class Week(NamedTuple):
    """What can be seen of a week: the kernel's series and the regime at its end."""

    regime: Any
    net: Any
    weekly: Any
    held: Any
    salient: Any
    force_0: Any
    force_1: Any
    fires: Any
    supply: Any
    losses_0: Any
    losses_1: Any
    area: Any
    keepers: Any
    expected: Any
    sovereignty: Any


def step(xp, s: State, draws, inputs, once, t):
    """(state after the step that leads from week t to week t + 1, its `Week`); `t` is a number of the arrays' type."""
    p, lv = inputs.p, inputs.l
    war = (s.regime == WAR) | (s.regime == WAR2)
    eco = economy(xp, inputs, once, s, war, draws.oil, t)
    pol = politics(xp, inputs, once, s, t)
    sup = supply(xp, inputs, s, war, pol, t)
    fire = fires(xp, inputs, eco, pol, sup, t)
    rest = ((s.regime == PEACE2) | (s.regime == COLLAPSED)) & (t >= 104.0)
    loss = losses(xp, inputs, s, war, eco, sup, fire, draws.loss, draws.level)
    force = forces(xp, inputs, s, war, eco, sup, loss, fire.reform, t)
    line = front(xp, inputs, s, war, pol, loss, fire, force, draws, t)
    sector = sectors(xp, inputs, s, war, line, draws)
    net = s.net + sector.weekly

    h_0 = hazard_0(xp, inputs, s, war, sup.gap, force.ratio)
    h_1 = hazard_1(xp, inputs, war, eco.stress)
    view = outlook(xp, inputs, s, pol, fire, sector.recent, force.ratio)
    optimism, foreseen = learn(xp, inputs, s, s.regime == WAR, view, loss, sector.recent)
    deal = bargaining(xp, inputs, once, s, eco, pol, sup, loss, line, view, h_0, t)
    calm = peace(xp, inputs, once, s, sup.lead, force.ratio)
    item = signed_item(xp, deal.rates, s.item)
    verified = s.verify < xp.where(item == PACKAGE, lv.verification, p.standing_verification)
    done_1 = s.ledger["collapse_week_1"] >= 0.0
    ev = events(xp, inputs, once, s, xp.sum(deal.rates, axis=0), h_0, h_1, calm.hazard, done_1)
    dead, low_war = killed(xp, p, s, t)

    package, counter = ev.signed & (item == PACKAGE), ev.signed & (item == COUNTER)
    area, salient = swapped(xp, inputs, s, net, line.salient, package)
    change = p.mismatch_effect * xp.minimum(xp.exp(view.log_gain) / 10000.0, 1.5)
    given = ceded(xp, inputs, s, package)
    fort = xp.where(ev.resumed, xp.maximum(sector.fort, 0.9 * xp.minimum(ev.age / 52.0, 1.0)), sector.fort)
    delay = membership_delay(xp, inputs, once, package)
    left = abandoned(s, war)
    seen = xp.where(ev.signed, verified, s.verified)
    terms = at_signature(xp, inputs, pol, deal.on_table, package)
    recognised = bound(xp, s.signed_recognition, ev.signed, package, counter, lv.recognition, lv.counter_recognition)
    elsewhere = spillover(xp, p, s, pol, ev.regime, ev.age, left, recognised)
    new = State(
        log_oil=eco.log_oil,
        discount=eco.discount,
        fund=eco.fund,
        footing=eco.footing,
        supplier_hazard=eco.supplier_hazard,
        ally_hazard=eco.ally_hazard,
        strikes=pol.strikes,
        will_lead=pol.will[0],
        credibility=pol.credibility,
        refused=pol.refused,
        reputation=pol.reputation,
        surge_start=xp.where(ev.signed & (pol.surge_start > t), NEVER, pol.surge_start),
        called_off=s.called_off | ev.signed & pol.refused & (pol.surge_start > t) & (pol.surge_start < NEVER),
        lead_commit=sup.policy,
        abandoned=left,
        reserve=sup.reserve,
        pipes=sup.pipes,
        stock=sup.stock,
        use=xp.where(rest, s.use, sup.use),
        fires=xp.where(rest, s.fires, fire.ratio),
        loss_shock=xp.where(ev.resumed, 0.0, loss.shock),
        **force._asdict(),
        lag=xp.where(ev.resumed, fire.ratio - xp.log(p.fires_t0), line.lag),
        level=line.level,
        pulse=line.pulse,
        pool_0=xp.where(ev.resumed, 0.0, line.pool_0),
        pool_1=xp.where(ev.resumed, 0.0, line.pool_1),
        salient=salient,
        share=sector.share,
        active=sector.active,
        area=sector.area,
        fort=fort,
        recent=xp.where(ev.resumed, p.level_t0, sector.recent),
        optimism=optimism,
        foreseen=foreseen,
        net=net,
        regime=ev.regime,
        age=ev.age,
        war_age=ev.war_age,
        spell=ev.spell,
        hazard_agree=ev.hazard_agree,
        hazard_refusal=s.hazard_refusal + deal.refusal,
        hazard_return=ev.hazard_return,
        hazard_end=ev.hazard_end,
        hazard_collapse_0=ev.hazard_collapse_0,
        hazard_collapse_1=ev.hazard_collapse_1,
        need_agree=xp.where(ev.ended_truce, ev.hazard_agree + draws.again[0], s.need_agree),
        need_break=xp.where(ev.ended_truce, draws.again[1], s.need_break),
        need_return=xp.where(ev.ended_truce, ev.hazard_return + draws.again[2], s.need_return),
        need_settle=xp.where(ev.ended_truce, draws.again[3], s.need_settle),
        killed_low=dead,
        verify=xp.where(ev.ended_truce, draws.verify, s.verify),
        item=xp.where(ev.ended_truce, draws.item, s.item),
        signed_package=xp.where(ev.signed, package, s.signed_package),
        signed_counter=xp.where(ev.signed, counter, s.signed_counter),
        signed_neutral=bound(xp, s.signed_neutral, ev.signed, package, counter, lv.neutral, lv.counter_neutral),
        signed_relief=bound(xp, s.signed_relief, ev.signed, package, counter, lv.relief, lv.counter_relief),
        signed_recognition=recognised,
        signed_ratio=xp.where(ev.signed, force.ratio, s.signed_ratio),
        mismatch=xp.where(ev.signed, change, s.mismatch),
        pressed=xp.where(ev.signed, terms.pressed, s.pressed),
        coercion=xp.where(ev.signed, terms.coercion, s.coercion),
        verified=seen,
        member_delay=xp.where(ev.signed, delay, s.member_delay),
        transfer=s.transfer + area,
        ceded=given,
        collapse_loss=xp.where(ev.collapsed, land_lost(xp, p, once, sup.use, force.force_0), s.collapse_loss),
        violations=violations(xp, p, inputs.start, s, ev.regime, ev.signed, seen),
        **elsewhere._asdict(),
        sum_loss_0=s.sum_loss_0 + loss.loss_0,
        sum_loss_1=s.sum_loss_1 + loss.loss_1,
        spent=s.spent + sup.spent * (t < 104.0),
        ledger=s.ledger,
    )
    held = held_share(xp, p, net, new.transfer, new.ceded, new.collapse_loss)
    week = Week(
        regime=new.regime,
        net=net,
        weekly=sector.weekly,
        held=held,
        salient=salient,
        force_0=force.force_0,
        force_1=force.force_1,
        fires=xp.exp(new.fires),
        supply=new.use,
        losses_0=loss.loss_0,
        losses_1=loss.loss_1,
        area=sector.area,
        keepers=troops_stand(inputs, new) & ((new.regime == TRUCE) | (new.regime == CEASEFIRE) | (new.regime == LOW)),
        expected=view.expected,
        sovereignty=sovereignty(xp, p, held, new.regime, new.signed_neutral, new.signed_recognition),
    )
    return new._replace(ledger=book(xp, inputs, once, s, new, week, ev, pol, eco, deal, line, calm, low_war, t)), week
