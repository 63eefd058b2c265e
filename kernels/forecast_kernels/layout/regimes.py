"""The regimes of a member (the phases of its war): number, name, meaning, and groups of regimes.

`model.regime` has compiled functions that test for the groups. Result files contain the numbers, so only append.
"""

from typing import NamedTuple


class Regime(NamedTuple):
    """One phase of a war."""

    number: int
    name: str
    meaning: str


WAR, TRUCE, CEASEFIRE, WAR2, PEACE2, COLLAPSED = range(6)
REGIMES = (
    Regime(WAR, "war", "the war as at week 0"),
    Regime(TRUCE, "truce", "an agreement without verification, in its first four weeks"),
    Regime(CEASEFIRE, "ceasefire", "an agreement that is verified or has outlived its truce"),
    Regime(WAR2, "resumed_war", "large-scale war after a ceasefire"),
    Regime(PEACE2, "second_peace", "the resumed war has ended; no way leads out"),
    Regime(COLLAPSED, "collapsed", "side 0 has collapsed; no way leads out"),
)
REGIME_NAMES = tuple(regime.name for regime in REGIMES)
N_REGIMES = len(REGIMES)

FIGHTING = (WAR, WAR2)
FRONT_MOVES = (WAR, TRUCE, WAR2)
SIGNED = (TRUCE, CEASEFIRE)
