"""Runs the study: continues every world, forecasts it at rolling origins with all models, and scores the forecasts.

An origin is a week from which the following weeks are forecast. A fan is the interval of a forecast at each horizon.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from forecast.calibration.level_fit import LevelFit, Proposal, fit_level
from forecast.observations.series import Floats
from forecast.scores.univariate import crps
from studies.worlds.catalogue import WORLDS, World
from studies.worlds.front_law import FrontLaw, Law, WeeklyDraws, draw_weeks
from studies.worlds.level_priors import ALTERNATIVES, Alternative
from studies.worlds.quick_benchmarks import RULES
from studies.worlds.starting_point import StartingPoint

HORIZONS = (1, 4, 13, 26, 52)
WEEKS, STEP, ORIGINS = 116, 8, 7
SAMPLES = 800
DRAWS, ENOUGH, TRIES = 800, 100.0, 2
TRUE = "true"
MODELS = (*RULES, TRUE, *(entry.name for entry in ALTERNATIVES))
FAN_BATCHES, FAN_BATCH = 8, 1000
FAN_SAMPLES = FAN_BATCHES * FAN_BATCH
FAN_WEEKS = (26, 52)
WORLD, FUTURE, FIT, RULE, FAN = 1, 2, 3, 4, 5  # random channels


class Scores(NamedTuple):
    """Scores of all models in one world.

    Attributes
    ----------
    crps : float64[n_replicates, n_models, n_horizons]
        Fair CRPS, averaged over origins and maps, km2. A replicate is one continuation.
    inside : float64[n_replicates, n_models, n_horizons]
        Share of outcomes inside the 80 % interval.
    ess : (float, float)
        Minimum and median, over all fits, of the effective number of draws.
    """

    crps: Floats
    inside: Floats
    ess: tuple[float, float]


def score_worlds(
    start: StartingPoint, replicates: int, report: Callable[[str], None], worlds: Sequence[World] = WORLDS
) -> dict[str, Scores]:
    """Score all models in every world. Return the scores by world.

    Parameters
    ----------
    start : StartingPoint
        Starting point of all worlds.
    replicates : int
        Number of continuations of each world.
    report : callable
        Called with one line after each world.
    worlds : sequence of World
        Worlds to score.
    """
    scores = {}
    for world in worlds:
        number = WORLDS.index(world)
        runs = [continue_world(start, world, [start.seed, number, k]) for k in range(replicates)]
        ess = np.concatenate([run[2] for run in runs])
        inside = np.array([run[1] for run in runs])
        values = np.array([run[0] for run in runs])
        scores[world.name] = Scores(values, inside, (float(ess.min()), float(np.median(ess))))
        report(f"world {world.name}: {replicates} continuations")
    return scores


def continue_world(start: StartingPoint, world: World, key: list[int]) -> tuple[Floats, Floats, Floats]:
    """Continue a world once, forecast it at all origins and score the forecasts.

    Parameters
    ----------
    start : StartingPoint
        Starting point of the world.
    world : World
        The world.
    key : list of int
        Seed of this continuation.

    Returns
    -------
    tuple
        CRPS (km2) and coverage, float64[n_models, n_horizons] each, and the effective number of draws of every fit.
    """
    law = world.start(start, _rng(key, WORLD, 0))
    future = draw_weeks(WEEKS, start.net.shape[1], 1, _rng(key, WORLD, 1))
    laws, shown = {}, []
    for t in range(WEEKS):
        if t % STEP == 0 and t < STEP * ORIGINS:
            laws[t] = law.pick(np.zeros(1, np.intp))
        shown.append(law.step(future.week(t))[:, 0])
    net = np.concatenate([start.net, shown])
    proposals: dict[str, Proposal] = {name: fit.proposal for name, fit in start.fits.items()}
    ess: list[float] = []
    crps_sum = inside_sum = np.zeros(())
    for t, law_at_origin in laws.items():
        origin = len(start.net) + t
        truth = np.cumsum(net[origin:], axis=0)[np.array(HORIZONS) - 1].T  # (maps, horizons)
        forecasts = np.array(list(_forecasts(start, net[:origin], law_at_origin, proposals, ess, [*key, t])))
        target = np.broadcast_to(truth, forecasts.shape[:-1])
        low, high = np.quantile(forecasts, (0.1, 0.9), axis=-1)
        crps_sum = crps_sum + crps(forecasts, target).mean(axis=1)
        inside_sum = inside_sum + ((low <= target) & (target <= high)).mean(axis=1)
    return np.asarray(crps_sum / ORIGINS), np.asarray(inside_sum / ORIGINS), np.array(ess)


def _forecasts(
    start: StartingPoint,
    past: Floats,
    law_at_origin: Law,
    proposals: dict[str, Proposal],
    ess: list[float],
    key: list[int],
) -> Iterator[Floats]:
    """Yield the samples of each model, float64[n_maps, n_horizons, n_samples], in the order of `MODELS`.

    Replaces the entries of `proposals`, and appends effective numbers of draws to `ess`.
    """
    maps = past.shape[1]
    for number, rule in enumerate(RULES.values()):
        parts = [rule(past[:, j], HORIZONS, SAMPLES, _rng(key, RULE, number, j)) for j in range(maps)]
        yield np.array(parts).transpose(0, 2, 1)
    draws = draw_weeks(max(HORIZONS), maps, SAMPLES, _rng(key, FUTURE))
    yield sums_ahead(law_at_origin.pick(np.zeros(SAMPLES, np.intp)), draws)
    for entry in ALTERNATIVES:
        fit = refit(past, entry, proposals[entry.name], _rng(key, FIT))
        proposals[entry.name] = fit.proposal
        ess.append(fit.ess)
        yield sums_ahead(our_law(start, fit, entry, len(past), SAMPLES, _rng(key, FIT, 1)), draws)


def refit(past: Floats, entry: Alternative, proposal: Proposal, rng: np.random.Generator) -> LevelFit:
    """Fit the level at a later origin, with the fit at the origin before as proposal.

    If the effective number of draws stays too small, the proposal is the prior.

    Parameters
    ----------
    past : float64[n_weeks, n_maps]
        Gains that the maps had shown by the origin, km2 a week.
    entry : Alternative
        The prior of the level.
    proposal : Proposal
        Proposal of importance sampling, from the fit at the origin before.
    rng : Generator
        Source of the draws.
    """
    for _ in range(TRIES):
        fit = fit_level(past, rng, DRAWS, entry.prior, proposal, rounds=0)
        if fit.ess >= ENOUGH:
            return fit
        proposal = fit.proposal
    return fit_level(past, rng, prior=entry.prior)


def our_law(
    start: StartingPoint, fit: LevelFit, entry: Alternative, weeks: int, n: int, rng: np.random.Generator
) -> FrontLaw:
    """Return our law of the front with one prior of the level, ready to run from an origin.

    Parameters
    ----------
    start : StartingPoint
        Kernel parameters and rupture counts.
    fit : LevelFit
        Fit at the origin.
    entry : Alternative
        The prior of that fit.
    weeks : int
        Length of the record at the origin, in weeks.
    n : int
        Number of members.
    rng : Generator
        Source of parameters and levels.
    """
    ruptures = (start.ruptures[0], start.ruptures[1], weeks / 52.0)
    return FrontLaw.start(entry.prior.curve, fit.resample(n, rng), start.inputs, ruptures, rng)


def sums_ahead(law: Law, draws: WeeklyDraws) -> Floats:
    """Run a law and return the gains summed up to each horizon, km2, float64[n_maps, n_horizons, n]."""
    return np.asarray(np.cumsum(law.run(draws), axis=0)[np.array(HORIZONS) - 1].transpose(1, 0, 2))


class WithError(NamedTuple):
    """A value with its Monte Carlo standard error."""

    value: float
    mcse: float


class Fan(NamedTuple):
    """Forecast of the gain summed over `weeks` on the first map: median, ends and width of the central 80 %, km2."""

    weeks: int
    median: float
    low: float
    high: float
    width: WithError


def prior_fans(start: StartingPoint) -> dict[str, list[Fan]]:
    """Compute fans at the end of the series under every prior, from the same random numbers.

    `start.inputs` must have `FAN_SAMPLES` columns.
    """
    rng = np.random.Generator(np.random.PCG64([start.seed, FAN]))
    draws = draw_weeks(max(HORIZONS), start.net.shape[1], FAN_SAMPLES, rng)
    fans = {}
    for entry in ALTERNATIVES:
        fan_rng = np.random.Generator(np.random.PCG64([start.seed, FAN, 1]))
        law = our_law(start, start.fits[entry.name], entry, len(start.net), FAN_SAMPLES, fan_rng)
        sums = sums_ahead(law, draws)[0]
        fans[entry.name] = [_fan(weeks, sums[HORIZONS.index(weeks)]) for weeks in FAN_WEEKS]
    return fans


def _fan(weeks: int, samples: Floats) -> Fan:
    low, median, high = (float(value) for value in np.quantile(samples, (0.1, 0.5, 0.9)))
    ends = np.quantile(samples.reshape(FAN_BATCHES, FAN_BATCH), (0.1, 0.9), axis=1)
    error = float((ends[1] - ends[0]).std(ddof=1) / np.sqrt(FAN_BATCHES))
    return Fan(weeks, median, low, high, WithError(high - low, error))


def _rng(key: Sequence[int], *channel: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64([*key, *channel]))
