"""Numbers as people read them: no more digits than the Monte Carlo error supports."""

import math

from forecast.analysis.estimates import Estimate

UNKNOWN = "n/a"


def decimals(mcse: float) -> int:
    """Decimal places of the first significant digit of the error; negative for tens, hundreds ... (mcse > 0)."""
    places = -math.floor(math.log10(mcse))
    return places - 1 if round(mcse, places) >= 10.0 ** (1 - places) else places


def fixed(value: float, places: int) -> str:
    """`value` rounded to `places` decimals, negative for tens and up; never a negative zero."""
    rounded = round(value, places)
    return f"{rounded + 0.0 if rounded else 0.0:.{max(places, 0)}f}"


def value_text(estimate: Estimate, scale: float = 1.0, signed: bool = False, most: int | None = None) -> str:
    """The value alone, for example '0.352'; 'n/a' for NaN.

    An error of 0 leaves up to four digits, an unknown error (one cluster) leaves one.

    Parameters
    ----------
    estimate : Estimate
    scale : float
        Factor of value and error; 100 gives per cent.
    signed : bool
        Put a plus before a positive value.
    most : int, optional
        Decimals at most.
    """
    value, mcse = estimate.value * scale, estimate.mcse * scale
    if math.isnan(value):
        return UNKNOWN
    if math.isnan(mcse):
        text = fixed(value, decimals(abs(value))) if value and math.isfinite(value) else f"{value:g}"
    elif mcse == 0.0:
        text = f"{value:.4g}"
    else:
        text = fixed(value, _places(mcse, most))
    return f"+{text}" if signed and value > 0.0 and float(text) != 0.0 else text


def error_text(estimate: Estimate, scale: float = 1.0, most: int | None = None) -> str:
    """The error alone, one significant digit: '0.003'; '?' where it is unknown, '0' where there is none.

    Parameters
    ----------
    estimate : Estimate
    scale : float
        Factor of the error; 100 gives per cent.
    most : int, optional
        Decimals at most; where they are too few the error is rounded up, so that it is never 0.
    """
    mcse = estimate.mcse * scale
    if math.isnan(mcse):
        return "?"
    if mcse == 0.0:
        return "0"
    places = _places(mcse, most)
    if places < decimals(mcse):
        mcse = math.ceil(mcse * 10.0**places) / 10.0**places
    return fixed(mcse, places)


def format_value(
    estimate: Estimate, scale: float = 1.0, signed: bool = False, space: str = " ", most: int | None = None
) -> str:
    """Value and error, for example '0.352 ±0.003' or '3460 ±30'; 'n/a' for NaN.

    Parameters
    ----------
    estimate : Estimate
    scale : float
        Factor of value and error; 100 gives per cent.
    signed : bool
        Put a plus before a positive value.
    space : str
        Between value and error.
    most : int, optional
        Decimals at most.
    """
    text = value_text(estimate, scale, signed, most)
    return text if text == UNKNOWN else f"{text}{space}±{error_text(estimate, scale, most)}"


def plain_estimate(estimate: Estimate) -> dict[str, float | int | None]:
    """value, mcse and n for JSON: full numbers, None for NaN."""
    return {"value": number_or_none(estimate.value), "mcse": number_or_none(estimate.mcse), "n": estimate.n}


def number_or_none(value: float) -> float | None:
    """A number for JSON, None for NaN."""
    return None if math.isnan(value) else value


def _places(mcse: float, most: int | None) -> int:
    return decimals(mcse) if most is None else min(decimals(mcse), most)
