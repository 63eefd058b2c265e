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
    turned("C07", "image", "politics", "d.will_image", "will_image", "aid_0"),
    turned("C08", "costly signals", "politics", "p.signal_llr", "signal_llr", "accept_1"),
    turned("C08", "belief in the threat", "bargaining", "p.accept_threat", "signal_llr", "accept_1"),
    turned("C09", "weariness", "bargaining", "p.weariness_0", "weariness_0", "ceasefire_w104"),
    turned("C10", "neutrality", "bargaining", "p.accept_neutrality", "accept_neutrality", "accept_1"),
    turned("C14", "taper of shells", "supply", "p.ally_taper_1", "ally_taper_1", "fires_w26"),
    turned("C14", "reinforcement", "forces", "p.ally_troops_1", "ally_troops_1", "force_1_w52"),
    turned("C15", "growth of fires", "supply", "p.fires_growth_1", "fires_growth_1", "fires_w26"),
    turned("C15", "use of the fund", "economy", "p.fund_use", "fund_use", "stress_w52"),
    turned("C16", "fires against support", "supply", "p.fires_supplier_1", SUPPLIER, "fires_w26"),
    Mutant(
        "C16", "stress against support", "economy", "0.2 * (1.0 - p.supplier_index * supplier)",
        "0.2 * (1.0 + p.supplier_index * supplier)", SUPPLIER, "stress_w52",
    ),
    turned("C17", "the salient in the package", "bargaining", "p.accept_salient", "swap", "accept_1"),
    turned("C17", "land returned", "terms", "p.salient_swap", "swap", "transfer"),
    turned("C19", "recognition to side 0", "bargaining", "p.recognition_penalty_0", "recognition", "accept_0"),
    turned("C20", "membership for all land", "bargaining", "p.clause_accept", "west_german", "accept_1"),
    turned("C21", "land left, to side 0", "bargaining", "p.cession_penalty_0", "cession", "accept_0"),
    turned("C21", "land left, to side 1", "bargaining", "p.accept_cession", "cession", "accept_1"),
    turned("C22", "membership to side 1", "bargaining", "p.accept_alliance", "alliance", "accept_1"),
    turned("C22", "guarantee to side 0", "bargaining", "p.guarantee_bonus_0", "alliance", "accept_0"),
    turned("C23", "pledges to side 1", "bargaining", "p.accept_bilateral", "bilateral", "accept_1"),
    turned("C23", "pledges and the hazard", "peace", "p.bilateral_effect", "bilateral_effect", "durable_10y"),
    turned("C24", "troops to side 1", "bargaining", "p.accept_troops", "troops", "accept_1"),
    turned("C24", "troops and the hazard", "peace", "p.keepers_tripwire", "keepers_tripwire", "durable_10y"),
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
        "C26", "flow in a surge", "supply", "xp.maximum(commit, 1.0 + (dl.surge_mult - 1.0) * pol.surge)",
        "xp.minimum(commit, 1.0 - (dl.surge_mult - 1.0) * pol.surge)", "execute", "aid_0",
    ),
    turned("C27", "strikes", "front", "p.strike_effect", "surge_strikes", "net_w104"),
    turned("C28", "sanctions and the discount", "economy", "p.sanctions_jump", "surge_sanctions", "stress_w52"),
    turned("C29", "local enabler", "supply", "p.surge_enabler", "surge_enabler", "net_w104"),
    turned("C30", "cost of a bluff", "politics", "p.bluff_penalty", "bluff_penalty", "credibility_w52"),
    turned("C30", "pull of the threat", "anchor", "p.accept_threat", "accept_threat", "accept_1"),
    Mutant(
        "C31", "verified agreements", "events", "(agreed & verified) | ripe", "(agreed & ~verified) | ripe",
        "verification", "durable_5y",
    ),
    turned("C31", "verification and the hazard", "peace", "p.verification_effect", "verification_effect", "durable_5y"),
    turned("C32", "burden sharing and will", "politics", "d.will_burden", PATH, "aid_0"),
    turned("C32", "aid by spending", "supply", "d.growth_elasticity", "compact_week", "aid_1"),
    turned("C33", "aid by spending", "supply", "d.growth_elasticity", "compact_pledge", "aid_1"),
    turned("C34", "burden sharing and will", "politics", "d.will_burden", "will_burden", "aid_0"),
)  # fmt: skip
