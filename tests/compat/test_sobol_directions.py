"""Direction numbers from SciPy's data file are those of SciPy's public Sobol points."""

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import qmc

from forecast.compat import sobol_directions
from forecast.compat.sobol_directions import MAX_DIMENSIONS, direction_numbers, from_points

GONE = (
    "SciPy no longer has stats/_sobol_direction_numbers.npz with `poly` and `vinit`. Forecasts are still right, but "
    "each run imports scipy.stats: find the new data file for forecast/compat/sobol_directions.py, or keep "
    "`from_points` alone."
)


def test_that_the_table_is_where_it_is_read() -> None:
    path = files("scipy") / "stats" / "_sobol_direction_numbers.npz"
    assert path.is_file(), GONE
    with path.open("rb") as stream, np.load(stream) as arrays:
        assert {"poly", "vinit"} <= set(arrays), GONE
        shapes = arrays["poly"].shape, arrays["vinit"].shape
    assert shapes == ((MAX_DIMENSIONS,), (MAX_DIMENSIONS, 18)), GONE


def test_that_direction_numbers_rebuild_the_published_sequence() -> None:
    n = 512
    published = qmc.Sobol(40, scramble=False, bits=32).random(n) * 2.0**32
    dimensions = np.array([1, 2, 7, 40])
    numbers = direction_numbers(dimensions, n)
    assert numbers.shape == (4, 9)
    gray = np.arange(n) ^ (np.arange(n) >> 1)
    point = np.zeros((4, n), dtype=np.uint32)
    for j in range(numbers.shape[1]):
        point ^= numbers[:, j, None] * ((gray >> j) & 1).astype(np.uint32)
    assert np.array_equal(point, published[:, dimensions - 1].T)


def test_that_the_table_gives_the_points_of_every_dimension() -> None:
    every = np.arange(1, MAX_DIMENSIONS + 1)
    assert np.array_equal(direction_numbers(every, 64), from_points(every, 6))


def test_that_the_points_give_the_table_to_many_bits() -> None:
    some = np.array([1, 2, 3, 30, 160])
    assert np.array_equal(direction_numbers(some, 2**17), from_points(some, 17))


def test_that_a_missing_table_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    dimensions = np.array([1, 7, 160])
    with_table = direction_numbers(dimensions, 700)
    monkeypatch.setattr(sobol_directions, "files", lambda _: Path("nowhere"))
    assert np.array_equal(direction_numbers(dimensions, 700), with_table)
