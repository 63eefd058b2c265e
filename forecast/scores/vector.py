"""Scores of joint samples of a vector, here of all sectors: energy score and variogram score. Lower is better.

A fair score is unbiased for any number of samples.
"""

import numpy as np
import numpy.typing as npt

from forecast.scores.univariate import Floats

ORDER = 0.5  # of the variogram score


def energy_score(samples: npt.ArrayLike, truth: npt.ArrayLike) -> float:
    """Compute the fair energy score of samples float64[M, D] and truth float64[D]. If D is 1 it is the CRPS.

    It is mean |x - y| - sum over ordered pairs of |x_i - x_j| / (2 M (M - 1)) with Euclidean norms, in the unit of the
    samples; NaN in the truth gives NaN. All pairs are used. SciPy's distances take 14 ms for 2,000 samples of 13
    sectors; scoringrules gives the same number in 170 ms. The energy score hardly reacts to wrong correlations, the
    variogram score does. Raises ValueError as `checked_vectors` does.
    """
    from scipy.spatial.distance import pdist

    x, y = checked_vectors(samples, truth)
    return float(np.linalg.norm(x - y, axis=-1).mean() - 0.5 * pdist(x).mean())


def variogram_score(samples: npt.ArrayLike, truth: npt.ArrayLike, order: float = ORDER) -> float:
    """Compute the fair variogram score with equal weights (Scheuerer & Hamill 2015).

    It measures whether the differences between the components of the vector are right. It is the sum over ordered pairs
    i, j of components of (mean |x_i - x_j|^order - |y_i - y_j|^order)^2, minus the variance of that mean for each pair.
    The subtraction makes the score fair. The result equals the `fair` estimator of scoringrules, which takes time of
    order M^2 D^2; here only the sum comes from scoringrules. An error that is the same in all components does not
    change the score.

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
    """Convert to samples float64[M, D] and truth float64[D], and check the shapes.

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
