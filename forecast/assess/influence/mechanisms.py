"""Mechanisms of the model, each with the kernel rows at which it is off: no term, no event, no response."""

from collections.abc import Mapping
from typing import NamedTuple

NO_TIME = 1.0e9


class Mechanism(NamedTuple):
    """off: kernel row to the value without the mechanism, for every donor where the row is a donor's."""

    name: str
    off: Mapping[str, float]


def _all(name: str, *rows: str, value: float = 0.0) -> Mechanism:
    return Mechanism(name, dict.fromkeys(rows, value))


FRONT = (
    _all("season", "season_amp"),
    _all("trend of the advance", "trend"),
    _all("drift of the level", "level_sd"),
    _all("weekly shock of the level", "level_shock"),
    _all("forces on the front", "beta_force"),
    _all("fires on the front", "beta_fires"),
    _all("assault intensity on the front", "beta_push"),
    _all("assault intensity", "push_window", "push_stress"),
    _all("armour", "armour_effect"),
    _all("strikes on the front", "strike_effect"),
    Mechanism("intelligence", {"intel_effect": 0.0, "salient_intel_mult": 1.0}),
    _all("surprise in a resumed war", "surprise_effect"),
    _all("fortification", "fort_effect"),
    _all("drift of sector shares", "share_sd"),
    _all("activity follows assaults", "activity_push"),
    _all("ruptures", "rupture_rate_0", "rupture_rate_1"),
    _all("ruptures follow density", "rupture_slope"),
    _all("salient wears away", "salient_decay"),
)

FORCES = (
    _all("losses follow assaults", "loss_push"),
    _all("losses follow fires", "loss_fires_0", "loss_fires_1"),
    Mechanism("square law of losses", {"lanchester_mix": 0.0}),
    _all("weekly shock of losses", "loss_shock"),
    _all("wounded return", "return_frac_0", "return_frac_1"),
    _all("absence", "absence_0"),
    _all("absence follows the front", "absence_front_0"),
    _all("separation", "separation_0", "separation_1"),
    _all("manpower reform", "reform_level_0"),
    _all("intake of side 1 drifts", "intake_trend_1"),
    _all("intake follows pay", "intake_pay_1"),
    _all("intake follows the force", "force_target"),
    _all("allied troops", "ally_troops_1"),
    _all("quality", "quality_dilution"),
)

SUPPLY = (
    _all("backfill", "backfill_frac"),
    Mechanism("fatigue of backfill", {"fatigue_halflife": NO_TIME}),
    _all("stocks", "buffer_weeks"),
    _all("growth of own production", "domestic_growth"),
    _all("gain of a surge", "surge_fire_gain"),
    _all("surge needs reform", "surge_enabler"),
    _all("growth of side 1's fires", "fires_growth_1"),
    _all("stress on side 1's fires", "fires_stress_1"),
    _all("supplier", "supplier_cut_rate"),
    _all("ally's shells", "ally_shells_1"),
    _all("stop of the ally", "ally_stop_rate"),
    _all("defence spending on aid", "growth_elasticity"),
)

ECONOMY = (
    _all("oil price moves", "oil_vol"),
    _all("oil price reverts", "oil_reversion"),
    _all("sanctions surge", "sanctions_jump"),
    _all("refineries", "refinery_off"),
)

POLITICS = (
    _all("burden sharing", "will_burden", "growth_elasticity"),
    _all("image", "will_image"),
    _all("refusal", "will_refusal"),
    _all("signals", "signal_llr"),
    _all("bluff costs credibility", "bluff_penalty"),
)

BARGAINING = (
    _all("threat", "accept_threat"),
    _all("foreign troops in acceptance", "accept_troops"),
    _all("membership in acceptance", "accept_alliance"),
    _all("bilateral pledges in acceptance", "accept_bilateral"),
    _all("neutrality in acceptance", "accept_neutrality"),
    _all("sanctions relief in acceptance", "accept_relief"),
    _all("salient as a chip", "accept_salient"),
    _all("salient swap", "swap"),
    _all("momentum", "accept_momentum"),
    _all("cost", "accept_cost"),
    _all("stress in acceptance", "accept_stress"),
    _all("hope", "accept_hope"),
    _all("duration of the war", "accept_duration"),
    _all("guarantees sought by side 0", "guarantee_bonus_0"),
    _all("coercion of side 0", "coercion_bonus_0"),
    _all("neutrality refused by side 0", "neutrality_penalty_0"),
    _all("weariness", "weariness_0"),
    _all("pressure", "pressure"),
)

CEASEFIRE = (
    Mechanism("truces without verification", {"verification": 1.0, "standing_verification": 1.0}),
    _all("truces break", "truce_abandon"),
    _all("verification", "verification_effect"),
    _all("stakes", "stakes_effect"),
    _all("deaths", "deaths_effect"),
    _all("outside pressure", "press_early", "press_late"),
    _all("peacekeepers", "keepers_hopeful", "keepers_sceptic"),
    _all("guarantees", "alliance_effect", "bilateral_effect", "assurance_effect"),
    _all("accession", "accession_ever"),
    _all("window", "window_effect"),
    _all("shift of power", "shift_effect"),
    _all("mismatch of line and power", "mismatch_effect"),
    _all("frailty", "frailty_sd"),
    _all("forces drift in peace", "force_drift", "force_drift_neutral"),
    _all("side 1 rearms", "rearm_1"),
    _all("end of a resumed war", "war_end_hazard"),
)

COLLAPSE = (
    _all("collapse of side 0", "collapse_rate_0"),
    _all("supply gap in collapse", "collapse_gap_0"),
    _all("density in collapse", "collapse_density_0"),
    _all("collapse ends in a settlement", "collapse_settle_0"),
    _all("disruption of side 1", "collapse_rate_1"),
    _all("stress in disruption", "collapse_stress_1"),
)

MECHANISMS = (*FRONT, *FORCES, *SUPPLY, *ECONOMY, *POLITICS, *BARGAINING, *CEASEFIRE, *COLLAPSE)
