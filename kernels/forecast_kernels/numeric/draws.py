"""Turns random words into numbers: one word makes a uniform, two words make two normals or one Student t."""

import math

import numpy as np

from forecast_kernels.layout import constants as k
from forecast_kernels.layout.state import GLOBAL_DRAWS
from forecast_kernels.numeric.arithmetic import HALF, I32, ONE, TWO, U32, ZERO, F, exp, fma, log, maximum, sincos, sqrt
from forecast_kernels.numeric.jit import scalar

STEP, OFFSET = F(2.0**-24), F(2.0**-25)
QUARTER = F(np.pi / 2 * 2.0**-32)
SHIFT8, SHIFT2 = U32(8), U32(2)
SWAP_BIT, SIGN_BIT = U32(0x80000000), U32(0x40000000)
T_DEGREES, T_POWER, T_CLAMP = F(k.SHOCK_DEGREES), F(-2.0 / k.SHOCK_DEGREES), F(k.SHOCK_BOUND)
T_UNIT = F(math.sqrt((k.SHOCK_DEGREES - 2.0) / k.SHOCK_DEGREES))
MINUS_TWO = F(-2.0)
TWO_24 = F(2.0**24)
U64 = np.uint64
GOLDEN, MIX_1, MIX_2, LOW = U64(0x9E3779B9), U64(0x85EBCA6B), U64(0xC2B2AE35), U64(0xFFFFFFFF)


@scalar
def week_blocks(n_sectors):
    """Number of counter blocks (of four words) that the normals of a week use. Its uniforms use as many again."""
    return (GLOBAL_DRAWS + n_sectors + 3) // 4


@scalar
def uniform(word):
    """A uniform number above 0 and at most 1, on a grid of 2^-24 (of 2^-23 above one half)."""
    return fma(F(I32(U32(word) >> SHIFT8)), STEP, OFFSET)


@scalar
def _direction(word):
    """Cosine and sine of a uniform angle, from one word."""
    w = U32(word)
    s, c = sincos(F(I32(w << SHIFT2)) * QUARTER)
    c = -c if (w & SIGN_BIT) != 0 else c  # sign before swap, or one arc of the circle is never reached
    swap = (w & SWAP_BIT) != 0
    a = s if swap else c
    b = c if swap else s
    return a, b


@scalar
def normals(word0, word1):
    """Two independent standard normals (Box and Muller 1958)."""
    radius = sqrt(MINUS_TWO * log(uniform(word0)))
    a, b = _direction(word1)
    return radius * a, radius * b


@scalar
def student6(word0, word1):
    """A Student t with six degrees of freedom, limited to |t| <= 8, then scaled to unit variance (Bailey 1994)."""
    u = uniform(word0)
    a, _ = _direction(word1)
    t = sqrt(T_DEGREES * (exp(T_POWER * log(u)) - ONE)) * a
    t = T_CLAMP if t > T_CLAMP else (-T_CLAMP if t < -T_CLAMP else t)
    return t * T_UNIT


@scalar
def exponential(word):
    """An exponential number with mean one."""
    return -log(uniform(word))


@scalar
def further_uniform(u, count):
    """Derives the count-th further uniform from a stored uniform u.

    It mixes the 24 bits of u and the count with the finaliser of MurmurHash3.
    """
    h = (U64(I32(u * TWO_24)) + U64(I32(count)) * GOLDEN) & LOW
    h = ((h ^ (h >> U64(16))) * MIX_1) & LOW
    h = ((h ^ (h >> U64(13))) * MIX_2) & LOW
    return uniform(U32(h ^ (h >> U64(16))))


@scalar
def normal_cdf(x):
    """Standard normal distribution function, with an error below 3e-7 (Abramowitz & Stegun 7.1.26)."""
    a = (x if x > ZERO else -x) * F(0.7071067811865476)
    t = ONE / fma(F(0.3275911), a, ONE)
    p = fma(F(1.061405429), t, F(-1.453152027))
    p = fma(p, t, F(1.421413741))
    p = fma(p, t, F(-0.284496736))
    p = fma(p, t, F(0.254829592)) * t
    tail = HALF * p * exp(-a * a)
    return ONE - tail if x > ZERO else tail


@scalar
def normal_quantile(p):
    """Standard normal quantile, with an error below 0.01 (Winitzki 2008). For draws that a member has once."""
    x = fma(TWO, p, -ONE)
    h = HALF * log(maximum(fma(-x, x, ONE), F(1e-30)))
    b = F(4.3307467508) + h
    r = sqrt(sqrt(maximum(b * b - h * F(13.60544218), ZERO)) - b) * F(1.4142135623730951)
    return r if x > ZERO else -r
