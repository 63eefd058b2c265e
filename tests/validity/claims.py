"""What switches each claim of the argument off, and what it then claims to move. Read by the tests and the page."""

from typing import NamedTuple

import numpy as np

from forecast_kernels.layout.levers import NEVER
from tests.kernels.case import DONOR, OUTCOME, PARAMETER, Case, Result
from tests.validity.paired import aid, by, durable
from tests.validity.published import LAND_CLAIMED


class Switch(NamedTuple):
    """One setting against the same with the claim's lever or mechanism off; `sign` is of on minus off.

    The other fields say what off is: rows of the parameters, or the name of a row to copy; lever rows; parameter rows
    and lever rows of donors by number. `both` are levers, `both_rows` parameters and `both_flows` donor levers, set
    in both settings.
    """

    claim: str
    branch: str
    outcome: str
    sign: int
    rows: dict[str, float | str] = {}
    levers: dict[str, float] = {}
    donors: dict[int, dict[str, float]] = {}
    flows: dict[int, dict[str, float]] = {}
    both: dict[str, float] = {}
    both_rows: dict[str, float] = {}
    both_flows: dict[int, dict[str, float]] = {}
    weeks: int = 104

    @property
    def label(self) -> str:
        names = [*self.rows, *self.levers, *(name for d in (*self.donors.values(), *self.flows.values()) for name in d)]
        set_to = "".join(f", {name} {value:+g}" for name, value in self.both_rows.items() if name in self.rows)
        return f"{self.claim} {self.branch} without {'+'.join(names)}: {self.outcome}{set_to}"


EVENTS = {  # outcome of a test -> week of the kernel, last week that counts
    "ceasefire_w104": ("ceasefire_week", 104),
    "collapse_0": ("collapse_week_0", NEVER),
    "member": ("member_week", NEVER),
    "package_signed_w104": ("package_signed_week", 104),
}
UNCUT = {0: {"keep": 1, "change_week": NEVER, "halt_pipeline": 0}}
BACKED = {0: {"keep": 1, "change_week": NEVER, "peace_flow": 1}}
NO_PEACE_AID = {0: {"peace_flow": 0}, 1: {"peace_flow": 0}}
HELD = {0: {"keep": 0, "change_week": 0, "resume_week": 26, "runout": 0}}
STRENGTH_FIRST = {"surge_week": 6, "package_week": 32, "offer_week": 32, "surge_strikes": 0, "surge_sanctions": 0}
TALKS_FIRST = {"package_week": 6, "offer_week": 32}
SALIENT = {"swap": 1}
COUNTER = {"counter_chance": 1, "counter_neutral": 1, "counter_relief": 1}
LAW = {"recognition": 1}
CEDED = {"cession": LAND_CLAIMED}
NO_COLLAPSE = {"collapse_rate_0": 1e-9}  # a collapse emboldens too, whoever gave aid
BOLD = {"emboldened_effect": 0.5, "taiwan_effect": 0.5}
LONG = 624  # weeks
ONE_ANCHOR = {"weight_base_rate": 1, "weight_ultimatum": 0, "weight_crowd": 0}
NO_DEAL = {"agreement_hazard": 1e-9, **ONE_ANCHOR}
AT_ONCE = {"package_week": 0, "offer_week": 0, "freeze_withdrawn": 1}  # only the package, and side 1 signs in week 1
EAGER = {"agreement_hazard": 300, **ONE_ANCHOR}
NO_MORE: dict[str, float] = {}
HOLDS = {"truce_30d_states": 1e-6, "truce_30d_proxies": 1e-6}  # every truce becomes a ceasefire
BEYOND_5Y, BEYOND_10Y = 276, 536  # weeks, for what is signed in week 1
KEPT, BROKEN = {"reputation_effect": 1}, {"reputation_effect": -1}
BELIEVED = {"optimism_1": 1}  # side 1 expects too much of the war, and learns


def _follows(
    claim: str, outcome: str, effect: str, branch: str = "no_aid", size: float = 0.5, weeks: int = LONG
) -> tuple[Switch, ...]:
    """The outcome has the sign that the input says, whichever that is: the record does not settle it."""
    return tuple(
        Switch(claim, branch, outcome, sign, rows={effect: 0}, both_rows={effect: sign * size}, weeks=weeks)
        for sign in (1, -1)
    )


