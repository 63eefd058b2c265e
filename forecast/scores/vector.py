"""Scores of samples of a vector, here of all sectors at once: energy score and variogram score."""

import numpy as np
import numpy.typing as npt

from forecast.scores.univariate import Floats

ORDER = 0.5  # of the variogram score


def energy_score(samples: npt.ArrayLike, truth: npt.ArrayLike) -> float:
    """Fair energy score of samples float64[M, D] against truth float64[D]; the CRPS if D is 1. NaN truth gives NaN.

    mean |x - y| - sum over pairs of |x_i - x_j| / (2 M (M - 1)) with Euclidean norms, exact over all pairs. SciPy's
    distances take 14 ms for 2,000 samples of 13 sectors; scoringrules gives the same number in 170 ms. The score hardly
    reacts to wrong correlations; the variogram score does. Raises ValueError as `checked_vectors`.
    """
    from scipy.spatial.distance import pdist

    x, y = checked_vectors(samples, truth)
    return float(np.linalg.norm(x - y, axis=-1).mean() - 0.5 * pdist(x).mean())


def variogram_score(samples: npt.ArrayLike, truth: npt.ArrayLike, order: float = ORDER) -> float:
    """Fair variogram score with equal weights (Scheuerer & Hamill 2015): are the differences between the parts right?

    Sum over ordered pairs i, j of (mean |x_i - x_j|^order - |y_i - y_j|^order)^2, minus the variance of that mean for
    each pair. The subtraction makes it fair and equal to the `fair` estimator of scoringrules, which is of order
    M^2 D^2; the sum itself comes from scoringrules. The score does not see an error that is the same in all parts.

    Parameters
    ----------
    samples : float64[M, D]
        Joint samples of the vector.
    truth : float64[D]
        What was observed; NaN gives NaN.
    order : float
        Power of the differences.

    Returns
    -------
    float
        In the unit of the samples to the power 2 order.
    """
    import scoringrules as sr

    x, y = checked_vectors(samples, truth)
    plain = float(sr.vs_ensemble(y, x, p=order, backend="numpy"))
    first, second = np.triu_indices(y.size, 1)
    spread = (np.abs(x[:, first] - x[:, second]) ** order).var(axis=0, ddof=1)
    return float(plain - 2.0 * float(spread.sum()) / x.shape[0])


def checked_vectors(samples: npt.ArrayLike, truth: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Samples float64[M, D] and truth float64[D].

    Raises
    ------
    ValueError
        If the shapes do not fit or M is below 2.
    """
    x, y = np.asarray(samples, dtype=np.float64), np.asarray(truth, dtype=np.float64)
    if x.ndim != 2 or y.shape != x.shape[1:]:
        raise ValueError(f"samples of shape {x.shape} do not fit truth of shape {y.shape}")
    if x.shape[0] < 2:
        raise ValueError("a fair score needs at least 2 samples")
    return x, y
