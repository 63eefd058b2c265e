"""Curves that the page writes as sig, logit, sp, isp, and selection by a list of conditions."""


def sigmoid(xp, x):
    return 1.0 / (1.0 + xp.exp(-xp.clip(x, -80.0, 80.0)))


def logit(xp, p):
    p = xp.clip(p, 1e-7, 1.0 - 1e-7)
    return xp.log(p / (1.0 - p))


def softplus(xp, x):
    return xp.logaddexp(x * 0.0, x)


def inverse_softplus(xp, y):
    return xp.log(xp.expm1(y))


def half(xp, halflife):
    """What is left after one week of a quantity with that half-life in weeks."""
    return xp.exp2(-1.0 / halflife)


def relaxed(xp, rate):
    """Share of the way to its goal that a quantity has gone after one week."""
    return -xp.expm1(-rate)


def drain(xp, pool, added, rate):
    """(what leaves in a week, what stays) of a pool that empties at a rate while `added` comes in evenly."""
    stays = pool * xp.exp(-rate) + added * relaxed(xp, rate) / rate
    return pool + added - stays, stays


def modulus(xp, x, scale):
    """The level that stands for x km2 a week."""
    return xp.sign(x) * 3.0 * (xp.cbrt(1.0 + xp.abs(x) / scale) - 1.0)