def _signed(
    claim: str, branch: str, outcome: str, sign: int, both: dict[str, float] = NO_MORE,
    both_rows: dict[str, float] = HOLDS, weeks: int = BEYOND_5Y, **off: dict[str, float],
) -> Switch:  # fmt: skip
    """The package is signed at once wherever side 0 consents, so that the outcome is that of its terms."""
    return Switch(claim, branch, outcome, sign, both=AT_ONCE | both, both_rows=EAGER | both_rows, weeks=weeks, **off)


def _hazard(
    claim: str, effect: str, size: float, both: dict[str, float] = NO_MORE, **flows: dict
) -> tuple[Switch, ...]:
    """Five years of peace follow a log hazard ratio of either sign."""
    return tuple(
        _signed(
            claim, "surge_offer", "durable_5y", -sign, both, HOLDS | {effect: sign * size}, rows={effect: 0}, **flows
        )
        for sign in (1, -1)
    )


SWITCHES = (
    Switch("C01", "no_aid", "aid_0", -1, flows=UNCUT),
    Switch("C01", "no_aid", "fires_w26", 1, flows=UNCUT),
    Switch("C02", "muddle_through", "fires_w26", 1, flows=UNCUT, both_flows=HELD),
    Switch("C02", "muddle_through", "net_w52", 1, flows=UNCUT, both_flows=HELD),
    *_follows("C03", "spill_neighbour_w520", "emboldened_effect"),
    Switch("C03", "no_aid", "spill_neighbour_w520", 1, flows=UNCUT, both_rows=BOLD | NO_COLLAPSE, weeks=LONG),
    *_follows("C04", "spill_taiwan_w520", "taiwan_effect"),
    Switch("C04", "no_aid", "spill_taiwan_w520", 1, flows=UNCUT, both_rows=BOLD, weeks=LONG),
    *_follows("C05", "spill_nato_w520", "emboldened_effect"),
    Switch("C05", "no_aid", "spill_nato_w520", 1, flows=UNCUT, both_rows=BOLD | NO_COLLAPSE, weeks=LONG),
    Switch("C06", "no_aid", "collapse_0", 1, rows={"force_drift_neutral": "force_drift"}, weeks=LONG),
    _signed("C06", "no_aid", "durable_10y", -1, weeks=BEYOND_10Y, rows={"force_drift_neutral": "force_drift"}),
    Switch("C06", "no_aid", "sovereignty_w520", -1, levers={"neutral": 0}, weeks=LONG),
    Switch("C07", "muddle_through", "aid_0", 1, donors={0: {"will_image": 0}}),
    Switch("C07", "no_aid", "policy_chance", -1, donors={0: {"will_image": 0}}),
    Switch("C08", "surge_offer", "accept_1", 1, levers={"surge_week": NEVER}, both=STRENGTH_FIRST),
    Switch("C08", "surge_offer", "fires_w26", -1, levers={"surge_week": NEVER}, both=STRENGTH_FIRST),
    Switch("C08", "surge_offer", "accept_1", 1, rows={"signal_llr": 0}),
    Switch("C09", "muddle_through", "ceasefire_w104", 1, rows={"weariness_0": 0}, both_rows=HOLDS),
    Switch("C10", "no_aid", "accept_1", 1, rows={"accept_neutrality": 0}),
    Switch("C10", "surge_offer", "ceasefire_w104", 1, levers={"counter_chance": 0}, both=COUNTER),
    Switch("C14", "muddle_through", "fires_w26", -1, rows={"ally_taper_1": 0}),
    Switch("C14", "muddle_through", "fires_w26", -1, rows={"ally_shells_1": 0}),
    Switch("C14", "muddle_through", "force_1_w52", 1, rows={"ally_troops_1": 0}),
    Switch("C15", "muddle_through", "fires_w26", 1, rows={"fires_growth_1": 0}),
    Switch("C15", "muddle_through", "stress_w52", 1, rows={"fund_drain": 0}),
    Switch("C15", "muddle_through", "stress_w52", 1, rows={"fund_use": 0.05}),
    Switch("C15", "muddle_through", "stress_w52", 1, rows={"war_cost_growth": 0}),
    Switch("C16", "muddle_through", "fires_w26", -1, rows={"supplier_cut_rate": 0}, both={"sanctions_week": 4}),
    Switch("C16", "muddle_through", "stress_w52", 1, rows={"supplier_cut_rate": 0}, both={"sanctions_week": 4}),
    *_follows("C16", "fires_w26", "supplier_growth", "muddle_through", 0.1, 52),
    Switch("C17", "surge_offer", "accept_1", 1, levers={"swap": 0}, both=SALIENT),
    _signed("C17", "surge_offer", "transfer", 1, SALIENT, weeks=104, levers={"swap": 0}),
    Switch("C19", "surge_offer", "accept_0", -1, levers={"recognition": 0}, both=LAW),
    _signed("C19", "surge_offer", "lost_recognised_w520", 1, LAW, NO_MORE, weeks=BEYOND_10Y, levers={"recognition": 0}),
    _signed("C19", "surge_offer", "regain_w520", -1, LAW, NO_MORE, weeks=BEYOND_10Y, levers={"recognition": 0}),
    Switch("C19", "surge_offer", "regain_w520", 1, rows={"regain_hazard": 0}, weeks=LONG),
    Switch("C20", "surge_offer", "accept_1", 1, levers={"west_german": 0}),
    _signed("C20", "surge_offer", "member", 1, weeks=BEYOND_10Y, levers={"west_german": 0}),
    Switch("C21", "surge_offer", "accept_0", -1, levers={"cession": 0}, both=CEDED),
    Switch("C21", "surge_offer", "accept_1", 1, levers={"cession": 0}, both=CEDED),
    Switch("C22", "surge_offer", "accept_1", -1, levers={"alliance": 0}, both={"alliance": 1}),
    Switch("C22", "surge_offer", "accept_0", 1, levers={"alliance": 0}, both={"alliance": 1}),
    _signed("C22", "surge_offer", "durable_5y", 1, {"alliance": 1}, rows={"alliance_effect": 0}),
    Switch("C23", "surge_offer", "accept_1", -1, levers={"bilateral": 0}),
    _signed("C23", "surge_offer", "durable_10y", 1, weeks=BEYOND_10Y, rows={"bilateral_effect": 0}),
    *_hazard("C23", "backing_effect", 2, both_flows=BACKED),
    Switch("C24", "surge_offer", "accept_1", -1, levers={"troops": 0}),
    _signed("C24", "surge_offer", "durable_10y", 1, weeks=BEYOND_10Y, rows={"keepers_tripwire": 0}),
    _signed("C24", "surge_offer", "keepers_cost", 1, weeks=104, levers={"troops": 0}),
    *_hazard("C24", "dmz_effect", 1, {"dmz": 1}),
    _signed("C25", "surge_offer", "gap_weeks", -1, {"troops_stay": 1}, NO_MORE, BEYOND_10Y, levers={"troops_stay": 0}),
    _signed("C25", "surge_offer", "durable_10y", 1, {"troops_stay": 1}, weeks=BEYOND_10Y, levers={"troops_stay": 0}),
    Switch("C26", "surge_offer", "aid_0", 1, levers={"execute": 0}),
    Switch("C26", "surge_offer", "net_w104", -1, levers={"execute": 0}),
    Switch("C26", "surge_offer", "aid_0", 1, flows={0: {"surge_mult": 1}}),
    Switch("C26", "surge_offer", "aid_0", 1, donors={0: {"surge_stock": 0}}),
    Switch("C26", "surge_offer", "aid_1", 1, donors={1: {"surge_production": 1}}),
    Switch("C26", "surge_offer", "surge_week", -1, levers={"drawdown_lag": NEVER}, both_rows=NO_DEAL),
    Switch("C26", "freeze_withdrawn", "package_signed_w104", 1, levers={"freeze_withdrawn": 0}),
    *_follows("C27", "net_w104", "strike_effect", "surge_offer", size=0.12),
    *_follows("C27", "spill_nato_w520", "escalation_effect", "surge_offer"),
    Switch("C28", "surge_offer", "stress_w52", 1, levers={"surge_sanctions": 0}),
    Switch("C29", "surge_offer", "fires_w26", 1, rows={"surge_enabler": 0}, both=STRENGTH_FIRST),
    Switch("C30", "surge_bluff", "credibility_w52", -1, rows={"bluff_penalty": 0}),
    Switch("C30", "surge_offer", "accept_1", 1, rows={"accept_threat": 0}),
    Switch("C30", "surge_offer", "accept_1", -1, levers={"wait_until": 0}, both={"wait_until": 52}),
    Switch("C30", "surge_offer", "cut_losses", 1, rows={"learning_tau": 1e9}, both_rows=BELIEVED),
    Switch("C30", "surge_offer", "cut_losses", 1, rows={"accept_stress": 0}),
    *_hazard("C30", "coerced_effect", 1),
    Switch("C30", "surge_bluff", "durable_2y", 1, rows={"reputation_effect": 0}, both_rows=HOLDS | KEPT, weeks=212),
    Switch("C30", "surge_bluff", "durable_2y", -1, rows={"reputation_effect": 0}, both_rows=HOLDS | BROKEN, weeks=212),
    _signed("C31", "surge_offer", "durable_5y", 1, NO_MORE, NO_MORE, levers={"verification": 0}),
    _signed("C31", "surge_offer", "durable_5y", 1, rows={"verification_effect": 0}),
    _signed("C31", "surge_offer", "truces_broken", -1, NO_MORE, NO_MORE, 104, rows={"verification_effect": 0}),
    *_hazard("C31", "type_effect", 0.5),
    _signed("C31", "surge_offer", "durable_10y", 1, weeks=BEYOND_10Y, flows=NO_PEACE_AID),
    Switch("C32", "muddle_through", "aid_0", 1, rows={"burden_share_goal": "burden_share_t0"}),
    Switch("C32", "muddle_through", "aid_1", 1, levers={"compact_week": NEVER}, both={"compact_week": 26}),
    Switch("C32", "surge_offer", "aid_0", 1, levers={"compact_capabilities": 0}),
    Switch("C32", "surge_offer", "aid_0", 1, levers={"compact_missions": 0}),
    Switch("C33", "surge_offer", "aid_1", 1, levers={"compact_pledge": 0.0202}),
    Switch("C33", "surge_offer", "aid_0", 1, levers={"compact_pledge": 0.0202}),
    Switch("C34", "surge_offer", "aid_0", 1, donors={0: {"will_burden": 0}}),
    Switch("C34", "surge_offer", "aid_0", 1, levers={"compact_week": NEVER}),
    Switch("C34", "surge_offer", "policy_chance", 1, levers={"compact_week": NEVER}, both=TALKS_FIRST),
)  # fmt: skip


