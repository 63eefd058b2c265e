"""Numbers for people: percent, points and amounts, with no more digits than the Monte Carlo error and a reader need.

The Monte Carlo error stands in the appendix and in every CSV file. Beside a number it is written only where it reaches
one point or a twentieth of an amount, because then it changes how the number reads.
"""

import math

from forecast.analysis.estimates import Estimate
from forecast.display.digits import UNKNOWN, decimals, error_text, fixed
from forecast.display.units import UnitWords

LARGE_ERROR = 0.01
"""Monte Carlo error of a share from which it is written beside the number."""

LARGE_PART = 0.05
"""The same for an amount, as a part of it."""


def percent(estimate: Estimate) -> str:
    """Write a share as '23%'; below one and above 99 in words, with '±2' where chance could move it by a point."""
    value = 100.0 * estimate.value
    if math.isnan(value):
        return UNKNOWN
    if 0.0 < value < 1.0:
        return "under 1%"
    if 99.0 < value < 100.0:
        return "over 99%"
    return f"{fixed(value, 0)}%{_warning(estimate.mcse, LARGE_ERROR, 100.0)}"


def band_of_shares(low: float, high: float) -> str:
    """Write the ends of a band of shares as '1-58'."""
    return UNKNOWN if math.isnan(low) or math.isnan(high) else f"{fixed(100.0 * low, 0)}-{fixed(100.0 * high, 0)}"


def points(difference: Estimate) -> str:
    """Write a difference of shares as '+4.0', or '+12' from ten points; the unit, points, is left to the sentence."""
    value = 100.0 * difference.value
    if math.isnan(value):
        return UNKNOWN
    places = 0 if abs(value) >= 9.95 or not 100.0 * difference.mcse < 0.5 else 1
    text = fixed(value, places)
    return f"{_sign(text)}{_warning(difference.mcse, LARGE_ERROR, 100.0)}"


def band_of_points(low: float, high: float) -> str:
    """Write the ends of a band of differences as '-1 to +11'."""
    if math.isnan(low) or math.isnan(high):
        return UNKNOWN
    return f"{_sign(fixed(100.0 * low, 0))} to {_sign(fixed(100.0 * high, 0))}"


def amount(estimate: Estimate, unit: UnitWords, with_unit: bool = True) -> str:
    """Write an amount with at most three digits and thousands set apart: '4,060 km²', '72 billion euro'.

    Parameters
    ----------
    estimate : Estimate
        The amount in the unit of the files.
    unit : UnitWords
        Unit for people.
    with_unit : bool
        Whether the unit is written.
    """
    value, error = estimate.value * unit.scale, estimate.mcse * unit.scale
    if math.isnan(value):
        return UNKNOWN
    text = rounded(value, error)
    if abs(value) > 0.0 and error > LARGE_PART * abs(value):
        text += f" ±{error_text(estimate, unit.scale)}"
    return f"{text} {unit.name}" if with_unit and unit.name else text


def rounded(value: float, error: float = 0.0) -> str:
    """Round to three digits, or to fewer where the error does not allow them, with thousands set apart."""
    if not value or not math.isfinite(value):
        return "0" if value == 0.0 else UNKNOWN
    places = 2 - math.floor(math.log10(abs(value)))
    if error > 0.0 and math.isfinite(error):
        places = min(places, decimals(error))
    places = min(places, 0 if abs(value) >= 30.0 else 1 if abs(value) >= 1.0 else 2)
    whole = round(value, places)
    return f"{whole + 0.0 if whole else 0.0:,.{max(places, 0)}f}"


def _sign(text: str) -> str:
    return text if text.startswith("-") or float(text) == 0.0 else f"+{text}"


def _warning(mcse: float, least: float, scale: float) -> str:
    return f" ±{fixed(scale * mcse, 0)}" if mcse >= least else ""
