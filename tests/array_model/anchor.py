"""The level of side 1's readiness: the index at the reference offer, by the anchor that a draw has."""

from tests.array_model.curves import inverse_softplus


def reference_value(p):
    """Worth to side 1 of troops, bilateral commitments and a path to membership."""
    return p.accept_troops + p.accept_bilateral + p.accept_path_weight * p.accept_alliance


def anchor(xp, p, fitted, standing_value):
    offset = p.accept_lambda * (standing_value - reference_value(p) - p.accept_threat)

    def from_hazard(hazard):
        return inverse_softplus(xp, hazard / 13.0 / fitted.signs_0) - offset

    crowd = -xp.log(1.0 - p.crowd_chance) / p.crowd_years * p.crowd_record
    ultimatum = inverse_softplus(xp, -xp.log(1.0 - p.ultimatum_accept) / 6.5)
    total = p.weight_base_rate + p.weight_ultimatum + p.weight_crowd
    u = p.submodel_pick * total
    rest = xp.where(p.weight_base_rate + p.weight_ultimatum > u, ultimatum, from_hazard(crowd))
    return xp.where(p.weight_base_rate > u, from_hazard(p.agreement_hazard), rest)


def kind(xp, fitted, alpha):
    """Where a draw stands among the draws by that index, in standard deviations; 0 if they hardly differ."""
    differ = fitted.type_sd > 0.01
    spread = xp.where(differ, fitted.type_sd, fitted.type_sd + 1.0)
    return xp.where(differ, xp.clip((alpha - fitted.type_mean) / spread, -2.5, 2.5), alpha * 0.0)
