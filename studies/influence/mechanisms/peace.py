"""Mechanisms of the ceasefire, of collapse, and of what lies beyond the war."""

from studies.influence.mechanisms.mechanism import Mechanism, off

CEASEFIRE = (
    Mechanism("truces without verification", {"verification": 1.0, "standing_verification": 1.0}),
    off("truces break", "truce_abandon"),
    off("verification", "verification_effect"),
    off("stakes", "stakes_effect"),
    off("deaths", "deaths_effect"),
    off("outside pressure", "press_early", "press_late"),
    off("peacekeepers", "keepers_hopeful", "keepers_sceptic"),
    off("guarantees", "alliance_effect", "bilateral_effect", "assurance_effect"),
    off("accession", "accession_ever"),
    off("window", "window_effect"),
    off("shift of power", "shift_effect"),
    off("mismatch of line and power", "mismatch_effect"),
    off("frailty", "frailty_sd"),
    off("forces drift in peace", "force_drift", "force_drift_neutral"),
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
    off("neutrality in sovereignty", "sovereignty_neutral"),
    off("recognition in sovereignty", "sovereignty_recognition"),
)
