"""Runs of the kernel that the benchmarks and the page of claims look at: wars that go on, and both tracks of C21."""

from functools import cache

import numpy as np

from forecast_kernels.layout.state import NS
from tests.kernels.case import FITTED, PARAMETER, SEED, TRACE, Case
from tests.validity.claims import outcome
from tests.validity.paired import average, difference, members, run
from tests.validity.published import AFP_JANUARY, COUNTRY, ELEVEN_MONTHS, LAND_CLAIMED
from tests.validity.war_only import war

MEMBERS, TILE = 1024, 128
TRACKS = {
    "the offer": {},
    "without guarantees": {"troops": 0, "accession_path": 0, "bilateral": 0},
    "land claimed left and recognised": {"recognition": 1, "cession": LAND_CLAIMED},
}
LIMITS = {"1 % of the country": 1.0, "twice the gain of 2024": 200 * ELEVEN_MONTHS * 12 / 11 / COUNTRY}


class Seen:
    """Weekly net gain, gains by sector and claimed casualties a day of members at war, without talks or collapse."""

    def __init__(self, c: Case, weeks: int) -> None:
        from forecast_kernels.cpu.buffers import buffers
        from forecast_kernels.cpu.simulate import simulate

        parts = []
        for lo in range(0, MEMBERS, TILE):
            q = c.columns(slice(lo, lo + TILE))
            filled = buffers(TILE, q.donors.shape[0], q.sectors.shape[0], weeks, traced=TILE)
            simulate(SEED, lo, weeks, q.params, q.donors, q.levers, q.donor_levers, q.sectors, FITTED, *filled)
            path = filled.trace.astype(float)
            claimed = path[1:, TRACE["loss_1"]] * 1000 / 7 / q.params[PARAMETER["loss_bias_1"]]
            parts.append((path[1:, TRACE["weekly_net"]], np.diff(path[:, NS:], axis=0), claimed))
        self.net, self.by_sector, self.claimed = (np.concatenate(p, axis=-1) for p in zip(*parts, strict=True))


@cache
def after_week_0() -> Seen:
    return Seen(war("offer.yaml", "muddle_through"), 52)


@cache
def from_january() -> Seen:
    """Eleven months that start at the pace printed for January 2024."""
    return Seen(war("offer.yaml", "muddle_through").set(level_t0=AFP_JANUARY * 7 / 31), 48)


@cache
def tracks() -> dict[str, dict[str, np.ndarray]]:
    """C21, by track: chance that side 1 is ready within 26 weeks, that side 0 consents, and that both do."""
    found = {}
    for name, levers in TRACKS.items():
        r = run(members("surge_offer", 2048).lever(**levers), 14)
        ready, consent = outcome(r, "accept_1"), outcome(r, "accept_0")
        found[name] = {"Moscow ready": ready, "Kyiv consents": consent, "both": 1 - (1 - ready) ** consent}
    return found


def reported() -> list[str]:
    """Lines of the page of claims: how static a year is (C18), and both tracks (C21)."""
    share = 100 * after_week_0().net.sum(axis=0) / COUNTRY
    lines = ["| C18: gain of the year after week 0, war going on | share of members |", "|---|---|"]
    for name, limit in LIMITS.items():
        below = (share < limit).mean()
        error = np.sqrt(below * (1 - below) / MEMBERS)
        lines.append(f"| below {name} ({limit:.1f} %) | {below:.2f} ±{error:.2f} |")
    found = tracks()
    lines += ["", f"| C21, with {LAND_CLAIMED:,.0f} km² | {' | '.join(found['the offer'])} |", "|---|---|---|---|"]
    for name, sides in found.items():
        cells = []
        for side, values in sides.items():
            here, change = average(values), difference(values, found["the offer"][side])
            more = "" if name == "the offer" else f" ({change.value:+.2f})"
            cells.append(f"{here.value:.2f} ±{max(here.mcse, 0.01):.2f}{more}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines
