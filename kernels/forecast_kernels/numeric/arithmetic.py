"""Single-precision arithmetic that gives the same bits on every CPU.

For that, every fused multiply-add is explicit, log, exp, sin and cos are polynomials of this module, and choices are
selects of two computed values. Coefficients come from the Cephes library (S. L. Moshier, MIT-style licence), single
precision. Largest errors, measured in the tests: log and exp 1 ulp, sin and cos 8e-8 on [-pi/4, pi/4].
"""

import math

import numpy as np
from numba import types
from numba.core import config
from numba.extending import intrinsic

from forecast_kernels.numeric.jit import scalar

F = np.float32
I32 = np.int32
U32 = np.uint32
ZERO, HALF, ONE, TWO = F(0.0), F(0.5), F(1.0), F(2.0)
LN2 = F(0.6931471805599453)


if config.DISABLE_JIT:  # type: ignore[attr-defined]

    def fma(a, b, c):
        """a*b + c, computed in float64, where a*b is exact, and rounded to float32."""
        return F(np.float64(a) * np.float64(b) + np.float64(c))

else:

    @intrinsic
    def fma(typingctx, a, b, c):
        """a*b + c, rounded once on every CPU."""
        if not (a == b == c == types.float32):
            return None

        def codegen(context, builder, signature, args):
            return builder.fma(*args)

        return a(a, b, c), codegen


@scalar
def sqrt(x):
    """Square root of a number that is not negative, correctly rounded. (Numba has no `np.sqrt` for a GPU.)"""
    return F(math.sqrt(x))


@scalar
def bits(x):
    """The int32 with the bits of a float32."""
    return F(x).view(np.int32)


@scalar
def from_bits(i):
    """The float32 with the bits of an int32."""
    return I32(i).view(np.float32)


@scalar
def minimum(a, b):
    """The smaller of two numbers; b if either is NaN."""
    return a if a < b else b


@scalar
def maximum(a, b):
    """The larger of two numbers; b if either is NaN."""
    return a if a > b else b


@scalar
def clip(x, low, high):
    """x limited to low .. high; low if x is NaN."""
    return minimum(maximum(x, low), high)


@scalar
def pick(condition, a, b):
    """a if the condition is true, else b. Both are computed first, so that the compiler can vectorise the loop."""
    return a if condition else b


@scalar
def flag(condition):
    """1.0 if true, else 0.0."""
    return ONE if condition else ZERO


LN2_HI, LN2_LO, LOG2E = F(0.693359375), F(-2.12194440e-4), F(1.44269504088896341)
EXP_MAX, EXP_MIN, MAGIC = F(88.0), F(-87.0), F(12582912.0)
L0, L1, L2 = F(7.0376836292e-2), F(-1.1514610310e-1), F(1.1676998740e-1)
L3, L4, L5 = F(-1.2420140846e-1), F(1.4249322787e-1), F(-1.6668057665e-1)
L6, L7, L8 = F(2.0000714765e-1), F(-2.4999993993e-1), F(3.3333331174e-1)
E0, E1, E2 = F(1.9875691500e-4), F(1.3981999507e-3), F(8.3334519073e-3)
E3, E4, E5 = F(4.1665795894e-2), F(1.6666665459e-1), F(5.0000001201e-1)
S0, S1, S2 = F(-1.9515295891e-4), F(8.3321608736e-3), F(-1.6666654611e-1)
C0, C1, C2 = F(2.443315711809948e-5), F(-1.388731625493765e-3), F(4.166664568298827e-2)
SQRT_HALF_BITS, EXPONENT, ONE_BITS = I32(0x3F3504F3), I32(23), I32(0x3F800000)
TINY = F(1.17549435e-38)


@scalar
def log(x):
    """Natural logarithm. Zero and negative numbers count as the smallest normal number."""
    ix = bits(maximum(x, TINY))
    e = I32(I32(ix - SQRT_HALF_BITS) >> EXPONENT)
    f = from_bits(I32(ix - I32(e << EXPONENT))) - ONE
    z = f * f
    y = fma(L0, f, L1)
    y = fma(y, f, L2)
    y = fma(y, f, L3)
    y = fma(y, f, L4)
    y = fma(y, f, L5)
    y = fma(y, f, L6)
    y = fma(y, f, L7)
    y = fma(y, f, L8)
    fe = F(e)
    y = fma(y * f, z, fma(fe, LN2_LO, -HALF * z))
    return fma(fe, LN2_HI, f + y)


@scalar
def exp(x):
    """Exponential function, with the argument limited to [-87, 88]."""
    x = clip(x, EXP_MIN, EXP_MAX)
    b = fma(x, LOG2E, MAGIC)
    n = b - MAGIC
    r = fma(-n, LN2_LO, fma(-n, LN2_HI, x))
    y = fma(E0, r, E1)
    y = fma(y, r, E2)
    y = fma(y, r, E3)
    y = fma(y, r, E4)
    y = fma(y, r, E5)
    y = fma(y, r * r, r) + ONE
    return y * from_bits(I32(I32(bits(b) << EXPONENT) + ONE_BITS))


@scalar
def sincos(a):
    """Sine and cosine of an angle in [-pi/4, pi/4]."""
    z = a * a
    s = fma(fma(fma(S0, z, S1), z, S2) * z, a, a)
    c = fma(fma(fma(C0, z, C1), z, C2) * z, z, fma(-HALF, z, ONE))
    return s, c


@scalar
def sigmoid(x):
    """1 / (1 + exp(-x))."""
    return ONE / (ONE + exp(-x))


@scalar
def logit(p):
    """log(p / (1 - p)), with p limited to [1e-6, 1 - 1e-6]."""
    q = clip(p, F(1e-6), F(1.0 - 1e-6))
    return log(q / (ONE - q))


@scalar
def softplus(x):
    """log(1 + exp(x))."""
    a = x if x > ZERO else -x
    return maximum(x, ZERO) + log(ONE + exp(-a))


@scalar
def inverse_softplus(y):
    """The x for which softplus(x) = y, for y > 0."""
    big = y > F(15.0)
    z = F(1.0) if big else y
    return y if big else log(maximum(exp(z) - ONE, TINY))


@scalar
def asinh(x):
    """Inverse hyperbolic sine."""
    a = x if x > ZERO else -x
    r = log(a + sqrt(fma(a, a, ONE)))
    return r if x > ZERO else -r
