"""Cases of one war hang together: they are left out together and drawn again together."""

from collections.abc import Sequence

import numpy as np

from studies.ceasefires.draws import Floats

REPEATS, SEED = 4000, 20241132


def resampled(values: Floats, wars: Sequence[str]) -> Floats:
    """Sums of values f64[cases, k] over as many wars, drawn with replacement, as there are, f64[REPEATS, k]."""
    labels, place = np.unique(np.asarray(wars), return_inverse=True)
    sums = np.zeros((len(labels), values.shape[1]))
    np.add.at(sums, place, values)
    picked = np.random.default_rng(SEED).integers(0, len(labels), (REPEATS, len(labels)))
    return np.asarray(sums[picked].sum(axis=1))


def ratio_interval(top: Floats, bottom: Floats, wars: Sequence[str]) -> tuple[float, float]:
    """Central 80 % of sum(top) over sum(bottom), both f64[cases], drawn again by war."""
    sums = resampled(np.stack([top, bottom], axis=1), wars)
    low, high = np.quantile(sums[:, 0] / sums[:, 1], (0.1, 0.9))
    return float(low), float(high)
