"""What a run says of the emulator that was fitted for it."""

import pytest

from forecast.store.fitted import Fitted
from forecast_kernels.layout.fitted import FITTED

ONE = {column.name: 1.0 for column in FITTED}


def fitted(explained: float, *deciles: float) -> Fitted:
    return Fitted(
        coefficients=ONE, standard_errors=ONE, decile_ratios=list(deciles), log_residual_sd=0.9, explained=explained,
        rows=10, draws=5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("explained", "deciles", "fits"),
    [(0.3, (0.6, *[1.0] * 9), True), (-0.2, (0.6, *[1.0] * 9), False), (0.3, (0.6, 2.5, *[1.0] * 8), False)],
)
def test_that_an_emulator_that_does_not_fit_says_so(explained: float, deciles: tuple[float, ...], fits: bool) -> None:
    found = fitted(explained, *deciles)
    assert found.fits is fits
    assert ("does not fit this war" in found.line) is not fits
    assert "5 draws" in found.line and "0.6 times" in found.line
