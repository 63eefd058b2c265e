"""Energy score: the CRPS of a vector, here of all sectors at once."""

import numpy as np
import numpy.typing as npt

from forecast.scores.crps import Floats


def energy_score(samples: npt.ArrayLike, truth: npt.ArrayLike) -> float:
    """Fair energy score of samples float64[M, D] against truth float64[D]; the CRPS if D is 1.

    mean |x - y| - sum over pairs of |x_i - x_j| / (2 M (M - 1)) with Euclidean norms, exact over all pairs: scipy's
    distances take 14 ms for 2,000 samples of 13 sectors, the same number from scoringrules takes 170 ms. It is weak on
    errors of correlation; the variogram score is there for those. NaN truth gives NaN. Raises ValueError as `vectors`.
    """
    from scipy.spatial.distance import pdist

    x, y = vectors(samples, truth)
    return float(np.linalg.norm(x - y, axis=-1).mean() - 0.5 * pdist(x).mean())


def vectors(samples: npt.ArrayLike, truth: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Both as float64, [M, D] and [D]. Raises ValueError where they do not fit or M is below 2."""
    x, y = np.asarray(samples, dtype=np.float64), np.asarray(truth, dtype=np.float64)
    if x.ndim != 2 or y.shape != x.shape[1:]:
        raise ValueError(f"samples of shape {x.shape} do not fit truth of shape {y.shape}")
    if x.shape[0] < 2:
        raise ValueError("a fair score needs at least 2 samples")
    return x, y
