"""Continuous ranked probability score of samples, fair: unbiased in the number of samples."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def crps(samples: npt.ArrayLike, truth: npt.ArrayLike) -> Floats:
    """Fair CRPS of samples float64[..., M] against truth float64[...], shape [...], in the unit of the samples.

    mean |x - y| - sum over pairs i, j of |x_i - x_j| / (2 M (M - 1)), in order M log M: the probability weighted
    moments of scoringrules give that number, its estimator named `fair` goes over all pairs. The mean over ensembles is
    the score of the law that they are drawn from (Ferro 2014), so a single score may be below 0. NaN truth gives NaN.
    Raises ValueError for fewer than 2 samples or shapes that do not fit.
    """
    import scoringrules as sr

    x, y = paired(samples, truth)
    return np.asarray(sr.crps_ensemble(y, x, estimator="pwm", backend="numpy"), dtype=np.float64)


def paired(samples: npt.ArrayLike, truth: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Both as float64, samples [..., M] and truth [...]. Raises ValueError where they do not fit or M is below 2."""
    x, y = np.asarray(samples, dtype=np.float64), np.asarray(truth, dtype=np.float64)
    if x.ndim == 0 or x.shape[:-1] != y.shape:
        raise ValueError(f"samples of shape {x.shape} do not fit truth of shape {y.shape}")
    if x.shape[-1] < 2:
        raise ValueError("a fair score needs at least 2 samples")
    return x, y
