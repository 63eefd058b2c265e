"""Will of the donors, the threat of a surge, and what the branch has set for this week."""

from typing import Any, NamedTuple

from forecast_kernels.layout.regimes import WAR
from tests.array_model.curves import logit, sigmoid
from tests.array_model.expectation import land_by_cut


class Politics(NamedTuple):
    """`will` is (ND, n); `refused_now` marks the week in which an offer ran out; `threatened`: the threat still stands.

    `surge` and `money`: how far drawdowns and new money of the surge are in force; `kept`: chance that the leader does
    what the branch asks of him this week, 1 if it asks nothing.
    """

    burden: Any
    compact: Any
    will: Any
    credibility: Any
    belief: Any
    threatened: Any
    refused: Any
    reputation: Any
    refused_now: Any
    surge_start: Any
    surge: Any
    money: Any
    kept: Any
    strikes: Any
    intel_cut: Any


def odds(p):
    return p / (1.0 - p)


def compact_weight(xp, p, lv):
    """What the compact of the branch is to the leader's will, over a full one: a third for each of its parts."""
    new = xp.clip((lv.compact_pledge - p.spending_t0) / xp.maximum(0.03 - p.spending_t0, 1e-4), 0.0, 2.0)
    return (new + xp.minimum(lv.compact_capabilities / 0.5, 1.0) + lv.compact_missions) / 3.0


def asked(xp, inputs, s, t, in_war):
    """Chance that the leader offers, surges or cuts in the week in which the branch says so."""

    def now(week):
        return in_war & (t >= week) & (t - 1.0 < week)

    will, lv, dl = s.will_lead, inputs.l, inputs.dl
    cut = now(dl.change_week[0]) & (dl.keep[0] < 1.0)
    image = inputs.d.will_image[0] * xp.clip(land_by_cut(xp, inputs), -2.0, 5.0)
    cuts = 1.0 / (1.0 + will / xp.maximum(1.0 - will, 1e-6) * xp.exp(image))
    acts = xp.where(now(lv.offer_week) | now(lv.surge_week), will, 1.0)
    return xp.minimum(acts, xp.where(cut, cuts, 1.0))


def politics(xp, inputs, once, s, t) -> Politics:
    p, d, lv, st = inputs.p, inputs.d, inputs.l, inputs.start
    real = p.oil_t0.dtype
    in_war = s.regime == WAR
    low = sigmoid(xp, -st.burden_mid)
    burden = xp.maximum((sigmoid(xp, t / 52.0 - st.burden_mid) - low) / (1.0 - low), 0.0)
    compact = (t >= lv.compact_week).astype(real)

    offer = lv.offer_week
    offered = in_war & (t >= offer) & (t - 1.0 < offer)
    signals = st.has_compact.astype(real) + (once.approve < s.will_lead)
    credibility = s.credibility + offered * p.signal_llr * signals
    end = offer + lv.deadline
    lapsed = in_war & (t >= end) & (t - 1.0 < end)
    whole = d.will_t0[0] >= 1.0
    none = d.will_t0[0] <= 0.0
    start = xp.where(whole | none, 0.5, d.will_t0[0])
    shift = xp.where(whole, 1.0, xp.where(none, odds(s.will_lead) / 1e-6, odds(s.will_lead) / odds(start)))
    x = lv.execute
    pulled = x * shift
    drawn = xp.where(x > 0.0, pulled / xp.where(x > 0.0, pulled + 1.0 - x + 1e-30, 1.0), 0.0)
    chance = xp.where(x >= 1.0, 1.0, drawn)
    carried = lapsed & (once.execute < chance)
    credibility = credibility + p.signal_llr * 2.0 * carried - p.bluff_penalty * (lapsed & ~carried)
    paid = xp.maximum(lv.appropriation_lag, 1.0)
    drawn = xp.minimum(xp.maximum(lv.drawdown_lag, 1.0), paid)
    length = paid - drawn + lv.surge_duration
    running = (t >= s.surge_start) & (t - s.surge_start < length)
    begins = t + drawn
    surge_start = xp.where(carried & ~running, begins, s.surge_start)
    refused = s.refused | lapsed

    lost = xp.clip(100.0 * (s.net - s.transfer) / p.held_t0, -2.0, 5.0)
    path = 10.0 * (p.burden_share_goal - p.burden_share_t0) * burden + compact * compact_weight(xp, p, lv)
    will = sigmoid(xp, logit(xp, d.will_t0) + d.will_burden * path + d.will_image * lost + d.will_refusal * refused)
    since = t - surge_start
    ramp = xp.maximum(lv.surge_ramp, 1.0)
    ongoing = (since >= 0.0) & (since < length) & in_war
    money_since = since - (paid - drawn)
    lifted = ((lv.surge_strikes > 0.5) & (t >= surge_start)) | (t >= lv.strikes_week)
    threatened = ~s.called_off & (t >= offer) & (t < end + lv.appropriation_lag + lv.surge_duration)
    return Politics(
        burden=burden,
        compact=compact,
        will=xp.where(d.will_t0 >= 1.0, 1.0, will),
        credibility=credibility,
        belief=sigmoid(xp, credibility) * threatened,
        threatened=threatened,
        refused=refused,
        reputation=xp.where(carried, 1.0, xp.where(lapsed, -1.0, s.reputation)),
        refused_now=lapsed,
        surge_start=surge_start,
        surge=ongoing * xp.clip((since + 1.0) / ramp, 0.0, 1.0),
        money=(ongoing & (money_since >= 0.0)) * xp.clip((money_since + 1.0) / ramp, 0.0, 1.0),
        kept=asked(xp, inputs, s, t, in_war),
        strikes=lifted * (1.0 - p.strike_spent),
        intel_cut=((t >= lv.intel_cut_from) & (t < lv.intel_cut_until)).astype(real),
    )
