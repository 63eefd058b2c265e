"""Prepares what all worlds start from: the observed totals, all fits at their end, and the inputs of the config."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.calibration.front_fit import side_by_side
from forecast.calibration.level_fit import LevelFit, fit_level
from forecast.hindcast.front_only import rupture_counts
from forecast.observations.cleaning import usable_all
from forecast.observations.series import Floats, Observations
from studies.worlds.level_priors import ALTERNATIVES, DOSSIER, OURS

if TYPE_CHECKING:
    from forecast.config import Experiment

FITS = 0  # random channel


class StartingPoint(NamedTuple):
    """What is known at the end of the observed series.

    Attributes
    ----------
    net : float64[n_weeks, n_maps]
        Observed weekly gains, km2.
    fits : dict of LevelFit
        Fit at the end of the series under each alternative, by name.
    dossier : LevelFit
        Fit of form (1) of the dossier, on the asinh scale.
    inputs : float32[n_params, n_samples]
        Kernel parameters as a run of the experiment draws them.
    ruptures : (int, int, float)
        Number of ruptures of side 0 and side 1 in the record, and length of the record in years.
    seed : int
        Seed of all random numbers.
    """

    net: Floats
    fits: dict[str, LevelFit]
    dossier: LevelFit
    inputs: NDArray[np.float32]
    ruptures: tuple[int, int, float]
    seed: int

    @property
    def our_fit(self) -> LevelFit:
        """The fit under our own prior."""
        return self.fits[OURS]


def starting_point(maps: Sequence[Observations], inputs: NDArray[np.float32], seed: int) -> StartingPoint:
    """Fit the level under every prior to the whole series.

    Parameters
    ----------
    maps : sequence of Observations
        Maps of the same front.
    inputs : float32[n_params, n_samples]
        Kernel parameters, from `run_inputs`.
    seed : int
        Seed of the fits.
    """
    usable = usable_all(maps)
    net = side_by_side(usable)

    def rng() -> np.random.Generator:
        return np.random.Generator(np.random.PCG64([seed, FITS]))

    fits = {entry.name: fit_level(net, rng(), prior=entry.prior) for entry in ALTERNATIVES}
    return StartingPoint(net, fits, fit_level(net, rng(), prior=DOSSIER), inputs, rupture_counts(usable[0]), seed)


def run_inputs(exp: "Experiment", samples: int) -> NDArray[np.float32]:
    """Return kernel parameters as a run of this experiment draws them, float32[n_params, samples]."""
    from forecast.experiment.inputs import Sampler

    design = exp.design.model_copy(update={"draws": samples, "replicates": 1, "members": None})
    return Sampler(exp.model_copy(update={"design": design})).inputs(0, samples).params
