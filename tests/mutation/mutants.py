"""What is turned for each claim, and the switch whose test must then fail."""

from typing import NamedTuple


class Mutant(NamedTuple):
    """One term of the array model with its sign turned.

    file: module of tests/array_model. old, new: text and its replacement, wherever it stands in that module. rows:
    what the switch changes (as in its label), and outcome: what it looks at; both find the switch.
    """

    claim: str
    what: str
    file: str
    old: str
    new: str
    rows: str
    outcome: str

    @property
    def label(self) -> str:
        return f"{self.claim} {self.file}: {self.what}"


def turned(claim: str, what: str, file: str, name: str, rows: str, outcome: str) -> Mutant:
    """A mutant in which a coefficient has the other sign wherever its module reads it."""
    return Mutant(claim, what, file, name, f"(-{name})", rows, outcome)


DRIFT = "force_drift_neutral"
PATH = "burden_share_goal"
SUPPLIER = "supplier_cut_rate"
STAY = "troops_stay"
CAPABILITIES = "compact_capabilities"

MUTANTS = (
    turned("C01", "fires against supply", "supply", "st.fires_power", "keep+change_week+halt_pipeline", "fires_w26"),
    Mutant(
        "C01", "flow after the change", "supply", "(1.0 - kept) * left", "(1.0 - kept) * (2.0 - left)",
        "keep+change_week+halt_pipeline", "aid_0",
    ),
    turned("C02", "fires against supply", "supply", "st.fires_power", "keep+change_week+halt_pipeline", "fires_w26"),
    turned("C03", "emboldening", "spillover", "p.emboldened_effect", "emboldened_effect", "spill_neighbour_w520"),
    turned("C04", "emboldening", "spillover", "p.taiwan_effect", "taiwan_effect", "spill_taiwan_w520"),
    turned("C05", "emboldening", "spillover", "p.emboldened_effect", "emboldened_effect", "spill_nato_w520"),
    turned("C06", "drift under neutrality", "forces", "p.force_drift_neutral", DRIFT, "collapse_0"),
    turned("C06", "drift under neutrality", "forces", "p.force_drift_neutral", DRIFT, "durable_10y"),
    turned("C06", "weight of neutrality", "terms", "p.sovereignty_neutral", "neutral", "sovereignty_w520"),
    Mutant("C07", "image", "politics", "+ d.will_image * lost", "- d.will_image * lost", "will_image", "aid_0"),
    turned("C07", "image and the cut", "politics", "inputs.d.will_image[0]", "will_image", "policy_chance"),
    Mutant(
        "C08", "surge ahead of the talks", "politics", "ongoing = (since >= 0.0)", "ongoing = (since < 0.0)",
        "surge_week", "accept_1",
    ),
    Mutant(
        "C08", "surge ahead of the talks", "politics", "ongoing = (since >= 0.0)", "ongoing = (since < 0.0)",
        "surge_week", "fires_w26",
    ),
    turned("C08", "costly signals", "politics", "p.signal_llr", "signal_llr", "accept_1"),
    turned("C08", "belief in the threat", "bargaining", "p.accept_threat", "signal_llr", "accept_1"),
    turned("C09", "weariness", "bargaining", "p.weariness_0", "weariness_0", "ceasefire_w104"),
    turned("C10", "neutrality", "bargaining", "p.accept_neutrality", "accept_neutrality", "accept_1"),
    Mutant(
        "C10", "counter-offer on the table", "bargaining", "once.counter < lv.counter_chance",
        "once.counter >= lv.counter_chance", "counter_chance", "ceasefire_w104",
    ),
    turned("C14", "taper of shells", "supply", "p.ally_taper_1", "ally_taper_1", "fires_w26"),
    turned("C14", "reinforcement", "forces", "p.ally_troops_1", "ally_troops_1", "force_1_w52"),
    turned("C15", "growth of fires", "supply", "p.fires_growth_1", "fires_growth_1", "fires_w26"),
    turned("C15", "use of the fund", "economy", "p.fund_use", "fund_use", "stress_w52"),
    turned("C15", "cost of the war footing", "economy", "p.war_cost_growth", "war_cost_growth", "stress_w52"),
    turned("C16", "growth of support", "economy", "p.supplier_growth", "supplier_growth", "fires_w26"),
    turned("C16", "fires against support", "supply", "p.fires_supplier_1", SUPPLIER, "fires_w26"),
    Mutant(
        "C16", "stress against support", "economy", "0.2 * (1.0 - supplied)", "0.2 * (1.0 + supplied)", SUPPLIER,
        "stress_w52",
    ),
    turned("C17", "the salient in the package", "bargaining", "p.accept_salient", "swap", "accept_1"),
    turned("C17", "land returned", "terms", "p.salient_swap", "swap", "transfer"),
    turned("C19", "recognition to side 0", "bargaining", "p.recognition_penalty_0", "recognition", "accept_0"),
    Mutant(
        "C19", "loss in law", "ledgers", "xp.where(in_law, 1.0 - week.held, 0.0)",
        "xp.where(in_law, 0.0, 1.0 - week.held)", "recognition", "lost_recognised_w520",
    ),
    Mutant(
        "C19", "right to regain land", "spillover", "(regime == CEASEFIRE) & ~recognised",
        "(regime == CEASEFIRE) & recognised", "recognition", "regain_w520",
    ),
    turned("C19", "land regained by diplomacy", "spillover", "p.regain_hazard", "regain_hazard", "regain_w520"),
    Mutant(
        "C20", "accession of the land held", "peace", "lv.west_german > 0.5", "lv.west_german <= 0.5", "west_german",
        "member",
    ),
    turned("C20", "membership for all land", "bargaining", "p.clause_accept", "west_german", "accept_1"),
    turned("C21", "land left, to side 0", "bargaining", "p.cession_penalty_0", "cession", "accept_0"),
    turned("C21", "land left, to side 1", "bargaining", "p.accept_cession", "cession", "accept_1"),
    turned("C22", "membership to side 1", "bargaining", "p.accept_alliance", "alliance", "accept_1"),
    turned("C22", "guarantee to side 0", "bargaining", "p.guarantee_bonus_0", "alliance", "accept_0"),
    turned("C22", "membership and the hazard", "peace", "p.alliance_effect", "alliance_effect", "durable_5y"),
    turned("C23", "backing in peace", "peace", "p.backing_effect", "backing_effect", "durable_5y"),
    turned("C23", "pledges to side 1", "bargaining", "p.accept_bilateral", "bilateral", "accept_1"),
    turned("C23", "pledges and the hazard", "peace", "p.bilateral_effect", "bilateral_effect", "durable_10y"),
    turned("C24", "troops to side 1", "bargaining", "p.accept_troops", "troops", "accept_1"),
    turned("C24", "troops and the hazard", "peace", "p.keepers_tripwire", "keepers_tripwire", "durable_10y"),
    turned("C24", "demilitarised zone", "peace", "p.dmz_effect", "dmz_effect", "durable_5y"),
    turned("C24", "their cost", "ledgers", "p.keepers_cost", "troops", "keepers_cost"),
    Mutant(
        "C25", "troops that stay", "peace", "(lv.troops_stay <= 0.5) & over", "(lv.troops_stay > 0.5) & over", STAY,
        "gap_weeks",
    ),
    Mutant(
        "C25", "troops that stay", "peace", "(lv.troops_stay > 0.5) & ~is_member(s)",
        "(lv.troops_stay > 0.5) & is_member(s)", STAY, "durable_10y",
    ),
    Mutant(
        "C26", "execution", "politics", "once.execute < chance", "once.execute >= chance", "execute", "aid_0",
    ),
    Mutant(
        "C26", "size of the surge", "supply", "most = xp.maximum(dl.surge_mult, 1.0)",
        "most = xp.maximum(2.0 - dl.surge_mult, 1.0)", "surge_mult", "aid_0",
    ),
    turned("C26", "cap of stocks", "supply", "s.reserve / price", "surge_stock", "aid_0"),
    Mutant(
        "C26", "cap of production", "supply", "(1.0 + (capacity - 1.0) * pol.money)",
        "(1.0 - (capacity - 1.0) * pol.money)", "surge_production", "aid_1",
    ),
    Mutant(
        "C26", "drawdowns before new money", "politics", "drawn = xp.minimum(xp.maximum(lv.drawdown_lag, 1.0), paid)",
        "drawn = xp.maximum(xp.maximum(lv.drawdown_lag, 1.0), paid)", "drawdown_lag", "surge_week",
    ),
    Mutant(
        "C26", "freeze off the table", "bargaining", "xp.stack((~frozen_out,", "xp.stack((frozen_out,",
        "freeze_withdrawn", "package_signed_w104",
    ),
    turned("C27", "escalation", "spillover", "p.escalation_effect", "escalation_effect", "spill_nato_w520"),
    turned("C27", "strikes", "front", "p.strike_effect", "strike_effect", "net_w104"),
    turned("C28", "sanctions and the discount", "economy", "p.sanctions_jump", "surge_sanctions", "stress_w52"),
    turned("C29", "local enabler", "supply", "p.surge_enabler", "surge_enabler", "fires_w26"),
    turned("C30", "cost of a bluff", "politics", "p.bluff_penalty", "bluff_penalty", "credibility_w52"),
    turned("C30", "pull of the threat", "anchor", "p.accept_threat", "accept_threat", "accept_1"),
    turned("C30", "waiting for a decision abroad", "bargaining", "p.accept_wait", "wait_until", "accept_1"),
    Mutant(
        "C30", "learning from the battlefield", "expectation", "s.optimism + fought", "s.optimism - fought",
        "learning_tau", "cut_losses",
    ),
    turned("C30", "economic stress", "bargaining", "p.accept_stress", "accept_stress", "cut_losses"),
    turned("C30", "coerced signature", "peace", "p.coerced_effect", "coerced_effect", "durable_5y"),
    turned("C30", "threat carried out or bluff", "peace", "p.reputation_effect", "reputation_effect", "durable_2y"),
    Mutant(
        "C31", "chance of verification", "step", "s.verify < xp.where(", "s.verify >= xp.where(", "verification",
        "durable_5y",
    ),
    turned("C31", "verification and truces", "truces", "p.verification_effect", "verification_effect", "truces_broken"),
    turned("C31", "readiness and the hazard", "peace", "p.type_effect", "type_effect", "durable_5y"),
    turned("C31", "aid in peace", "forces", "p.aid_drift", "peace_flow+peace_flow", "durable_10y"),
    turned("C31", "verification and the hazard", "peace", "p.verification_effect", "verification_effect", "durable_5y"),
    turned("C32", "burden sharing and will", "politics", "d.will_burden", PATH, "aid_0"),
    turned("C32", "aid by spending", "supply", "d.growth_elasticity", "compact_week", "aid_1"),
    turned("C32", "capabilities and will", "politics", "lv.compact_capabilities / 0.5", CAPABILITIES, "aid_0"),
    turned("C32", "missions and will", "politics", "lv.compact_missions", "compact_missions", "aid_0"),
    Mutant("C33", "pledge and will", "politics", "new = xp.clip(", "new = -xp.clip(", "compact_pledge", "aid_0"),
    turned("C33", "aid by spending", "supply", "d.growth_elasticity", "compact_pledge", "aid_1"),
    turned("C34", "burden sharing and will", "politics", "d.will_burden", "will_burden", "aid_0"),
    turned("C34", "the compact and the offer", "politics", "d.will_burden", "compact_week", "policy_chance"),
)  # fmt: skip
