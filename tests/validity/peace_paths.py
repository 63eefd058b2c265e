"""A ceasefire signed in week 1, and the hazard of a return to war after it: the durability mechanism alone.

The kernel is run as it is. Bands are made a millionth, so that no member returns to war and the weekly trace shows the
whole integrated hazard; it is scaled back here. Survival is then known per draw, without the noise of single events.
"""

import numpy as np

from forecast_kernels.cpu.buffers import buffers
from forecast_kernels.layout.levers import NEVER
from forecast_kernels.layout.regimes import SIGNED
from tests.kernels.case import FITTED, PARAMETER, SEED, TRACE, Case

BANDS = ("hazard_0_1m", "hazard_1_6m", "hazard_6_12m", "hazard_1_5y", "hazard_5_10y", "hazard_10y")
SMALL = np.float32(2.0**-20)
SEEN = 128
YEAR = 52


TERMS_1 = ("troops", "alliance", "bilateral", "neutrality", "relief", "recognition", "cession")
TERMS_0 = ("guarantee_bonus_0", "neutrality_penalty_0", "recognition_penalty_0", "cession_penalty_0")


def only_package(c: Case) -> Case:
    """The package is the one thing that can be signed: nobody believes the threat that withdraws the freeze.

    Its deadline never comes, so nothing is refused, no surge begins and no counter-offer is made. Changes `c`.
    """
    c.set(credibility_t0=1e-6, signal_llr=0)
    return c.lever(offer_week=0, deadline=NEVER, freeze_withdrawn=1)


def signed_at_once(c: Case) -> Case:
    """Both sides sign the package in week 1, verified by the lever; no collapse or break; one sector. Changes `c`.

    No term is worth anything to either side, so that the freeze on the table beside the package is never preferred.
    """
    c.set(**{f"accept_{term}": 0 for term in TERMS_1}, **dict.fromkeys(TERMS_0, 0))
    c.set(
        agreement_hazard=1e9, weight_base_rate=1, weight_ultimatum=0, weight_crowd=0, collapse_rate_0=1e-9,
        collapse_rate_1=1e-9, baseline_long=0, baseline_post=0, mismatch_effect=0, relief_drift=0,
        type_effect=0,  # every draw signs at once, so their readiness says nothing
        truce_30d_states=0, truce_30d_proxies=0,
    )  # fmt: skip
    c.lever(package_week=0, offer_week=NEVER, verification=1, swap=0)
    c.sectors = np.ascontiguousarray(c.sectors[:1])
    return c


def traced(c: Case, weeks: int, names: tuple[str, ...], seed: int = SEED) -> dict[str, np.ndarray]:
    """Weekly trace of every member by name, f32[weeks + 1, n]."""
    from forecast_kernels.cpu.simulate import simulate

    n = c.params.shape[1]
    kept: dict[str, list[np.ndarray]] = {name: [] for name in names}
    for first in range(0, n, SEEN):
        part = c.columns(slice(first, min(first + SEEN, n)))
        k = part.params.shape[1]
        filled = buffers(k, part.donors.shape[0], c.sectors.shape[0], weeks, traced=k)
        simulate(
            seed, first, weeks, part.params, part.donors, part.levers, part.donor_levers, part.sectors, FITTED,
            *filled,
        )  # fmt: skip
        for name in names:
            kept[name].append(filled.trace[:, TRACE[name]].copy())
    return {name: np.concatenate(parts, axis=1) for name, parts in kept.items()}


def hazard(c: Case, weeks: int) -> np.ndarray:
    """Hazard of a return to war per year by age of the ceasefire, f64[weeks, n]; row a is the week that starts at a."""
    small = c.columns(slice(None))
    for name in BANDS:
        small.params[PARAMETER[name]] *= SMALL
    seen = traced(small, weeks + 1, ("regime", "return_hazard", "package"))
    agreed = np.isin(seen["regime"][1:], SIGNED)
    assert agreed.all(), "a member is not in the agreement of week 1"
    assert (seen["package"][1:] == 1).all(), "a member signed the standing terms"
    return seen["return_hazard"][2:].astype(np.float64) / float(SMALL)


def keepers_effect(c: Case) -> np.ndarray:
    """Log hazard ratio of peacekeepers in each draw, by the school that it believes."""
    weight, school = c.params[PARAMETER["keepers_weight"]], c.params[PARAMETER["keepers_school"]]
    hopeful, sceptic = c.params[PARAMETER["keepers_hopeful"]], c.params[PARAMETER["keepers_sceptic"]]
    return np.where(school < weight, hopeful, sceptic)


def survival(yearly: np.ndarray) -> np.ndarray:
    """Chance that a ceasefire still holds, f64[weeks + 1, n] by age; row 0 is 1."""
    total = np.cumsum(yearly, axis=0) / YEAR
    return np.exp(-np.concatenate([np.zeros((1, yearly.shape[1])), total]))
