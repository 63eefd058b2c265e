"""Lists all mechanisms of the model that can be switched off, with the kernel rows that switch each off."""

from collections.abc import Mapping
from typing import NamedTuple

NO_TIME = 1.0e9
"""A half-life or lag in weeks that is so long that nothing moves."""


class Mechanism(NamedTuple):
    """A mechanism and how it is switched off, so that its term, event or response is absent.

    Attributes
    ----------
    name : str
        Name of the mechanism on the page.
    off : dict of float
        Kernel row -> its value without the mechanism. A row of donors is set for every donor.
    """

    name: str
    off: Mapping[str, float]


def off(name: str, *rows: str, value: float = 0.0) -> Mechanism:
    """Return a mechanism that is off if all `rows` have `value`."""
    return Mechanism(name, dict.fromkeys(rows, value))


SUPPLY = (
    off("backfill", "backfill_frac"),
    Mechanism("fatigue of backfill", {"fatigue_halflife": NO_TIME}),
    off("stocks", "buffer_weeks"),
    off("growth of own production", "domestic_growth"),
    off("gain of a surge", "surge_fire_gain"),
    off("surge needs reform", "surge_enabler"),
    off("growth of side 1's fires", "fires_growth_1"),
    off("stress on side 1's fires", "fires_stress_1"),
    off("supplier", "supplier_cut_rate"),
    off("ally's shells", "ally_shells_1"),
    off("stop of the ally", "ally_stop_rate"),
    off("defence spending on aid", "growth_elasticity"),
    off("ally's shells taper", "ally_taper_1"),
    off("strikes on side 1's fires", "fires_strikes_1"),
)

ECONOMY = (
    off("oil price moves", "oil_vol"),
    off("oil price reverts", "oil_reversion"),
    off("sanctions surge", "sanctions_jump"),
    off("refineries", "refinery_off"),
    off("growth of the supplier's support", "supplier_growth"),
    off("cost of the war footing", "war_cost_growth"),
)

POLITICS = (
    off("burden sharing", "will_burden", "growth_elasticity"),
    off("image", "will_image"),
    off("refusal", "will_refusal"),
    off("signals", "signal_llr"),
    off("bluff costs credibility", "bluff_penalty"),
)

FRONT = (
    off("season", "season_amp"),
    off("trend of the advance", "trend"),
    off("drift of the level", "level_sd"),
    off("weekly shock of the front", "level_shock"),
    Mechanism("memory of weekly shocks", {"pulse_halflife": 0.05, "pulse_t0": 0.0}),
    off("forces on the front", "beta_force"),
    off("fires on the front", "beta_fires"),
    off("assault intensity on the front", "beta_push"),
    off("assault intensity", "push_window", "push_stress"),
    off("armour", "armour_effect"),
    off("strikes on the front", "strike_effect"),
    Mechanism("intelligence", {"intel_effect": 0.0, "salient_intel_mult": 1.0}),
    off("surprise in a resumed war", "surprise_effect"),
    off("fortification", "fort_effect"),
    off("drift of sector shares", "share_sd"),
    off("ruptures", "rupture_rate_0", "rupture_rate_1"),
    off("ruptures follow density", "rupture_slope"),
    off("salient wears away", "salient_decay"),
    off("strikes spent before week 0", "strike_spent"),
)

FORCES = (
    off("losses follow assaults", "loss_push"),
    off("losses follow fires", "loss_fires_0", "loss_fires_1"),
    Mechanism("square law of losses", {"lanchester_mix": 0.0}),
    off("weekly shock of losses", "loss_shock"),
    off("wounded return", "return_frac_0", "return_frac_1"),
    off("absence", "absence_0"),
    off("absence follows the front", "absence_front_0"),
    off("separation", "separation_0", "separation_1"),
    off("manpower reform", "reform_level_0"),
    off("intake of side 1 drifts", "intake_trend_1"),
    off("intake follows pay", "intake_pay_1"),
    off("intake follows the force", "force_target"),
    off("allied troops", "ally_troops_1"),
)