def set_both(c: Case, switch: Switch) -> Case:
    """The setting with the claim in it. Changes and returns `c`."""
    c.lever(**switch.both).set(**switch.both_rows)
    for donor, rows in switch.both_flows.items():
        aid(c, donor, **rows)
    return c


def switch_off(c: Case, switch: Switch) -> Case:
    """The same with the claim switched off. Changes and returns `c`."""
    for name, value in switch.rows.items():
        c.params[PARAMETER[name]] = c.params[PARAMETER[value]] if isinstance(value, str) else value
    c.lever(**switch.levers)
    for donor, rows in switch.donors.items():
        for name, value in rows.items():
            c.donors[donor, DONOR[name]] = value
    for donor, rows in switch.flows.items():
        aid(c, donor, **rows)
    return c


def outcome(r: Result, name: str) -> np.ndarray:
    """A kernel outcome, or one of the few made of it: one value per member, NaN where there is none."""
    if name in OUTCOME:
        values = r[name].astype(float)
        return np.where(values < 0, np.nan, values) if name in ("accept_0", "accept_1") else values
    if name.startswith("aid_"):
        return r.donor_out[int(name.removeprefix("aid_"))]
    if name in EVENTS:
        week, last = EVENTS[name]
        return by(r[week], last)
    return durable(r, int(name.removeprefix("durable_").removesuffix("y")))
