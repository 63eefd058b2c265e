"""What counts as a clear difference follows from the number of clusters behind its error."""

import math

import pytest

from forecast.analysis.estimates import Estimate
from forecast.analysis.standing import clear


@pytest.mark.parametrize(
    ("errors", "clusters", "said"),
    [
        (2.05, 16, False),
        (2.2, 16, True),
        (2.05, 10_000, True),
        (1.9, 10_000, False),
        (-2.2, 16, True),
        (12.0, 2, False),
    ],
)
def test_that_few_clusters_need_more_errors(errors: float, clusters: int, said: bool) -> None:
    assert clear(Estimate(errors * 0.3, 0.3, 100), clusters) is said


def test_that_what_is_not_known_is_never_clear() -> None:
    assert not clear(Estimate(1.0, math.nan, 100), 1)
    assert not clear(Estimate(math.nan, math.nan, 0), 16)
    assert not clear(Estimate(0.0, 0.0, 100), 16)
