"""First weeks, snapshots and sums: the outcomes, by the names of `forecast_kernels.layout.outcomes`."""

from forecast_kernels.layout.outcomes import NEVER_WEEK, OUTCOMES, SNAPSHOT_WEEKS, YEAR_WEEKS
from forecast_kernels.layout.series import CEASEFIRE

PEACE_WEEKS = 260.0


def blank(zero):
    """Ledger at week 0: weeks never, everything else nothing."""
    never = [c.name for c in OUTCOMES if c.name.endswith("_week") or "_week_" in c.name] + ["held_peace5y"]
    return {c.name: zero + (NEVER_WEEK if c.name in never else 0.0) for c in OUTCOMES}


def held_share(xp, p, net, transfer, collapse_loss):
    return xp.maximum(p.held_t0 - net + transfer, 0.0) * (1.0 - collapse_loss) / p.held_reference


def book(xp, inputs, s, new, week, ev, pol, sup, fire, eco, front, keepers, t):
    """The ledger after the step; `s` the state before, `new` after, `week` the closing week's observables."""
    old, now = s.ledger, t + 1.0
    led = dict(old)

    def first(name, happened):
        led[name] = xp.where(happened & (old[name] < 0.0), now, old[name])

    def at(name, when, value):
        led[name] = xp.where(now == when, value, old[name])

    calm = new.regime == CEASEFIRE
    first("ceasefire_week", calm)
    first("resumed_week", ev.resumed)
    first("collapse_week_0", ev.collapsed)
    first("collapse_week_1", ev.disrupted)
    first("agreement_week", ev.signed)
    first("refused_week", pol.refused_now)
    first("surge_week", pol.surge > 0.0)
    first("member_week", calm & (new.age >= new.member_delay))
    first("end2_week", ev.ended)
    led["truces_broken"] = old["truces_broken"] + ev.broken
    started = calm & (old["ceasefire_week"] < 0.0)
    led["verified"] = xp.where(started, new.verified, old["verified"])
    led["neutral"] = xp.where(started, new.signed_neutral, old["neutral"])
    led["gap_failure"] = xp.where(ev.resumed & keepers.troops_gone & ~keepers.member, 1.0, old["gap_failure"])
    led["collapse_loss"], led["transfer"] = new.collapse_loss, new.transfer
    led["ruptures_0"] = old["ruptures_0"] + front.opened_0
    led["ruptures_1"] = old["ruptures_1"] + front.opened_1
    for w in SNAPSHOT_WEEKS:
        at(f"net_w{w}", w, new.net)
    for w in YEAR_WEEKS:
        at(f"held_w{w}", w, week.held)
    end = led["ceasefire_week"] + PEACE_WEEKS
    led["held_peace5y"] = xp.where((led["ceasefire_week"] >= 0.0) & (now == end), week.held, old["held_peace5y"])
    for w in (52, 104):
        at(f"losses_0_w{w}", w, new.sum_loss_0)
        at(f"losses_1_w{w}", w, new.sum_loss_1)
    at("salient_w26", 26, new.salient)
    at("force_0_w52", 52, new.force_0)
    at("force_1_w52", 52, new.force_1)
    at("fires_w26", 26, week.fires)
    at("stress_w52", 52, eco.stress)
    p, lv = inputs.p, inputs.l
    led["keepers_cost"] = old["keepers_cost"] + week.keepers * lv.troops * p.keepers_cost / 1000.0 / 52.0
    return led


def outcomes(state):
    """(outcomes by name, EUR bn by donor (ND, n)) of a state after its last week."""
    return dict(state.ledger), state.spent
