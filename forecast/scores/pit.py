"""Probability integral transform of samples: where the truth falls among them."""

import numpy as np
import numpy.typing as npt

from forecast.scores.crps import Floats, paired

Integers = npt.NDArray[np.int64]


def ranks(samples: npt.ArrayLike, truth: npt.ArrayLike, rng: np.random.Generator) -> Integers:
    """Samples below the truth, 0 .. M, shape [...]; samples [..., M], truth [...] without NaN.

    Among samples equal to the truth its place is drawn: zeros are common in a quiet sector. If truth and samples come
    from one law, every rank is equally likely (Talts et al. 2018 for posteriors).
    """
    x, y = paired(samples, truth)
    if np.isnan(y).any():
        raise ValueError("a truth that is not known has no rank")
    below = (x < y[..., None]).sum(axis=-1)
    tied = (x == y[..., None]).sum(axis=-1)
    return np.asarray(below + np.floor(rng.random(y.shape) * (tied + 1)), dtype=np.int64)


def pit(samples: npt.ArrayLike, truth: npt.ArrayLike, rng: np.random.Generator) -> Floats:
    """Randomised PIT, shape [...]: uniform on 0 .. 1 if truth and samples come from one law, whatever M and the ties.

    (rank + v)/(M + 1), v uniform; samples [..., M], truth [...]. NaN without truth; the others do not depend on it.
    """
    x, y = paired(samples, truth)
    known = ~np.isnan(y)
    place = ranks(x, np.where(known, y, 0.0), rng)
    return np.asarray(np.where(known, (place + rng.random(y.shape)) / (x.shape[-1] + 1), np.nan))
