"""Computes the direction numbers of the unscrambled Sobol sequence.

The table of Joe and Kuo (2008, "Constructing Sobol sequences with better two-dimensional projections") comes with
SciPy. It is read from SciPy's data file, because the import of `scipy.stats` takes longer than the simulation of a
small run. Where that file is missing, the numbers are derived from the points that SciPy generates.
"""

from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

BITS = 32
MAX_DIMENSIONS = 21_201

Words = NDArray[np.uint32]


def direction_numbers(dimensions: NDArray[np.int64], points: int) -> Words:
    """Compute the direction numbers of some dimensions.

    Parameters
    ----------
    dimensions : int64[K]
        Sobol dimensions, from 1.
    points : int
        Number of points that the caller needs from the sequence.

    Returns
    -------
    uint32[K, B]
        Bit 31 is the first binary digit. B is the smallest number of bits with 2^B >= `points`.
    """
    bits = max(0, points - 1).bit_length()
    if dimensions.size == 0 or bits == 0:
        return np.empty((dimensions.size, bits), dtype=np.uint32)
    table = _table()
    return from_points(dimensions, bits) if table is None else from_table(*table, dimensions)[:, :bits].copy()


def _table() -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Read primitive polynomials [D] and initial numbers [D, 18]; None if SciPy has no such file."""
    path = files("scipy") / "stats" / "_sobol_direction_numbers.npz"
    try:
        with path.open("rb") as stream, np.load(stream) as arrays:
            return arrays["poly"], arrays["vinit"]
    except (OSError, KeyError):
        return None


def from_table(polynomials: NDArray[np.int64], initial: NDArray[np.int64], dimensions: NDArray[np.int64]) -> Words:
    """Compute direction numbers by the recurrence m_j = m_(j-s) + sum over k of 2^k a_k m_(j-k), added bitwise.

    Parameters
    ----------
    polynomials : int64[D]
        Primitive polynomial of every dimension, its coefficients as bits.
    initial : int64[D, 18]
        Initial numbers m_1, m_2, ... of every dimension.
    dimensions : int64[K]
        Sobol dimensions, from 1.

    Returns
    -------
    uint32[K, 32]
    """
    polynomial = polynomials[dimensions - 1].astype(np.uint64)
    degree = np.array([int(p).bit_length() - 1 for p in polynomial])
    m = np.zeros((dimensions.size, BITS), dtype=np.uint64)
    m[:, : initial.shape[1]] = initial[dimensions - 1]
    m[degree == 0] = 1  # the first dimension: van der Corput
    for j in range(1, BITS):
        grows = (degree > 0) & (j >= degree)
        for k in range(1, min(j, int(degree.max())) + 1):
            rows = np.flatnonzero(grows & (k <= degree))
            coefficient = (polynomial[rows] >> (degree[rows] - k).astype(np.uint64)) & np.uint64(1)
            m[rows, j] ^= (m[rows, j - k] << np.uint64(k)) * coefficient
        rows = np.flatnonzero(grows)
        m[rows, j] ^= m[rows, j - degree[rows]]
    return (m << np.arange(BITS - 1, -1, -1, dtype=np.uint64)).astype(np.uint32)


def from_points(dimensions: NDArray[np.int64], bits: int) -> Words:
    """Derive direction numbers uint32[K, bits] from SciPy's points.

    SciPy generates points in Gray-code order, so point 2^(j+1) - 1 contains direction number j.
    """
    from scipy.stats import qmc

    out = np.empty((dimensions.size, bits), dtype=np.uint32)
    engine = qmc.Sobol(int(dimensions.max()), scramble=False, bits=BITS)
    passed = 0
    for j in range(bits):
        target = 2 ** (j + 1) - 1
        engine.fast_forward(target - passed)
        out[:, j] = (engine.random(1)[0, dimensions - 1] * 2.0**BITS).astype(np.uint64)
        passed = target + 1
    return out
