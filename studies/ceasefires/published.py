"""Published survival of ceasefires: constants, each with its source, that need no data file.

Kaplan-Meier shares failed by age on the replication file of Lo, Hashimoto and Reiter 2008 (International Organization
62:717-736): 188 pairs of states after wars 1914 to 2001, of which 56 went back to war.
"""

from typing import NamedTuple

from studies.ceasefires.terms import REFERENCE, UNPRESSED, Terms

AGES = {
    "1 month": 52.0 / 12.0,
    "6 months": 26.0,
    "1 year": 52.0,
    "2 years": 104.0,
    "5 years": 260.0,
    "10 years": 520.0,
    "20 years": 1040.0,
}
"""Weeks."""
WINNER = UNPRESSED._replace(decisive=True)
TIES, WINNERS, IMPOSED = 26 / 89, 45 / 89, 18 / 89
"""After 1945: ties, winners without and with an imposed regime (89 pairs, 71 without one, 26 ties, 63 winners)."""


class Curve(NamedTuple):
    """Per cent failed at AGES among n.

    mix: shares of the terms that these ceasefires had; what is missing to 1 is held to last (imposed regimes). role:
    how far this can count as a test.
    """

    name: str
    n: int
    failed: tuple[float, ...]
    mix: tuple[tuple[Terms, float], ...]
    role: str


SOURCE, DOMAIN, BEYOND = "source of the bands", "same file", "beyond the module"
CURVES = (
    Curve(
        "one row a ceasefire, after 1945, tie, no imposed regime",
        16,
        (12.5, 18.8, 31.3, 31.3, 31.3, 46.5, 65.6),
        ((UNPRESSED, 1.0),),
        SOURCE,
    ),
    Curve("after 1945, tie", 26, (7.7, 26.9, 42.3, 42.3, 42.3, 51.2, 56.6), ((UNPRESSED, 1.0),), DOMAIN),
    Curve("after 1945, tie, neighbours", 18, (11.1, 33.3, 44.4, 44.4, 44.4, 58.3, 68.7), ((UNPRESSED, 1.0),), DOMAIN),
    Curve(
        "third party pressed, all years",
        26,
        (11.5, 15.4, 23.1, 23.1, 27.6, 41.2, 51.0),
        ((REFERENCE, 1.0),),
        DOMAIN,
    ),
    Curve(
        "after 1945, no imposed regime",
        71,
        (2.8, 9.9, 15.5, 16.9, 18.4, 27.6, 34.8),
        ((UNPRESSED, TIES / (TIES + WINNERS)), (WINNER, WINNERS / (TIES + WINNERS))),
        BEYOND,
    ),
    Curve(
        "after 1945, all",
        89,
        (2.3, 8.0, 12.6, 13.8, 15.0, 22.3, 27.8),
        ((UNPRESSED, TIES), (WINNER, WINNERS)),
        BEYOND,
    ),
    Curve(
        "after 1945, winner",
        63,
        (0.0, 0.0, 0.0, 1.6, 3.3, 10.2, 15.9),
        ((WINNER, WINNERS / (WINNERS + IMPOSED)),),
        BEYOND,
    ),
)
NOT_COMPARED = (
    "All 188 pairs since 1914 (2.7 % failed in a month, 11 % in a year, 22 % in twenty) have no printed share of ties, "
    "so no mix of terms can be given."
)
SHARES = (("no imposed regime, all years", 0.35, 155), ("imposed regime, all years", 0.06, 33))
"""Printed shares that ever went back to war; n follows from 56 failures among 188."""
