"""How soon simulated wars end, against how soon wars like it have ended."""

import numpy as np
import pytest

from tests.validity.paired import by, members, run

YEARS = (1, 2, 5)
PLAIN, FRAIL = 0.35, 0.25
"""A year: 18 endings in 52 war-years of interstate wars past their second year; the same allowing for frailty."""
WAR_YEARS = 52
SPREAD = 2 * np.sqrt(PLAIN * (1 - PLAIN) / WAR_YEARS)


@pytest.mark.validate
def test_that_wars_end_at_about_the_base_rate(seed: int) -> None:
    """All channels of muddle_through: ceasefires (a disruption of side 1 that stops the war among them) and collapse.

    The rate of every horizon lies between the two base rates, give or take two errors of the first. The Monte Carlo
    error of a rate is below 0.01 against a margin of 0.13, so that chance fails it less than once in 10^6 runs.
    """
    n = 8192
    r = run(members("muddle_through", n), 52 * YEARS[-1], seed=seed)
    lines = []
    rates = []
    for years in YEARS:
        weeks = 52 * years
        ended = by(r["ceasefire_week"], weeks) | by(r["collapse_week_0"], weeks)
        agreed = by(r["agreement_week"], weeks).mean()
        share = float(ended.mean())
        error = np.sqrt(share * (1 - share) / n)
        rates.append(-np.log1p(-share) / years)
        plain, frail = (1 - np.exp(-rate * years) for rate in (PLAIN, FRAIL))
        lines.append(
            f"within {years} y: {share:.3f} ±{error:.3f} ended, {rates[-1]:.2f} a year (with truces that broke "
            f"{agreed:.2f}); {plain:.2f} at {PLAIN} a year, {frail:.2f} at {FRAIL}"
        )
    message = "; ".join(lines)
    print(message)
    assert all(FRAIL - SPREAD < rate < PLAIN + SPREAD for rate in rates), message
