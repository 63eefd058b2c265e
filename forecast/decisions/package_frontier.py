"""Acceptance against durability over the branches that put a package on the table.

A package that is accepted more often may last less long. A package is dominated if another one is clearly ahead on
both. Whether a ceasefire lasts is a share of the ceasefires of a branch, so two branches are compared over different
members: a package that only tempts an attacker who keeps his word looks lasting.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from forecast.analysis.draw_means import DrawTable
from forecast.analysis.estimates import Estimate, Floats, Linear
from forecast.analysis.headlines import BY_WEEK, durable, lasting_years
from forecast.analysis.members import Members
from forecast.analysis.ties import tie
from forecast.decisions.offer_fate import lasts_where, weighted_mean

Status = Literal["dominated", "open", "frontier"]
"""dominated: another package is clearly ahead on both. open: another is ahead on one and tied on the other. frontier:
no other package is ahead on one without being behind on the other."""

NUMBERS = ("package", "ceasefire", "lasts", "durable")
AXES = NUMBERS[:2]
"""What counts as acceptance: agreement on the package of the branch, or any ceasefire, both within two years."""


@dataclass(frozen=True)
class PackagePoint:
    """One branch.

    package, ceasefire: share with agreement on its package, and with a ceasefire, within two years. lasts: share of
    these ceasefires that last. durable: share of all members with a ceasefire that lasts. status, ahead: by axis of
    acceptance, whether it is dominated and which packages are ahead (or ahead on one and tied on the other).
    """

    branch: str
    package: Estimate
    ceasefire: Estimate
    lasts: Estimate
    durable: Estimate
    status: dict[str, Status]
    ahead: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Frontier:
    """The packages of a run; years: how long a ceasefire has to last."""

    years: int
    points: tuple[PackagePoint, ...]


def package_frontier(members: Members, table: DrawTable, weights: Floats | None = None) -> Frontier | None:
    """Compare the packages of a run; None with fewer than two, or in a run too short for a ceasefire of a year.

    Parameters
    ----------
    members : Members
        The run.
    table : DrawTable
        Its draws.
    weights : float64[draws], optional
        Importance of each draw.
    """
    years, branches = lasting_years(members.manifest.horizon), members.run.experiment.branches
    offered = [name for name in members.manifest.branches if branches[name].package is not None]
    if years is None or len(offered) < 2:
        return None
    found: dict[str, dict[str, Linear]] = {}
    for branch in offered:
        signed, ceasefire = (members.values(branch, f"{event}_week") for event in ("package_signed", "ceasefire"))
        lasting = members.values(branch, durable(years))
        columns = {
            "package": (signed <= BY_WEEK).astype(np.float64),
            "ceasefire": (ceasefire <= BY_WEEK).astype(np.float64),
            "lasts": lasts_where(ceasefire, lasting),
            "durable": lasting,
        }
        found[branch] = {name: weighted_mean(column, table, weights) for name, column in columns.items()}
    return Frontier(years, tuple(_point(branch, found, members.clusters.count) for branch in offered))


def _point(branch: str, found: dict[str, dict[str, Linear]], clusters: int) -> PackagePoint:
    status: dict[str, Status] = {}
    ahead: dict[str, tuple[str, ...]] = {}
    for axis in AXES:
        signs = {
            other: [_sign((found[other][name] - found[branch][name]).estimate, clusters) for name in (axis, "lasts")]
            for other in found
            if other != branch
        }
        both = tuple(other for other, pair in signs.items() if min(pair) > 0)
        some = tuple(other for other, pair in signs.items() if min(pair) == 0 and max(pair) > 0)
        status[axis] = "dominated" if both else "open" if some else "frontier"
        ahead[axis] = both or some
    package, ceasefire, lasts, durables = (found[branch][name].estimate for name in NUMBERS)
    return PackagePoint(branch, package, ceasefire, lasts, durables, status, ahead)


def _sign(difference: Estimate, clusters: int) -> int:
    """1 if a difference is clearly above 0, -1 if below; 0 for a tie: within two errors or under one point."""
    if tie(difference, None, clusters) is not None:
        return 0
    return 1 if difference.value > 0.0 else -1
