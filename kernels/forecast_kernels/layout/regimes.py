"""The regimes of a member (the phases of its war): number, name, meaning, and groups of regimes.

`model.regime` has compiled functions that test for the groups. Result files contain the numbers, so only append.
"""

from typing import NamedTuple


class Regime(NamedTuple):
    """One phase of a war."""

    number: int
    name: str
    meaning: str


WAR, TRUCE, CEASEFIRE, WAR2, PEACE2, COLLAPSED, LOW = range(7)
REGIMES = (
    Regime(WAR, "war", "the war as at week 0"),
    Regime(TRUCE, "truce", "an agreement in its first four weeks, or in the first four weeks after it was renewed"),
    Regime(CEASEFIRE, "ceasefire", "an agreement that has held for four weeks"),
    Regime(WAR2, "resumed_war", "large-scale war after a ceasefire"),
    Regime(PEACE2, "second_peace", "the resumed war has ended; no way leads out"),
    Regime(COLLAPSED, "collapsed", "side 0 has collapsed; no way leads out"),
    Regime(LOW, "low_intensity", "low-intensity fighting after an agreement broke; the front rests"),
)
REGIME_NAMES = tuple(regime.name for regime in REGIMES)
N_REGIMES = len(REGIMES)

FIGHTING = (WAR, WAR2)
FRONT_MOVES = FIGHTING
HOLDING = (TRUCE, CEASEFIRE)
"""An agreement holds."""
SIGNED = (TRUCE, CEASEFIRE, LOW)
"""An agreement was signed and there has been no large-scale war since. Its terms count, also while it is broken."""
