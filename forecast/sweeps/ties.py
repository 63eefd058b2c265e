"""Differences that must not be ranked: within chance, too small to matter, or of a sign that depends on the draw."""

from typing import Literal, NamedTuple

from forecast.analysis.draw_band import DrawBand
from forecast.analysis.estimates import Estimate, critical
from forecast.analysis.headlines import Headline

POINT = 0.01
"""The smallest difference of a probability or a share that is worth a statement."""

Reason = Literal["chance", "small", "unknown"]
"""Why two points tie. chance: the difference is within its error. small: it is under one point. unknown: its band
between draws contains zero, so that its sign depends on what we do not know."""


class Change(NamedTuple):
    """A paired difference on common members, and its band between draws (of the mean)."""

    difference: Estimate
    draws: DrawBand


def tie(headline: Headline, difference: Estimate, clusters: int, draws: DrawBand | None = None) -> Reason | None:
    """Say why a difference must not be ranked, or None if it may be.

    Parameters
    ----------
    headline : Headline
        The outcome; only a probability or a share has a smallest difference.
    difference : Estimate
        The paired difference.
    clusters : int
        Number of independent groups behind the error. At least two errors are needed, with few groups more.
    draws : DrawBand, optional
        Band between draws; without it, or without its ends, the third reason is not looked for.
    """
    reach = max(2.0, critical(clusters)) * difference.mcse
    if not abs(difference.value) > reach:
        return "chance"
    if headline.unit == "1" and abs(difference.value) < POINT:
        return "small"
    if draws is not None and draws.low.value <= 0.0 <= draws.high.value:
        return "unknown"
    return None


def is_surely_small(headline: Headline, difference: Estimate, clusters: int) -> bool:
    """Whether a difference, with its error, is under one point: then it is known to be small.

    Parameters
    ----------
    headline : Headline
        The outcome; only a probability or a share has a smallest difference.
    difference : Estimate
        The paired difference.
    clusters : int
        Number of independent groups behind the error.
    """
    reach = max(2.0, critical(clusters)) * difference.mcse
    return headline.unit == "1" and abs(difference.value) + reach < POINT
