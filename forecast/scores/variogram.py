"""Variogram score: whether the differences between the parts of a vector come out right."""

import numpy as np
import numpy.typing as npt

from forecast.scores.energy import vectors

ORDER = 0.5


def variogram_score(samples: npt.ArrayLike, truth: npt.ArrayLike, order: float = ORDER) -> float:
    """Fair variogram score (Scheuerer & Hamill 2015) of samples float64[M, D] against truth float64[D], equal weights.

    Sum over ordered pairs i, j of (mean |x_i - x_j|^order - |y_i - y_j|^order)^2, less for each pair the variance of
    that mean. The subtraction makes it fair and equal to the library's `fair` estimator, which is of order M^2 D^2; the
    sum itself is the library's. A sum of parts that is off by the same amount in all of them goes unseen. In the unit
    of the samples to the power 2 order.
    """
    import scoringrules as sr

    x, y = vectors(samples, truth)
    plain = float(sr.vs_ensemble(y, x, p=order, backend="numpy"))
    first, second = np.triu_indices(y.size, 1)
    spread = (np.abs(x[:, first] - x[:, second]) ** order).var(axis=0, ddof=1)
    return plain - 2.0 * float(spread.sum()) / x.shape[0]
