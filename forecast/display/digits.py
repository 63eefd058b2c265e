"""Numbers as people read them: no more digits than the Monte Carlo error supports."""

import math

from forecast.analysis.estimates import Estimate

UNKNOWN = "n/a"


def decimals(mcse: float) -> int:
    """Find the decimal place of the first significant digit of an error above 0; negative for tens, hundreds ..."""
    places = -math.floor(math.log10(mcse))
    return places - 1 if round(mcse, places) >= 10.0 ** (1 - places) else places


def fixed(value: float, places: int) -> str:
    """Write `value` rounded to `places` decimals (negative: to tens, hundreds ...), never as a negative zero."""
    rounded = round(value, places)
    return f"{rounded + 0.0 if rounded else 0.0:.{max(places, 0)}f}"


def value_text(estimate: Estimate, scale: float = 1.0, signed: bool = False, max_decimals: int | None = None) -> str:
    """Write the value alone, for example '0.352'; 'n/a' for NaN.

    A value without error (0) has up to four digits; a value whose error is unknown (one cluster) has one.

    Parameters
    ----------
    estimate : Estimate
    scale : float
        Factor of value and error; 100 gives per cent.
    signed : bool
        Put a plus before a positive value.
    max_decimals : int, optional
        Maximum number of decimals.
    """
    value, mcse = estimate.value * scale, estimate.mcse * scale
    if math.isnan(value):
        return UNKNOWN
    if math.isnan(mcse):
        text = fixed(value, decimals(abs(value))) if value and math.isfinite(value) else f"{value:g}"
    elif mcse == 0.0:
        text = f"{value + 0.0:.4g}"  # no negative zero
    else:
        text = fixed(value, _places(mcse, max_decimals))
    return f"+{text}" if signed and value > 0.0 and float(text) != 0.0 else text


def error_text(estimate: Estimate, scale: float = 1.0, max_decimals: int | None = None) -> str:
    """Write the error alone with one significant digit, '0.003'; '?' if it is unknown, '0' if it is 0.

    Parameters
    ----------
    estimate : Estimate
    scale : float
        Factor of the error; 100 gives per cent.
    max_decimals : int, optional
        Maximum number of decimals. An error too small for them is rounded up, so that it is never shown as 0.
    """
    mcse = estimate.mcse * scale
    if math.isnan(mcse):
        return "?"
    if mcse == 0.0:
        return "0"
    places = _places(mcse, max_decimals)
    if places < decimals(mcse):
        mcse = math.ceil(mcse * 10.0**places) / 10.0**places
    return fixed(mcse, places)


def format_value(
    estimate: Estimate, scale: float = 1.0, signed: bool = False, space: str = " ", max_decimals: int | None = None
) -> str:
    """Write value and error, for example '0.352 ±0.003' or '3460 ±30'; 'n/a' for NaN.

    Parameters
    ----------
    estimate : Estimate
    scale : float
        Factor of value and error; 100 gives per cent.
    signed : bool
        Put a plus before a positive value.
    space : str
        Text between value and error.
    max_decimals : int, optional
        Maximum number of decimals.
    """
    text = value_text(estimate, scale, signed, max_decimals)
    return text if text == UNKNOWN else f"{text}{space}±{error_text(estimate, scale, max_decimals)}"


def share_of_draws(in_favour: Estimate) -> str:
    """Write a share of draws as '62%'; '?' if it is unknown."""
    return "?" if math.isnan(in_favour.value) else f"{fixed(100.0 * in_favour.value, 0)}%"


def range_text(low: Estimate, high: Estimate, scale: float = 1.0) -> str:
    """Write the ends of a band of differences as '-0.11 to +0.21'; 'n/a' if they are unknown.

    Parameters
    ----------
    low, high : Estimate
        Both ends.
    scale : float
        Factor of both; 100 gives per cent.
    """
    if math.isnan(low.value) or math.isnan(high.value):
        return UNKNOWN
    return f"{value_text(low, scale, signed=True)} to {value_text(high, scale, signed=True)}"


def plain_estimate(estimate: Estimate) -> dict[str, float | int | None]:
    """Turn an estimate into `value`, `mcse` and `n` for JSON: unrounded numbers, None for NaN."""
    return {"value": number_or_none(estimate.value), "mcse": number_or_none(estimate.mcse), "n": estimate.n}


def number_or_none(value: float) -> float | None:
    """Replace NaN by None, which JSON can hold."""
    return None if math.isnan(value) else value


def _places(mcse: float, max_decimals: int | None) -> int:
    return decimals(mcse) if max_decimals is None else min(decimals(mcse), max_decimals)
