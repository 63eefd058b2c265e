"""Forecasts by Lanchester's laws: two forces wear each other down, and the front moves with the ratio of the forces.

Side 0 is the defender (ua), side 1 the attacker (ru). An origin is the last day that a forecast knows. The numbers of
the forces come from sources before the first origin of the training series, 2023-06-03. Later origins use the same
numbers.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from forecast.hindcast.benchmarks.past import observed_weeks, sums
from forecast.hindcast.benchmarks.trend import draw_lines, error_paths, fit_line
from forecast.observations.series import Floats

WINDOW = 13  # weeks that give today's speed
MIN_WEEKS = 8
MIN_FORCE = 1.0  # thousand persons; a force does not fall below it


class ForcePrior(NamedTuple):
    """A number with its uncertainty and its source.

    `law` is the kind of the distribution and `values` its parameters: lognormal (median, sd of the log), normal (mean,
    sd), triangular (low, mode, high), uniform (low, high). `as_of` is the date of the newest source.
    """

    law: Literal["lognormal", "normal", "triangular", "uniform"]
    values: tuple[float, ...]
    unit: str
    grade: Literal["A", "B", "C"]
    as_of: str
    source: str

    def draw(self, n: int, rng: np.random.Generator) -> Floats:
        """Draw `n` values, in the unit of the number."""
        if self.law == "lognormal":
            return self.values[0] * np.exp(self.values[1] * rng.standard_normal(n))
        return np.asarray(getattr(rng, self.law)(*self.values, n))


FORCE_0 = ForcePrior(
    "lognormal", (700.0, 0.1), "thousand", "B", "2022-05-21",
    "President of Ukraine, 21 May 2022: 700,000 defend the country (pravda.com.ua/eng/news/2022/05/21/7347610)",
)  # fmt: skip
FORCE_1 = ForcePrior(
    "lognormal", (370.0, 0.12), "thousand", "C", "2023-05-19",
    "160 thousand in Ukraine (HUR, 28 August 2022) and 300 thousand mobilised from 21 September 2022, less lasting "
    "losses of 40 weeks at the rates below",
)  # fmt: skip
LOSS_1 = ForcePrior(
    "lognormal", (3.96, 0.25), "thousand a week", "B", "2023-04-12",
    "US assessment of February 2023, leaked (Reuters, 12 April 2023): 189,500 to 223,000 casualties in the first year; "
    "the width covers the General Staff's claim, 4.6 a week in the half year to June 2023",
)  # fmt: skip
EXCHANGE = ForcePrior(
    "lognormal", (1.6, 0.3), "1", "C", "2023-04-12",
    "the same assessment: 124,500 to 131,000 Ukrainian casualties, so 1.6 Russian to one; width judged",
)  # fmt: skip
LASTING = ForcePrior(
    "uniform", (0.4, 0.7), "share of losses", "C", "2023-04-12",
    "killed 13 to 19 per cent of casualties in the same assessment, and about half of the wounded; judged",
)  # fmt: skip
INTAKE_1 = ForcePrior(
    "triangular", (3.6, 5.0, 6.0), "thousand a week", "C", "2023-05-19",
    "Medvedev, 19 May 2023: 117,400 taken on since 1 January, 5.96 a week; 0.6 to 1.0 of the claim, judged",
)  # fmt: skip
BALANCE_0 = ForcePrior(
    "normal", (0.0, 1.0), "thousand a week", "C", "2023-05-19",
    "no figure of intake before the first origin: it replaces lasting losses, give or take 50 thousand a year; judged",
)  # fmt: skip
SPEED = ForcePrior(
    "normal", (0.57, 0.3), "1", "B", "1990-12-31",
    "CDB90 battle data, 406 battles after 1914: logit slope of an attacker's win on log force ratio 0.57 (0.16), "
    "computed in December 2024; width doubled because advance is not victory; the prior of beta_force of the study",
)  # fmt: skip


def lanchester(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """Forecast net gains v = c (M_1/M_0)^b a week, plus errors. M_0 and M_1 are the forces (`ratios`).

    c is set such that v at the origin is the mean of the last 13 weeks of `past`, drawn from its uncertainty. If side 0
    gains ground (v < 0), the ratio is inverted. b is drawn from SPEED, and negative values become 0. The errors have
    the size and the autocorrelation of the residuals of the last 13 weeks.

    Parameters
    ----------
    past, horizons, n, rng
        As in `forecast.hindcast.benchmarks`.
    """
    recent = past[-WINDOW:]
    observed_weeks(recent, MIN_WEEKS, "lanchester")
    steps = max(horizons)
    known = np.flatnonzero(~np.isnan(recent))
    weeks = (known - len(recent) + 1).astype(np.float64)  # 0 is the week of the origin
    line = fit_line(np.ones((len(weeks), 1)), weeks, recent[known])
    level, sd = draw_lines(line, n, rng)
    last = (recent[known[-1]] - level[:, 0]) * line.memory ** -weeks[-1]
    power = np.maximum(SPEED.draw(n, rng), 0.0) * np.sign(level[:, 0])
    speed = level * np.exp(power[:, None] * ratios(steps, n, rng))
    return sums(speed + error_paths(line, sd, last, steps, rng), horizons)


def ratios(steps: int, n: int, rng: np.random.Generator) -> Floats:
    """Draw paths of ln(M_1/M_0) at the start of each coming week, minus its value at the origin.

    Each path follows the square or the linear law, with equal probability. A share of the losses does not return to
    duty, and the intake is constant.

    Parameters
    ----------
    steps, n : int
        Number of weeks and number of paths.
    rng : numpy.random.Generator
        Draws forces, losses and laws.

    Returns
    -------
    float64[n, steps]
        Without unit.
    """
    m_0, m_1 = FORCE_0.draw(n, rng), FORCE_1.draw(n, rng)
    loss_1 = LOSS_1.draw(n, rng)
    gone_0 = LASTING.draw(n, rng) * loss_1 / EXCHANGE.draw(n, rng)
    gone_1 = LASTING.draw(n, rng) * loss_1
    intake_0 = gone_0 + BALANCE_0.draw(n, rng)
    intake_1 = INTAKE_1.draw(n, rng)
    linear = (rng.random(n) < 0.5).astype(np.float64)
    left_0, left_1 = attrition((m_0, m_1), (gone_0, gone_1), (intake_0, intake_1), linear, steps)
    return np.log(left_1 / m_1 * m_0 / left_0).T


def attrition(
    force: tuple[Floats, Floats],
    gone: tuple[Floats, Floats],
    intake: tuple[Floats, Floats],
    linear: Floats,
    steps: int,
) -> tuple[Floats, Floats]:
    """Compute the forces of both sides at the start of each week.

    The square law, for aimed fire, is loss_i = k_j M_j. The linear law, for area fire, is loss_i = k_j M_j M_i
    (Lanchester 1916). Both have intake (Morse & Kimball 1951). k_j is set such that the losses of the first week are
    `gone`. Pairs are in the order side 0, side 1.

    Parameters
    ----------
    force : pair of float64[n]
        Forces at the origin, thousand.
    gone, intake : pair of float64[n]
        Losses of the first week that do not return to duty, and intake, thousand a week.
    linear : float64[n]
        0 for the square law, 1 for the linear law.
    steps : int
        Number of weeks.

    Returns
    -------
    pair of float64[steps, n]
        Forces, thousand.
    """
    m_0, m_1 = force
    a_0, a_1 = m_0, m_1
    out_0, out_1 = np.empty((steps, len(linear))), np.empty((steps, len(linear)))
    for step in range(steps):
        out_0[step], out_1[step] = a_0, a_1
        lost_0 = gone[0] * (a_1 / m_1) * (a_0 / m_0) ** linear
        lost_1 = gone[1] * (a_0 / m_0) * (a_1 / m_1) ** linear
        a_0 = np.maximum(a_0 + intake[0] - lost_0, MIN_FORCE)
        a_1 = np.maximum(a_1 + intake[1] - lost_1, MIN_FORCE)
    return out_0, out_1
