"""The level of side 1's readiness: the index at the reference offer, by the sub-model that a draw has."""

from tests.array_model.bargaining import guarantee, readiness_defender
from tests.array_model.curves import inverse_softplus


def reference_value(p):
    """Worth to side 1 of troops, bilateral commitments, a path to membership and sanctions relief."""
    return p.accept_troops + p.accept_bilateral + p.accept_path_weight * p.accept_alliance + p.accept_relief


def kept(p):
    """Share of agreements under the standing package that become ceasefires."""
    return p.standing_verification + (1.0 - p.standing_verification) * (1.0 - p.truce_abandon) ** (28.0 / 30.0)


def anchor(xp, p, collapse_chance, standing_value):
    nothing = p.oil_t0 * 0.0
    standing = guarantee(nothing, nothing, p.standing_bilateral, nothing)
    ready_0 = readiness_defender(xp, p, standing, collapse_chance, nothing, nothing, nothing, nothing)
    offset = p.accept_lambda * (standing_value - reference_value(p) - p.accept_threat)

    def from_hazard(agreements):
        return inverse_softplus(xp, agreements / 13.0 / ready_0) - offset

    crowd = -xp.log(1.0 - p.crowd_chance) / p.crowd_years
    mixed = xp.exp((1.0 - p.crowd_weight) * xp.log(p.ceasefire_hazard / kept(p)) + p.crowd_weight * xp.log(crowd))
    ultimatum = inverse_softplus(xp, -xp.log(1.0 - p.ultimatum_accept) / 6.5)
    total = p.weight_reduced + p.weight_ultimatum + p.weight_elicited
    u = p.submodel_pick * total
    rest = xp.where(p.weight_reduced + p.weight_ultimatum > u, ultimatum, from_hazard(mixed))
    return xp.where(p.weight_reduced > u, from_hazard(p.ceasefire_hazard / kept(p)), rest)
