"""What the module is told about a ceasefire of the past, and on what ground (grades as everywhere: A, B, C)."""

from typing import NamedTuple

FULL_FORCE = 27.0
"""Thousand: the force at which the literature's effect of peacekeepers holds in the kernel."""
NEVER = 1.0e6


class Terms(NamedTuple):
    """Terms of one ceasefire. keepers: thousand, standing throughout; decisive: the fighting had a winner."""

    verified: bool = False
    keepers: float = 0.0
    bilateral: bool = False
    alliance: bool = False
    decisive: bool = False
    pressed: bool = True


REFERENCE = Terms()
"""A tie without verification, troops or guarantee, pressed by a third party as the kernel takes every ceasefire."""
UNPRESSED = Terms(pressed=False)
"""The same without outside pressure: the bands alone, and what the baselines were estimated on."""

MAPPING = (
    ("monitors", "verification, throughout", "B"),
    ("peacekeepers", "foreign troops, size by case (`record.py`), present throughout", "C"),
    ("outside_guarantee", "bilateral commitments; membership in the one case with treaty and garrison", "C"),
    ("decisive_outcome", "log hazard lowered by a draw of N(0.85, 0.38), which is not part of the module", "A"),
    ("every ceasefire", "outside pressure as in the kernel, which assumes it of all; tried without", "C"),
    ("stakes, deaths", "those of the reference cases: the tables do not have them", "C"),
    ("force ratio, line", "no drift, no mismatch: the tables do not have them", "C"),
    ("formal_agreement, dmz, territorial_stake", "not used: the module has no such effect", "-"),
)
"""Column of the case table, what the module is given for it, grade of that step."""