BARGAINING = (
    off("threat", "accept_threat"),
    off("foreign troops in acceptance", "accept_troops"),
    off("membership in acceptance", "accept_alliance"),
    off("bilateral pledges in acceptance", "accept_bilateral"),
    off("neutrality in acceptance", "accept_neutrality"),
    off("sanctions relief in acceptance", "accept_relief"),
    off("salient as a chip", "accept_salient"),
    off("salient swap", "swap"),
    off("momentum", "accept_momentum"),
    off("cost", "accept_cost"),
    off("stress in acceptance", "accept_stress"),
    off("hope", "accept_hope"),
    off("duration of the war", "accept_duration"),
    off("guarantees sought by side 0", "guarantee_bonus_0"),
    off("coercion of side 0", "coercion_bonus_0"),
    off("neutrality refused by side 0", "neutrality_penalty_0"),
    off("weariness", "weariness_0"),
    off("pressure", "pressure"),
    off("recognition in acceptance", "accept_recognition", "recognition_penalty_0"),
    off("cession in acceptance", "accept_cession", "cession_penalty_0"),
    off("clause in acceptance", "clause_accept"),
    off("optimism", "optimism_1"),
    off("learning", "learning_tau", value=NO_TIME),
    off("ultimatum anchor", "weight_ultimatum"),
    off("crowd anchor", "weight_crowd"),
)

CEASEFIRE = (
    Mechanism("agreements without verification", {"verification": 1.0, "standing_verification": 1.0}),
    off("truces break", "truce_30d_states", "truce_30d_proxies"),
    off("low-intensity fighting escalates", "low_escalate_states", "low_escalate_proxies"),
    off("deaths in low-intensity fighting", "low_deaths"),
    off("verification", "verification_effect"),
    off("stakes", "stakes_effect"),
    off("deaths", "deaths_effect"),
    off("outside pressure", "press_early", "press_late"),
    off("readiness to sign in the hazard", "type_effect"),
    off("coercion in the hazard", "coerced_effect"),
    off("reputation in the hazard", "reputation_effect"),
    off("backing by the lead donor", "backing_effect"),
    off("demilitarised zone", "dmz_effect"),
    off("peacekeepers", "keepers_hopeful", "keepers_sceptic"),
    off("guarantees", "alliance_effect", "bilateral_effect", "assurance_effect"),
    off("accession", "accession_ever"),
    off("window", "window_effect"),
    off("shift of power", "shift_effect"),
    off("mismatch of line and power", "mismatch_effect"),
    off("frailty", "frailty_sd"),
    off("forces drift in peace", "force_drift", "force_drift_neutral"),
    off("aid in the drift of forces", "aid_drift"),
    off("side 1 rearms", "rearm_1"),
    off("end of a resumed war", "war_end_hazard"),
    off("Weibull baselines", "baseline_long", "baseline_post"),
    off("Weibull baseline of the long sample", "baseline_long"),
    off("Weibull baseline after 1945", "baseline_post"),
    off("tripwire", "keepers_tripwire"),
    off("clause in accession", "clause_accession", value=1.0),
    off("sanctions relief in the drift of forces", "relief_drift"),
    off("violations", "violation_start", "violation_rest"),
    off("violations that last", "violation_rest"),
    off("verification of violations", "violation_verified"),
)

COLLAPSE = (
    off("collapse of side 0", "collapse_rate_0"),
    off("supply gap in collapse", "collapse_gap_0"),
    off("density in collapse", "collapse_density_0"),
    off("collapse ends in a settlement", "collapse_settle_0"),
    off("helplessness in a collapse", "defeat_helpless_0"),
    off("disruption of side 1", "collapse_rate_1"),
    off("stress in disruption", "collapse_stress_1"),
    off("neutrality in a later defeat", "neutral_defeat"),
)

BEYOND = (
    off("force beyond the war", "neighbour_hazard", "nato_hazard", "taiwan_hazard"),
    off("side 1 held back while it fights", "depleted_effect"),
    off("recovery of side 1", "reconstitute_years"),
    off("side 1 emboldened", "emboldened_effect"),
    off("others emboldened", "taiwan_effect"),
    off("escalation by a surge", "escalation_effect"),
    off("return of land by diplomacy", "regain_hazard"),
    off("neutrality in sovereignty", "sovereignty_neutral"),
    off("recognition in sovereignty", "sovereignty_recognition"),
)

MECHANISMS = (*ECONOMY, *POLITICS, *SUPPLY, *FORCES, *FRONT, *COLLAPSE, *BARGAINING, *CEASEFIRE, *BEYOND)
"""All mechanisms, in the order of the steps of a week."""
