"""Sampling errors of what was observed: shares and counts."""

import math

from scipy.special import gammaincinv

NORMAL_80 = 1.2815515655446004


def wilson(share: float, n: int, z: float = NORMAL_80) -> tuple[float, float]:
    """Interval of a share among n (Wilson), the central 80 % by default. Too narrow where cases hang together."""
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def poisson(count: int, level: float = 0.8) -> tuple[float, float]:
    """Exact interval of the mean of a Poisson count (Garwood)."""
    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    return low, float(gammaincinv(count + 1, 1 - tail))
