"""What all worlds start from: the observed totals, the fits at their end, the inputs of the config."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.calibration.front_fit import side_by_side
from forecast.calibration.level_fit import LevelFit, fit_level
from forecast.hindcast.front_only import rupture_counts
from forecast.observations.cleaning import usable_all
from forecast.observations.series import Floats, Observations
from studies.worlds.alternatives import ALTERNATIVES, DOSSIER, OURS

if TYPE_CHECKING:
    from forecast.config import Experiment

FITS = 0  # random channel


class Setting(NamedTuple):
    """net (weeks, maps); fits at its end by alternative; `dossier` on the asinh scale; params f32[NP, samples]."""

    net: Floats
    fits: dict[str, LevelFit]
    dossier: LevelFit
    inputs: NDArray[np.float32]
    ruptures: tuple[int, int, float]
    seed: int

    @property
    def front(self) -> LevelFit:
        """Our own fit."""
        return self.fits[OURS]


def setting(maps: Sequence[Observations], inputs: NDArray[np.float32], seed: int) -> Setting:
    """Fits everything to the whole of `maps`."""
    known = usable_all(maps)
    net = side_by_side(known)

    def rng() -> np.random.Generator:
        return np.random.Generator(np.random.PCG64([seed, FITS]))

    fits = {entry.name: fit_level(net, rng(), prior=entry.prior) for entry in ALTERNATIVES}
    return Setting(net, fits, fit_level(net, rng(), prior=DOSSIER), inputs, rupture_counts(known[0]), seed)


def run_inputs(exp: "Experiment", samples: int) -> NDArray[np.float32]:
    """params f32[NP, samples] as a run of this experiment draws them. Raises ConfigError."""
    from forecast.experiment.inputs import Sampler

    design = exp.design.model_copy(update={"draws": samples, "replicates": 1, "members": None})
    return Sampler(exp.model_copy(update={"design": design})).inputs(0, samples).params
