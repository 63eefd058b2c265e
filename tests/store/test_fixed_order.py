"""Sums of stored numbers: right, and without BLAS, whose bits depend on the processor."""

import ast

import numpy as np
import pytest

from forecast.experiment.exponential import exp
from forecast.store.fixed_order import combined, dot, products, solve
from tests.kernels.case import ROOT

BLAS = {"dot", "vdot", "inner", "matmul", "tensordot", "einsum", "linalg", "lstsq", "polyfit", "cov", "corrcoef"}
ROOMS = ("forecast/analysis", "forecast/experiment", "forecast/runner", "forecast/store", "kernels/forecast_kernels")
PRINTED = "forecast/analysis/explained.py"
"""Variance shares of `forecast variance`: thousands of terms, printed and never stored."""


def blas_calls(text):
    """Line and name of every use of BLAS or LAPACK in a source text."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.MatMult):
            yield node.lineno, "@"
        if isinstance(node, ast.Attribute) and node.attr in BLAS:
            yield node.lineno, node.attr
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in ("numpy", "scipy"):
            yield from ((node.lineno, name.name) for name in node.names if name.name in BLAS)


def test_that_no_stored_sum_uses_blas():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if path.relative_to(ROOT).as_posix() != PRINTED
        for line, name in blas_calls(path.read_text(encoding="utf-8"))
    ]
    assert not found, "use forecast.store.fixed_order: " + ", ".join(found)


@pytest.mark.parametrize(
    "text", ["a @ b", "a @= b", "np.dot(a, b)", "a.dot(b)", "np.linalg.inv(a)", "from numpy.linalg import inv, linalg"]
)
def test_that_the_guard_sees_blas(text):
    assert list(blas_calls(text))


def test_products_against_numpy():
    rng = np.random.default_rng(15)
    a, b = rng.normal(size=(300, 4)), rng.normal(size=(300, 3))
    assert dot(a[:, 0], b[:, 0]) == pytest.approx(np.dot(a[:, 0], b[:, 0]), rel=1e-12)
    np.testing.assert_allclose(products(a, b), a.T @ b, rtol=1e-11)
    np.testing.assert_allclose(combined(a, b[:4, 0]), a @ b[:4, 0], rtol=1e-11)
    assert products(a, b).tobytes() == products(np.asfortranarray(a), np.asfortranarray(b)).tobytes()


def test_systems_against_numpy():
    rng = np.random.default_rng(16)
    matrix, right = rng.normal(size=(6, 6)), rng.normal(size=(6, 2))
    before = matrix.copy(), right.copy()
    np.testing.assert_allclose(solve(matrix, right), np.linalg.solve(matrix, right), rtol=1e-9)
    np.testing.assert_allclose(solve(matrix, right[:, 0]), np.linalg.solve(matrix, right[:, 0]), rtol=1e-9)
    np.testing.assert_allclose(solve(np.array([[0.0, 2.0], [4.0, 0.0]]), np.array([2.0, 4.0])), [1.0, 1.0])
    assert (matrix == before[0]).all() and (right == before[1]).all()
    with pytest.raises(ValueError, match="singular"):
        solve(np.ones((2, 2)), np.ones(2))


def test_exponential_against_the_rounded_one():
    x = np.random.default_rng(17).uniform(-700.0, 700.0, 20_000)
    np.testing.assert_allclose(exp(x), np.exp(x), rtol=6e-16)
    assert exp(np.array([0.0, -1e9])).tolist() == [1.0, 5e-324] and np.isfinite(exp(np.array([1e9])))
