"""Laws of the worlds: ours against the kernel's own scalars, the others against what they claim."""

from collections.abc import Callable

import numpy as np
import pytest

from forecast.calibration import front_law as front_law_module
from forecast.calibration.front_law import THIRD, from_level, gross, to_level
from forecast.calibration.level_prior import FrontState, LevelParameters
from forecast_kernels.model import front
from studies.worlds.catalogue import QUARTER, THREE_FIFTHS_MORE, StalemateLaw, WanderingLaw
from studies.worlds.front_law import FrontLaw, WeeklyDraws, draw_weeks
from studies.worlds.level_priors import ASINH

N = 7

Inputs = Callable[..., np.ndarray]


def front_law(inputs: Inputs, n: int, level: float, noise: float = 0.5, **values: float) -> FrontLaw:
    rng = np.random.Generator(np.random.PCG64(3))
    scale = np.full(n, 15.0)
    p = LevelParameters(
        scale, np.full(n, 50.0), np.full(n, 1.5), to_level(np.full(n, 80.0), scale), np.full(n, 0.4),
        np.full(n, 6.0), np.full((2, n), noise),
    )  # fmt: skip
    return FrontLaw.start(
        THIRD, (p, FrontState(to_level(np.full(n, level), scale), np.zeros(n))), inputs(n, **values), (0, 1, 2.0), rng
    )


def test_that_gross_gains_are_the_kernels() -> None:
    net = np.array([-700.0, -120.0, -3.0, 0.5, 40.0, 300.0, 900.0], np.float32)
    drive = np.linspace(-0.5, 0.5, N, dtype=np.float32)
    mine = np.array(gross(net.astype(np.float64), np.full(N, 30.0), drive.astype(np.float64))).T
    theirs = np.array([front.gross(x, np.float32(30.0), d) for x, d in zip(net, drive, strict=True)], np.float64)
    assert mine == pytest.approx(theirs, rel=1e-4)


def test_that_a_rupture_is_the_kernels(inputs: Inputs) -> None:
    law = front_law(inputs, N, 80.0)
    law.state |= {"rupture_1": np.full(N, 0.02), "rupture_0": np.full(N, 0.01)}
    u = np.array([1e-5, 0.01, 0.0199, 0.021, 0.5, 0.995, 1.0 - 1e-4])
    mine = law.released(1, u), law.released(0, 1.0 - u)
    for k in range(N):
        pool_0, pool_1, out_0, out_1, *_ = front.rupture(
            *np.array([u[k], 0, 0, 0, 1, 0.01 * 52, 0.02 * 52, 1, 150, 1.3, 12_000], np.float32)
        )
        assert (mine[0][k], mine[1][k]) == pytest.approx((float(out_1), float(out_0)), rel=2e-3, abs=1e-3)
        assert law.state["pool_1"][k] == pytest.approx(float(pool_1), rel=2e-3, abs=1e-3)
        assert law.state["pool_0"][k] == pytest.approx(float(pool_0), rel=2e-3, abs=1e-3)


def test_that_a_week_without_chance_follows_the_equations(inputs: Inputs) -> None:
    law = front_law(inputs, 1, 200.0, noise=1e-9, season_amp=0.0)
    nothing = WeeklyDraws(np.zeros(1), np.zeros(1), np.full(1, 0.5), np.zeros((2, 1)))
    shown = law.step(nothing)
    scale = np.full(1, 15.0)
    level = to_level(np.full(1, 80.0), scale) + 0.5 ** (1 / 50) * (
        to_level(np.full(1, 200.0), scale) - to_level(np.full(1, 80.0), scale)
    )
    gain = from_level(level, scale)
    assert shown == pytest.approx(np.full((2, 1), gain), rel=1e-6)
    assert law.state["fort"] == pytest.approx(
        0.5 + 0.01 * (0.5 - 0.5 * (gain + gross(gain, 30.0, 0.0)[1]) / 200.5), rel=1e-3
    )


def test_that_a_picked_member_goes_on_alone(inputs: Inputs) -> None:
    law = front_law(inputs, 5, 100.0)
    rng = np.random.Generator(np.random.PCG64(9))
    law.run(draw_weeks(4, 2, 5, rng))
    apart = law.pick(np.array([3, 3]))
    law.run(draw_weeks(4, 2, 5, rng))
    assert apart.week == 4 and apart.state["noise"].shape == (2, 2)
    assert np.ptp(apart.state["level"]) == 0.0 and apart.state["level"][0] != law.state["level"][3]


def wandering(**how: float) -> np.ndarray:
    """Median over members of the level of each of 52 weeks, from 150 km2 a week, without map noise."""
    n = 4000
    state = {"scale": np.full(n, 28.0), "shock": np.full(n, 0.2), "noise": np.full((1, n), 1e-9)}
    state |= {
        "log": np.full(n, np.log(150.0)),
        "last_noise": np.zeros((1, n)),
        "phase": np.zeros(n),
        "rest": np.zeros(n),
    }
    law = StalemateLaw(ASINH, state) if not how else WanderingLaw(ASINH, state, **how)
    gains = law.run(draw_weeks(52, 1, n, np.random.Generator(np.random.PCG64(4))))
    return np.median(gains[:, 0], axis=1)


def test_that_the_other_worlds_do_what_they_are_called() -> None:
    # a median of 4,000 members with a spread of 0.6: standard error 0.012
    assert wandering(walk=0.08)[-1] == pytest.approx(150.0, rel=0.06)
    assert wandering(walk=0.08, change=QUARTER)[-1] == pytest.approx(37.5, rel=0.06)
    assert wandering(walk=0.08, change=THREE_FIFTHS_MORE)[-1] == pytest.approx(240.0, rel=0.06)
    swing = wandering(walk=0.01, swing=0.45)
    assert swing[25] == pytest.approx(150.0 * np.exp(-0.9), rel=0.06)
    assert abs(wandering()[-1]) < 3.0


def test_that_the_constants_of_the_law_are_the_kernels() -> None:
    mine = (front_law_module.GROSS_CAP_0, front_law_module.GROSS_CAP_1, front_law_module.RELEASE)
    assert np.float32((*mine, front_law_module.PACE_FLOOR)).tolist() == [
        front.GROSS_CAP_0, front.GROSS_CAP_1, front.RELEASE, front.PACE_FLOOR,
    ]  # fmt: skip
