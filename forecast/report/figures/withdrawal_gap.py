"""The withdrawal gap of a branch: the time when its foreign troops are gone and membership is not yet in force."""

from dataclasses import dataclass

import numpy as np

from forecast.analysis.estimates import Estimate, Floats, mean
from forecast.analysis.headlines import BY_WEEK
from forecast.analysis.members import Members
from forecast.config.quantities import PriorRef
from forecast.display.numbers import percent
from forecast.report.material import Material

TAILS = (0.1, 0.9)
OFTEN = 0.05
"""Share of futures with the package signed from which its troops are marked on the axis."""


@dataclass(frozen=True)
class Gap:
    """The gap of one branch.

    Attributes
    ----------
    share : Estimate
        Share of the returns to large-scale war after a first ceasefire that fall into the gap.
    leave : (float, float) or None
        Years after the ceasefire within which the troops leave in the middle 80% of futures; None if that is not drawn
        from a prior, or the package is hardly ever signed.
    sentence : str
        The share in words.
    """

    share: Estimate
    leave: tuple[float, float] | None
    sentence: str


def withdrawal_gap(material: Material) -> Gap | None:
    """Measure the gap of the tested branch; None if it sends no troops for a time, or no war returns."""
    branch, members = material.tested_branch, material.members
    if branch is None:
        return None
    package = members.run.experiment.branches[branch].package
    troops = None if package is None else package.troops
    if troops is None or troops.until_membership is True:
        return None
    returned = members.values(branch, "large_war_week")
    share = mean(np.where(np.isnan(returned), np.nan, members.values(branch, "gap_failure")), members.clusters).estimate
    if not share.n:
        return None
    arrival, stay = _weeks(members, troops.arrival), _weeks(members, troops.duration)
    signed = mean(members.values(branch, "package_signed_week") <= BY_WEEK, members.clusters).estimate
    leave = None
    if stay is not None and signed.value >= OFTEN:
        low, high = (float(end) / 52.0 for end in np.quantile(stay + (0.0 if arrival is None else arrival), TAILS))
        leave = (low, high)
    return Gap(
        share,
        leave,
        f"Of the returns to large war under “{material.titles[branch]}”, {percent(share)} come when its troops are "
        f"gone and membership is not in force. Its package, and so its troops, is agreed within two years in "
        f"{percent(signed)} of futures.",
    )


def _weeks(members: Members, value: object) -> Floats | None:
    """A duration of every member in weeks; None where it is not drawn."""
    if not isinstance(value, PriorRef) or value.prior not in members.run.experiment.priors:
        return None
    prior = members.run.experiment.priors[value.prior]
    if prior.distribution.kind == "fixed":
        return None
    return members.drawn(value.prior).astype(np.float64) * (52.0 if prior.unit == "years" else 1.0)
