"""Levers drawn at random, member by member: every lever in use, far outside what a branch would set together."""

import numpy as np

from forecast_kernels.layout.levers import DONOR_LEVERS, LEVERS, NEVER
from tests.statistical.ensembles import Case, case


def _maybe(rng: np.random.Generator, chance: float, values: np.ndarray, otherwise: float) -> np.ndarray:
    return np.where(rng.random(len(values)) < chance, values, otherwise)


def _levers(rng: np.random.Generator, n: int) -> dict[str, np.ndarray]:
    def between(low, high):
        return rng.uniform(low, high, n)

    def flag(chance):
        return (rng.random(n) < chance).astype(float)

    package = between(-1, 60)
    cut = _maybe(rng, 0.3, between(0, 60), NEVER)
    return {
        "package_week": package,
        "package_until": np.minimum(_maybe(rng, 0.2, package + between(1, 60), NEVER), NEVER),
        "troops": _maybe(rng, 0.5, between(5, 60), 0.0),
        "troops_arrival": between(0, 30),
        "troops_duration": between(10, 200),
        "troops_stay": flag(0.3),
        "bilateral": flag(0.5),
        "alliance": flag(0.2),
        "accession_path": flag(0.5),
        "west_german": flag(0.5),
        "neutral": flag(0.3),
        "relief": flag(0.5),
        "recognition": flag(0.3),
        "cession": _maybe(rng, 0.3, between(0, 20_000), 0.0),
        "swap": flag(0.5),
        "dmz": flag(0.5),
        "verification": between(0, 1),
        "pressure": between(0, 1),
        "intel_cut_from": cut,
        "intel_cut_until": cut + between(1, 40),
        "offer_week": _maybe(rng, 0.8, between(-1, 60), NEVER),
        "deadline": between(1, 20),
        "freeze_withdrawn": flag(0.3),
        "counter_chance": _maybe(rng, 0.5, between(0, 1), 0.0),
        "counter_neutral": flag(0.5),
        "counter_relief": flag(0.5),
        "counter_recognition": flag(0.5),
        "wait_until": _maybe(rng, 0.3, between(0, 80), 0.0),
        "execute": _maybe(rng, 0.7, between(0, 1), 1.0),
        "appropriation_lag": between(0, 16),
        "drawdown_lag": _maybe(rng, 0.6, between(0, 12), NEVER),
        "surge_week": _maybe(rng, 0.2, between(-1, 60), NEVER),
        "surge_duration": between(5, 80),
        "surge_ramp": between(0, 20),
        "surge_strikes": flag(0.5),
        "surge_sanctions": flag(0.5),
        "strikes_week": _maybe(rng, 0.3, between(0, 80), NEVER),
        "sanctions_week": _maybe(rng, 0.3, between(0, 80), NEVER),
        "compact_week": _maybe(rng, 0.5, between(0, 80), NEVER),
        "compact_pledge": between(0.02, 0.05),
        "compact_capabilities": between(0, 0.8),
        "compact_missions": flag(0.5),
    }


def _donor_levers(rng: np.random.Generator, n: int, halted: float) -> dict[str, np.ndarray]:
    change = _maybe(rng, 0.8, rng.uniform(-1, 60, n), NEVER)
    return {
        "keep": rng.uniform(0.0, 1.2, n),
        "change_week": change,
        "resume_week": np.minimum(_maybe(rng, 0.4, change + rng.uniform(0, 60, n), NEVER), NEVER),
        "runout": rng.uniform(0, 30, n),
        "halt_pipeline": (rng.random(n) < halted).astype(float),
        "backfill_mult": rng.uniform(0, 3, n),
        "surge_mult": rng.uniform(0.5, 2.5, n),
        "peace_flow": rng.uniform(0, 1, n),
    }


def random_levers(n: int, seed: int) -> Case:
    """Drawn parameters of the committed experiment under levers of each member's own.

    Aid never stops altogether: a force would then be wiped out, and what follows is chaos that no two writings share.
    """
    rng = np.random.default_rng(seed)
    c = case("surge_offer", n)
    rows = _levers(rng, n)
    levers = np.stack([rows[lever.name] for lever in LEVERS]).astype(np.float32)
    blocks = [_donor_levers(rng, n, 0.3 if k == 0 else 0.0) for k in range(len(c.donors))]
    donor_levers = np.stack([[b[lever.name] for lever in DONOR_LEVERS] for b in blocks]).astype(np.float32)
    return c._replace(levers=np.ascontiguousarray(levers), donor_levers=np.ascontiguousarray(donor_levers))
