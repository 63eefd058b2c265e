"""Lanchester: two forces wear each other down, and the front moves as fast as the stronger one is strong."""

from collections.abc import Sequence

import numpy as np

from forecast.hindcast.benchmarks import forces
from forecast.hindcast.benchmarks.line import draw, errors, fit
from forecast.hindcast.benchmarks.past import seen, sums
from forecast.observations.series import Floats

WINDOW = 13  # weeks that give today's speed
LEAST = 8
SMALLEST = 1.0  # thousand: a force does not fall below


def samples(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """float64[n, H]: sums over the horizons, of net gains v = c (M_1/M_0)^b plus errors; km2.

    c is set at the origin: v there is the mean of the last 13 weeks of `past` (km2, NaN missing), drawn from its
    uncertainty. If side 0 gains ground (v < 0) the ratio is turned over. b >= 0 as in `forces.SPEED`, M_0 and M_1 by
    `ratios`; errors with memory, as the last 13 weeks had them.
    """
    recent = past[-WINDOW:]
    seen(recent, LEAST, "lanchester")
    steps = max(horizons)
    known = np.flatnonzero(~np.isnan(recent))
    weeks = (known - len(recent) + 1).astype(np.float64)  # 0 is the week of the origin
    line = fit(np.ones((len(weeks), 1)), weeks, recent[known])
    level, sd = draw(line, n, rng)
    last = (recent[known[-1]] - level[:, 0]) * line.memory ** -weeks[-1]
    power = np.maximum(forces.SPEED.draw(n, rng), 0.0) * np.sign(level[:, 0])
    speed = level * np.exp(power[:, None] * ratios(steps, n, rng))
    return sums(speed + errors(line, sd, last, steps, rng), horizons)


def ratios(steps: int, n: int, rng: np.random.Generator) -> Floats:
    """float64[n, steps]: ln(M_1/M_0) at the start of each coming week, less the same at the origin.

    One law a path, each with one half. A lasting share of losses is gone and intake is constant.
    """
    m_0, m_1 = forces.FORCE_0.draw(n, rng), forces.FORCE_1.draw(n, rng)
    loss_1 = forces.LOSS_1.draw(n, rng)
    gone_0 = forces.LASTING.draw(n, rng) * loss_1 / forces.EXCHANGE.draw(n, rng)
    gone_1 = forces.LASTING.draw(n, rng) * loss_1
    intake_0 = gone_0 + forces.BALANCE_0.draw(n, rng)
    intake_1 = forces.INTAKE_1.draw(n, rng)
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
    """Both forces at the start of each of `steps` weeks, float64[steps, n], in thousand.

    Where `linear` is 0 the square law of aimed fire holds, loss_i = k_j M_j, and where it is 1 the linear law of area
    fire, loss_i = k_j M_j M_i (Lanchester 1916), both with intake (Morse & Kimball 1951). k is such that the first
    week's losses are `gone`, in thousand a week.
    """
    m_0, m_1 = force
    a_0, a_1 = m_0, m_1
    out_0, out_1 = np.empty((steps, len(linear))), np.empty((steps, len(linear)))
    for step in range(steps):
        out_0[step], out_1[step] = a_0, a_1
        lost_0 = gone[0] * (a_1 / m_1) * (a_0 / m_0) ** linear
        lost_1 = gone[1] * (a_0 / m_0) * (a_1 / m_1) ** linear
        a_0 = np.maximum(a_0 + intake[0] - lost_0, SMALLEST)
        a_1 = np.maximum(a_1 + intake[1] - lost_1, SMALLEST)
    return out_0, out_1
