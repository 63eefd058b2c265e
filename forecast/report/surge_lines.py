"""Lasting peace by the length of the surge: groups of draws, against the reference and against a bluff."""

from typing import NamedTuple

from forecast.analysis.draw_groups import DrawGroup, equal_groups
from forecast.config.prior import Prior
from forecast.config.quantities import PriorRef
from forecast.report.material import Material
from forecast.report.peace_lead import peace_lead

GROUPS = 5


class SurgeLine(NamedTuple):
    """The branch that is subtracted, its name in words, and groups of draws by the length of the surge."""

    branch: str
    title: str
    groups: tuple[DrawGroup, ...]


def surge_prior(material: Material) -> Prior | None:
    """The drawn input that is the length of the surge of the tested branch; None without one."""
    branch = material.experiment.branches.get(material.tested_branch or "")
    offer = None if branch is None else branch.offer
    surge = None if offer is None or offer.if_refused is None else offer.if_refused.surge
    if surge is None or not isinstance(surge.duration, PriorRef):
        return None
    name = surge.duration.prior
    return next((prior for prior in material.search.priors if prior.name == name), None)


def surge_lines(material: Material) -> tuple[SurgeLine, ...]:
    """Lasting peace in the tested branch less that in the reference, and in a bluff; empty without a drawn length."""
    prior = surge_prior(material)
    if prior is None:
        return ()
    titles = material.titles
    lines = []
    for other in (material.members.reference, *_bluffs(material)[:1]):
        lead = peace_lead(material, other)
        if lead is not None:
            groups = equal_groups(material.members, prior.name, lead.gap, GROUPS)
            if len(groups) > 1:
                lines.append(SurgeLine(other, titles[other], groups))
    return tuple(lines)


def _bluffs(material: Material) -> list[str]:
    """Branches whose threat is never carried out."""
    found = []
    for name in material.members.others:
        offer = material.experiment.branches[name].offer
        if name != material.tested_branch and offer and offer.if_refused and offer.if_refused.executed == 0.0:
            found.append(name)
    return found
