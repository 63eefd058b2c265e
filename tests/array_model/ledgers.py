"""First weeks, snapshots and sums: the outcomes, by the names of `forecast_kernels.layout.outcomes`."""

from forecast_kernels.layout.levers import NEVER
from forecast_kernels.layout.outcomes import NEVER_WEEK, OUTCOMES, SNAPSHOT_WEEKS, YEAR_WEEKS
from forecast_kernels.layout.regimes import CEASEFIRE, LOW, TRUCE, WAR
from tests.array_model.curves import sigmoid, softplus
from tests.array_model.peace import is_member

PEACE_WEEKS = 260.0


UNSET = ("held_peace5y", "violations_1y", "accept_0", "accept_1")


def blank(zero):
    """Ledger at week 0: weeks never, everything else nothing."""
    never = [c.name for c in OUTCOMES if c.name.endswith("_week") or "_week_" in c.name]
    nothing = {c.name: zero + (NEVER_WEEK if c.name in never or c.name in UNSET else 0.0) for c in OUTCOMES}
    return nothing | {"policy_chance": zero + 1.0}


def book(xp, inputs, once, s, new, week, ev, pol, eco, deal, front, keepers, low_war, t):
    """The ledger after the step; `s` the state before, `new` after, `week` the closing week's observables."""
    old, now = s.ledger, t + 1.0
    led = dict(old)

    def first(name, happened):
        led[name] = xp.where(happened & (old[name] < 0.0), now, old[name])

    def at(name, when, value):
        led[name] = xp.where(now == when, value, old[name])

    calm = new.regime == CEASEFIRE
    first("ceasefire_week", calm)
    had = old["ceasefire_week"] >= 0.0
    first("resumed_week", ev.large | low_war)
    first("large_war_week", ev.large)
    first("broken_week", ev.broken & had)
    led["low_weeks"] = old["low_weeks"] + (new.regime == LOW)
    first("collapse_week_0", ev.collapsed)
    first("collapse_week_1", ev.disrupted)
    first("agreement_week", ev.signed)
    signed = ev.signed & (old["agreement_week"] < 0.0)
    item = 1.0 + new.signed_package + 2.0 * new.signed_counter
    led["agreement_item"] = xp.where(signed, item, old["agreement_item"])
    bare = ~new.signed_neutral & ~new.signed_recognition & (new.ceded == 0.0)
    led["cut_losses"] = xp.where(signed, bare & (deal.war_value > 0.0), old["cut_losses"])
    first("package_signed_week", ev.signed & new.signed_package)
    first("ready_week_1", ev.signed | (s.regime == WAR) & (new.hazard_refusal > once.refusal))
    first("refused_week", pol.refused_now)
    first("surge_week", pol.surge > 0.0)
    led["policy_chance"] = xp.minimum(old["policy_chance"], pol.kept)
    first("member_week", calm & (new.age >= new.member_delay))
    first("end2_week", ev.ended)
    led["truces_broken"] = old["truces_broken"] + ev.ended_truce
    started = calm & (old["ceasefire_week"] < 0.0)
    led["verified"] = xp.where(started, new.verified, old["verified"])
    led["neutral"] = xp.where(started, new.signed_neutral, old["neutral"])
    led["recognised"] = xp.where(started, new.signed_recognition, old["recognised"])
    led["gap_failure"] = xp.where(ev.large & keepers.troops_gone & ~keepers.member, 1.0, old["gap_failure"])
    led["collapse_loss"], led["transfer"], led["ceded"] = new.collapse_loss, new.transfer, new.ceded
    led["ruptures_0"] = old["ruptures_0"] + front.opened_0
    led["ruptures_1"] = old["ruptures_1"] + front.opened_1
    for w in SNAPSHOT_WEEKS:
        at(f"net_w{w}", w, new.net)
    for w in YEAR_WEEKS:
        at(f"held_w{w}", w, week.held)
    end = led["ceasefire_week"] + PEACE_WEEKS
    led["held_peace5y"] = xp.where((led["ceasefire_week"] >= 0.0) & (now == end), week.held, old["held_peace5y"])
    year = (now == led["ceasefire_week"] + 52.0) & (led["ceasefire_week"] >= 0.0) & calm
    led["violations_1y"] = xp.where(year, new.violations, old["violations_1y"])
    led["gap_weeks"] = old["gap_weeks"] + (calm & ~ev.signed & keepers.troops_gone & ~is_member(new))
    for w in (52, 104):
        at(f"losses_0_w{w}", w, new.sum_loss_0)
        at(f"losses_1_w{w}", w, new.sum_loss_1)
    at("salient_w26", 26, new.salient)
    at("force_0_w52", 52, new.force_0)
    at("force_1_w52", 52, new.force_1)
    at("fires_w26", 26, week.fires)
    at("stress_w52", 52, eco.stress)
    at("credibility_w52", 52, sigmoid(xp, new.credibility))
    led["accept_reference"] = 1.0 - xp.exp(-6.5 * softplus(xp, inputs.start.alpha))
    tabled = deal.on_table | (inputs.l.package_week >= NEVER)
    shown = tabled & (s.regime == WAR) & (old["accept_0"] < 0.0)
    led["accept_1"] = xp.where(shown, 1.0 - xp.exp(-26.0 * deal.ready_1), old["accept_1"])
    led["accept_0"] = xp.where(shown, deal.ready_0, old["accept_0"])
    for w in (104, 520):
        at(f"sovereignty_w{w}", w, week.sovereignty)
    in_law = new.signed_recognition & ((new.regime == TRUCE) | (new.regime == CEASEFIRE) | (new.regime == LOW))
    at("lost_recognised_w520", 520, xp.where(in_law, 1.0 - week.held, 0.0))
    at("lost_defacto_w520", 520, xp.where(in_law, 0.0, 1.0 - week.held))
    for name in ("spill_neighbour", "spill_nato", "spill_taiwan"):
        at(f"{name}_w520", 520, 1.0 - xp.exp(-getattr(new, name)))
    at("regain_w520", 520, 1.0 - xp.exp(-new.regain))
    p, lv = inputs.p, inputs.l
    led["keepers_cost"] = old["keepers_cost"] + week.keepers * lv.troops * p.keepers_cost / 1000.0 / 52.0
    return led


def outcomes(state):
    """(outcomes by name, EUR bn by donor (ND, n)) of a state after its last week."""
    return dict(state.ledger), state.spent
