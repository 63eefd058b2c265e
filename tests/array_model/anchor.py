"""The level of side 1's readiness: the index at the reference offer, by the sub-model that a draw has."""

from tests.array_model.curves import inverse_softplus


def reference_value(p):
    """Worth to side 1 of troops, bilateral commitments, a path to membership and sanctions relief."""
    return p.accept_troops + p.accept_bilateral + p.accept_path_weight * p.accept_alliance + p.accept_relief


def anchor(xp, p, fitted, standing_value):
    offset = p.accept_lambda * (standing_value - reference_value(p) - p.accept_threat)

    def from_hazard(hazard, share):
        return inverse_softplus(xp, hazard / 13.0 / share) - offset

    crowd = -xp.log(1.0 - p.crowd_chance) / p.crowd_years
    agreements = p.ceasefire_hazard * fitted.signs_0 / fitted.lasts_0
    mixed = xp.exp((1.0 - p.crowd_weight) * xp.log(agreements) + p.crowd_weight * xp.log(crowd))
    ultimatum = inverse_softplus(xp, -xp.log(1.0 - p.ultimatum_accept) / 6.5)
    total = p.weight_reduced + p.weight_ultimatum + p.weight_elicited
    u = p.submodel_pick * total
    rest = xp.where(p.weight_reduced + p.weight_ultimatum > u, ultimatum, from_hazard(mixed, fitted.signs_0))
    return xp.where(p.weight_reduced > u, from_hazard(p.ceasefire_hazard, fitted.lasts_0), rest)


def kind(xp, fitted, alpha):
    """Where a draw stands among the draws by that index, in standard deviations; 0 if they hardly differ."""
    if fitted.type_sd <= 0.01:
        return alpha * 0.0
    return xp.clip((alpha - fitted.type_mean) / fitted.type_sd, -2.5, 2.5)
