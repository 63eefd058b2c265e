"""The course of an offer as a tree: what comes of it within two years, whether a ceasefire follows, whether it lasts.

The first of three events decides what comes of the offer: its package is signed, another agreement is signed, or the
offer ends without an answer. A week in which several come counts for the first of them in this order.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Estimate, mean, ratio
from forecast.analysis.headlines import BY_WEEK, durable, lasting_years
from forecast.analysis.members import Members

Mask = NDArray[np.bool_]
SURGE, NO_SURGE, PACKAGE, OTHER, PENDING = "refused_surge", "refused_no_surge", "package", "other_agreement", "pending"
REFUSED = "refused"
PATHS = (SURGE, NO_SURGE, PACKAGE, OTHER, PENDING)
"""What can come of an offer; the first two follow a refusal. No future is in two of them."""


@dataclass(frozen=True)
class Node:
    """A node of the tree: share of all members in it, and share of the members of the node before it."""

    of_all: Estimate
    of_parent: Estimate


@dataclass(frozen=True)
class OfferTree:
    """The tree of one branch.

    Attributes
    ----------
    branch : str
        Name of the branch.
    years : int or None
        How long a ceasefire has to last; None if the run is too short to tell.
    refused : Node
        The refusal, the parent of the first two paths.
    paths : dict of str to Node
        Every one of `PATHS`.
    ceasefire, lasting : dict of str to Node
        By path: a ceasefire within two years, and one that then lasts. `lasting` is empty in a short run.
    """

    branch: str
    years: int | None
    refused: Node
    paths: dict[str, Node]
    ceasefire: dict[str, Node]
    lasting: dict[str, Node]


def offer_tree(members: Members, branch: str) -> OfferTree | None:
    """Follow the offer of a branch; None if it makes none or the run ends before two years."""
    if members.run.experiment.branches[branch].offer is None or members.manifest.horizon < BY_WEEK:
        return None
    years = lasting_years(members.manifest.horizon)
    paths = paths_of(members, branch)
    everyone = np.ones(members.count, dtype=bool)
    refused = paths[SURGE] | paths[NO_SURGE]
    came = members.values(branch, "ceasefire_week") <= BY_WEEK
    ceasefire = {path: chosen & came for path, chosen in paths.items()}
    lasting: dict[str, Node] = {}
    if years is not None:
        holds = members.values(branch, durable(years)) > 0.5
        lasting = {path: _node(members, chosen & holds, chosen) for path, chosen in ceasefire.items()}
    return OfferTree(
        branch,
        years,
        _node(members, refused, everyone),
        {path: _node(members, m, refused if path in (SURGE, NO_SURGE) else everyone) for path, m in paths.items()},
        {path: _node(members, chosen, paths[path]) for path, chosen in ceasefire.items()},
        lasting,
    )


def paths_of(members: Members, branch: str) -> dict[str, Mask]:
    """Say for every member of a branch on which of `PATHS` it is, bool[members]; exactly one of them is true."""
    names = ("package_signed", "agreement", "refused", "surge")
    weeks = {name: members.values(branch, f"{name}_week") for name in names}
    package, agreement, refused = (np.where(weeks[n] <= BY_WEEK, weeks[n], np.inf) for n in names[:3])
    first = np.minimum(np.minimum(package, agreement), refused)
    known = np.isfinite(first)
    signed = known & (package == first)
    other = known & ~signed & (agreement == first)
    ended = known & ~signed & ~other
    surge = ended & (weeks["surge"] <= BY_WEEK)
    return {SURGE: surge, NO_SURGE: ended & ~surge, PACKAGE: signed, OTHER: other, PENDING: ~known}


def _node(members: Members, chosen: Mask, parent: Mask) -> Node:
    of_all = mean(chosen.astype(np.float64), members.clusters).estimate
    return Node(of_all, ratio(chosen.astype(np.float64), parent.astype(np.float64), members.clusters).estimate)
