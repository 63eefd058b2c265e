"""Sums of products, and the solution of small linear systems, with the same bits on every processor.

`np.dot`, `@`, `np.einsum` and `np.linalg` call BLAS and LAPACK. These libraries choose the order of their additions,
and fused operations, by the processor, so the last digits of a result differ between machines. Numbers that are stored
must not differ. Here every product is rounded, and `np.sum` adds in an order that depends only on the shape.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def dot(left: Floats, right: Floats) -> float:
    """Sum of the products of two arrays of the same shape, float64[n]."""
    return float(np.sum(left * right))


def products(left: Floats, right: Floats) -> Floats:
    """Matrix product of the transpose of `left`, float64[n, a], and `right`, float64[n, b]: float64[a, b]."""
    rows = [np.ascontiguousarray(column) for column in right.T]
    return np.array([[dot(np.ascontiguousarray(column), row) for row in rows] for column in left.T])


def combined(columns: Floats, weights: Floats) -> Floats:
    """Weighted sum of the columns of a matrix, float64[n, a], with weights float64[a]: float64[n]."""
    total = np.zeros(columns.shape[0])
    for column, weight in zip(columns.T, weights, strict=True):
        total += weight * column
    return total


def solve(matrix: Floats, right: Floats) -> Floats:
    """Solve a linear system by Gaussian elimination with partial pivoting.

    Parameters
    ----------
    matrix : float64[a, a]
        The matrix of the system; small, because the elimination is a loop in Python.
    right : float64[a] or float64[a, b]
        One right-hand side, or b of them.

    Returns
    -------
    float64[a] or float64[a, b]
        The solution, in the shape of `right`.

    Raises
    ------
    ValueError
        If the matrix is singular.
    """
    size = matrix.shape[0]
    rows = np.concatenate([matrix, right.reshape(size, -1)], axis=1)
    for k in range(size):
        pivot = k + int(np.argmax(np.abs(rows[k:, k])))
        if not rows[pivot, k] or not np.isfinite(rows[pivot, k]):
            raise ValueError("a linear system has no single solution: its matrix is singular")
        rows[[k, pivot]] = rows[[pivot, k]]
        rows[k] /= rows[k, k]
        for other in range(size):
            if other != k:
                rows[other] -= rows[other, k] * rows[k]
    return rows[:, size:].reshape(right.shape)
