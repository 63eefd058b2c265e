"""Mechanisms of the front and of the forces."""

from studies.influence.mechanisms.mechanism import Mechanism, off

FRONT = (
    off("season", "season_amp"),
    off("trend of the advance", "trend"),
    off("drift of the level", "level_sd"),
    off("weekly shock of the level", "level_shock"),
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
