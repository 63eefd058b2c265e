"""The study: every world goes on some time, everything is forecast at rolling origins and scored."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from forecast.calibration.level_fit import LevelFit, Proposal, fit_level
from forecast.observations.series import Floats
from forecast.scores.univariate import crps
from studies.worlds.alternatives import ALTERNATIVES, Alternative
from studies.worlds.catalogue import WORLDS, World
from studies.worlds.draws import Draws, draw
from studies.worlds.front_law import FrontLaw
from studies.worlds.law import Law
from studies.worlds.rules import RULES
from studies.worlds.setting import Setting

HORIZONS = (1, 4, 13, 26, 52)
WEEKS, STEP, ORIGINS = 116, 8, 7
SAMPLES = 800
DRAWS, ENOUGH, TRIES = 800, 100.0, 2
TRUE = "true"
MODELS = (*RULES, TRUE, *(entry.name for entry in ALTERNATIVES))
WORLD, FUTURE, FIT, RULE = 1, 2, 3, 4  # random channels


class Scores(NamedTuple):
    """Of one world: mean fair CRPS in km2, f64[replicates, models, horizons], and the share inside the 80 % interval.

    Both are means over origins and maps; a replicate is one continuation. ess: the smallest and the median effective
    number of draws of our fits and the alternatives'.
    """

    crps: Floats
    inside: Floats
    ess: tuple[float, float]


def study(
    now: Setting, replicates: int, tell: Callable[[str], None], worlds: Sequence[World] = WORLDS
) -> dict[str, Scores]:
    """Scores of all models in `worlds`."""
    found = {}
    for world in worlds:
        number = WORLDS.index(world)
        runs = [replicate(now, world, [now.seed, number, k]) for k in range(replicates)]
        ess = np.concatenate([run[2] for run in runs])
        inside = np.array([run[1] for run in runs])
        scores = np.array([run[0] for run in runs])
        found[world.name] = Scores(scores, inside, (float(ess.min()), float(np.median(ess))))
        tell(f"world {world.name}: {replicates} continuations")
    return found


def replicate(now: Setting, world: World, key: list[int]) -> tuple[Floats, Floats, Floats]:
    """CRPS and coverage f64[models, horizons] of one continuation, and the effective number of draws of every fit."""
    law = world.start(now, _rng(key, WORLD, 0))
    future = draw(WEEKS, now.net.shape[1], 1, _rng(key, WORLD, 1))
    laws, shown = {}, []
    for t in range(WEEKS):
        if t % STEP == 0 and t < STEP * ORIGINS:
            laws[t] = law.pick(np.zeros(1, np.intp))
        shown.append(law.step(future.week(t))[:, 0])
    net = np.concatenate([now.net, shown])
    starts: dict[str, Proposal] = {name: fit.proposal for name, fit in now.fits.items()}
    ess: list[float] = []
    crps_sum = inside_sum = np.zeros(())
    for t, at in laws.items():
        origin = len(now.net) + t
        truth = np.cumsum(net[origin:], axis=0)[np.array(HORIZONS) - 1].T  # (maps, horizons)
        forecasts = np.array(list(_forecasts(now, net[:origin], at, starts, ess, [*key, t])))
        target = np.broadcast_to(truth, forecasts.shape[:-1])
        low, high = np.quantile(forecasts, (0.1, 0.9), axis=-1)
        crps_sum = crps_sum + crps(forecasts, target).mean(axis=1)
        inside_sum = inside_sum + ((low <= target) & (target <= high)).mean(axis=1)
    return np.asarray(crps_sum / ORIGINS), np.asarray(inside_sum / ORIGINS), np.array(ess)


def _forecasts(
    now: Setting, past: Floats, at: Law, starts: dict[str, Proposal], ess: list[float], key: list[int]
) -> Iterator[Floats]:
    """Samples (maps, horizons, samples) of every model in the order of `MODELS`; keeps `starts` for the next origin."""
    maps = past.shape[1]
    for number, rule in enumerate(RULES.values()):
        parts = [rule(past[:, j], HORIZONS, SAMPLES, _rng(key, RULE, number, j)) for j in range(maps)]
        yield np.array(parts).transpose(0, 2, 1)
    draws = draw(max(HORIZONS), maps, SAMPLES, _rng(key, FUTURE))
    yield summed(at.pick(np.zeros(SAMPLES, np.intp)), draws)
    for entry in ALTERNATIVES:
        fit = refit(past, entry, starts[entry.name], _rng(key, FIT))
        starts[entry.name] = fit.proposal
        ess.append(fit.ess)
        yield summed(forecast(now, fit, entry, len(past), SAMPLES, _rng(key, FIT, 1)), draws)


def refit(past: Floats, entry: Alternative, start: Proposal, rng: np.random.Generator) -> LevelFit:
    """The posterior at a later origin, from the one before, or if that has too few effective draws from the prior."""
    for _ in range(TRIES):
        fit = fit_level(past, rng, DRAWS, entry.prior, start, rounds=0)
        if fit.ess >= ENOUGH:
            return fit
        start = fit.proposal
    return fit_level(past, rng, prior=entry.prior)


def forecast(now: Setting, fit: LevelFit, entry: Alternative, weeks: int, n: int, rng: np.random.Generator) -> FrontLaw:
    """Our law, ready to run from an origin after `weeks` weeks of record, with the prior of `entry`."""
    ruptures = (now.ruptures[0], now.ruptures[1], weeks / 52.0)
    return FrontLaw.start(entry.prior.curve, fit.resample(n, rng), now.inputs, ruptures, rng)


def summed(law: Law, draws: Draws) -> Floats:
    """Sums over the horizons, (maps, horizons, n)."""
    return np.cumsum(law.run(draws), axis=0)[np.array(HORIZONS) - 1].transpose(1, 0, 2)


def _rng(key: Sequence[int], *channel: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64([*key, *channel]))
