"""Mechanisms of the decisions of both sides."""

from studies.influence.mechanisms.mechanism import NO_TIME, off

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
    off("elicited anchor", "weight_elicited"),
    off("crowd in the elicited anchor", "crowd_weight"),
)
