"""The largest rupture of the war against the law of rupture sizes."""

import numpy as np

from forecast_kernels.model import front
from tests.kernels.case import PARAMETER, case

KHARKIV_2022 = 1e4
"""km2, order of magnitude."""
F = np.float32


def test_that_kharkiv_2022_lies_inside_the_rupture_tail() -> None:
    """Quantiles of the kernel's own rule, no chance in it."""
    c = case("muddle_through", 1)
    smallest, tail, largest = (F(c.params[PARAMETER[f"rupture_{k}"], 0]) for k in ("min", "tail", "max"))

    def size(quantile: float) -> float:
        """Area of a rupture of side 0 that is larger than this share of ruptures: 1 - u = rate (1 - quantile)."""
        rate, zero, one = F(52.0), F(0.0), F(1.0)  # one a week, so that what is left of u is the quantile itself
        pool_0 = front.rupture(F(quantile), zero, zero, zero, one, rate, zero, zero, smallest, tail, largest)[0]
        return float(pool_0) / (1.0 - float(front.RELEASE))

    below = np.array([size(q) for q in np.linspace(0.0, 0.9999, 20_001)]) < KHARKIV_2022
    p = below.mean()
    law = 1.0 - (KHARKIV_2022 / float(smallest)) ** -float(tail)
    assert abs(p - law) < 2e-4, f"the kernel's quantile {p:.4f} is not that of the law, {law:.4f}"
    assert 0.985 < p < 0.999, f"a rupture of 10,000 km2 is at p {p:.4f}: outside the tail, or nothing special in it"
    assert largest > KHARKIV_2022 and 1e3 < size(0.99) < 1e4, f"size at 0.99: {size(0.99):.0f} km2"
    print(f"10,000 km2 at p = {p:.4f}; p = 0.99 at {size(0.99):.0f} km2; the largest rupture {largest:.0f} km2")
