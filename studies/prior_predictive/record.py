"""One year of the front in the form in which observed and simulated weeks are compared."""

from dataclasses import dataclass

from studies.front_statistics.observations import Floats

WEEKS = 57
"""Length of the compared record: the 57 weeks that end with the training series (front statistics of the dossier)."""
QUARTER, YEAR = 13, 52
SALIENT_WEEKS = 12
"""Weeks from the peak of the salient to the end of the series."""


@dataclass(frozen=True)
class Record:
    """Weekly series, members in the last axis (1 for what was observed).

    net f64[WEEKS, m]: net gain of the attacker, km2/week. shown f64[WEEKS, m]: the same as one map shows it, with that
    map's error in simulated weeks. sectors f64[WEEKS, S, m]: net gain by sector. claimed f64[WEEKS, m]: claimed
    casualties of the attacker, persons/day. salient f64[SALIENT_WEEKS + 1, m]: km2. land: pre-invasion land of the
    defender, km2. ahead: simulated, so that week 0 lies before the first week and not after the last one.
    """

    net: Floats
    shown: Floats
    sectors: Floats
    claimed: Floats
    salient: Floats
    land: float
    ahead: bool

    def near(self, x: Floats, weeks: int) -> Floats:
        """The weeks of a series that lie nearest to week 0."""
        return x[:weeks] if self.ahead else x[-weeks:]
