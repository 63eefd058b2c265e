"""Truces: when an agreement breaks into low-intensity fighting, and what that fighting amounts to.

One clock runs from the signature of an agreement, or from its renewal, through its first weeks (a truce) and beyond (a
ceasefire). The integrated hazard of a break is a Weibull law of the age:

    H(age) = -ln(1 - p30) (age/30 days)^shape exp(effect verified)

An exponential threshold turns it into the age at which the truce breaks, so a week only compares two ages.
"""

from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, exp, fma, log, maximum
from forecast_kernels.numeric.jit import scalar

LOG_30_DAYS = F(1.4552872326068422)  # log of 30/7 weeks
LEAST = F(1e-6)
PERSONS = F(52_000.0)  # persons a year for a thousand persons a week


@scalar
def log_scale(chance, shape):
    """Log of the age, in weeks, at which H is 1 without verification: ln(30/7) - ln(-ln(1 - p30))/shape.

    Parameters
    ----------
    chance : chance p30 of a break within 30 days
    shape : shape of the law
    """
    hazard = -log(maximum(ONE - chance, LEAST))
    return LOG_30_DAYS - log(maximum(hazard, LEAST)) / shape


@scalar
def break_age(need, scale, inverse_shape):
    """Age in weeks at which H exceeds `need`, without verification.

    Parameters
    ----------
    need : threshold, a unit exponential
    scale : see `log_scale`
    inverse_shape : one over the shape
    """
    return exp(fma(log(need), inverse_shape, scale))


@scalar
def verified_factor(effect, shape):
    """Factor on that age with verification, exp(-effect/shape). effect: log hazard ratio of verification."""
    return exp(-effect / shape)


@scalar
def low_index(deaths, killed_0, loss_0, killed_1, loss_1):
    """Losses in low-intensity fighting over those of week 0: its killed in a year over those at the losses of week 0.

    Parameters
    ----------
    deaths : killed of both sides in a year of low-intensity fighting
    killed_0, killed_1 : share of the losses of each side that is killed
    loss_0, loss_1 : losses of each side at week 0, thousand persons a week
    """
    at_war = PERSONS * fma(killed_0, loss_0, killed_1 * loss_1)
    return deaths / maximum(at_war, ONE)


@scalar
def killed_so_far(killed, new_year, deaths_in_week):
    """Killed in low-intensity fighting in the year so far; the count starts again with every year from week 0.

    Parameters
    ----------
    killed : the count before the week
    new_year : whether a year begins with this week
    deaths_in_week : killed in the week
    """
    return (ZERO if new_year else killed) + deaths_in_week
