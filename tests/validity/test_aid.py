"""More aid, and what it does to the front, to collapse and to the chance of a ceasefire."""

from itertools import pairwise

import numpy as np

from forecast.config.switches import REPLACED
from forecast.display.digits import format_value
from forecast.runner.fitting.pilot import NO_COLLAPSE
from forecast_kernels.layout.levers import NEVER
from tests.kernels.case import DONOR, Case, Result
from tests.validity.paired import aid, average, by, difference, members, moves, run, said

WEEKS = (4, 13, 26, 52, 104)


def kept(c: Case, keep: float) -> Case:
    """The lead donor keeps this share of its flow from week 0 on, whatever its will."""
    c.donors[0, DONOR["will_t0"]] = 1
    return aid(c, 0, keep=keep, change_week=0, runout=0, resume_week=NEVER)


def without_talks(c: Case) -> Case:
    return c.set(agreement_hazard=1e-9, weight_base_rate=1, weight_ultimatum=0, weight_crowd=0)


def test_that_more_aid_lowers_the_attackers_gain_and_the_chance_of_collapse_with_a_lag():
    """Number 11. All else fixed: no talks, so that the front does not stop earlier in one of the settings.

    Nor does it stop by a collapse where its gain is compared.
    """

    def war(keep: float, **rows: float) -> Result:
        return run(kept(without_talks(members("muddle_through", 2048)), keep).set(**rows), 104)

    runs = {k: war(k, **NO_COLLAPSE) for k in (0.0, 0.5, 1.0)}
    for less, more in ((0.0, 0.5), (0.5, 1.0)):
        gains = [difference(runs[more][f"net_w{w}"], runs[less][f"net_w{w}"]) for w in WEEKS]
        print(
            *(said(f"keep {more} for {less}, km2 by week {w}", g) for w, g in zip(WEEKS, gains, strict=True)), sep="\n"
        )
        assert all(moves(g, 4) and g.value < 0 for g in gains[2:])
        assert gains[4].value < 2 * gains[3].value < 4 * gains[2].value  # it grows faster than time
        assert abs(gains[0].value) < 0.01 * abs(gains[3].value), "no effect in the first weeks"
    found = difference(*(by(war(k)["collapse_week_0"], 104) for k in (1.0, 0.0)))
    print(said("collapse of side 0 by week 104", found))
    assert moves(found, 4) and found.value < 0


DRAWS, PATHS = 96, 416
COURSES = (  # lead donor's flow, pressure on side 0, surge multiple: from cutting and pressing to surging
    (0.0, 1.0, 1.0), (0.25, 0.75, 1.0), (0.5, 0.5, 1.0), (0.75, 0.25, 1.0), (1.0, 0.0, 1.0), (1.0, 0.0, 1.5),
    (1.0, 0.0, 2.0),
)  # fmt: skip


def repeated(branch: str) -> Case:
    """DRAWS draws, each with PATHS members."""
    c = members(branch, DRAWS)
    rows = (np.ascontiguousarray(np.repeat(a, PATHS, axis=-1)) for a in (c.params, c.donors, c.levers, c.donor_levers))
    return Case(*rows, c.sectors)


def agreed(keep: float, pressure: float, multiple: float, **rows: float) -> np.ndarray:
    """Whether both sides agree within a year, (DRAWS, PATHS)."""
    c = aid(kept(repeated("muddle_through"), keep), 0, surge_mult=multiple).set(**rows)
    c.lever(package_week=0, bilateral=1, verification=1, pressure=pressure)
    if multiple > 1:
        c.lever(offer_week=0, deadline=1, appropriation_lag=0, execute=1, surge_duration=104, surge_ramp=10)
    return by(run(c, 52)["agreement_week"], 52).reshape(DRAWS, PATHS).astype(float)


def above(a: np.ndarray, b: np.ndarray, errors: float) -> np.ndarray:
    """Draws in which chance `a` is larger than `b` by so many paired errors."""
    gap = a - b
    return gap.mean(axis=1) > errors * np.maximum(gap.std(axis=1), 1e-9) / np.sqrt(PATHS)


def test_that_the_chance_of_a_ceasefire_may_fall_and_rise_with_aid_and_is_not_made_to():
    """Number 13. Side 0 is coerced at one end, side 1 at the other: some draws have a minimum inside, some have not."""
    y = [agreed(*course) for course in COURSES]
    inside = range(1, len(y) - 1)
    dips = np.any([above(y[0], y[k], 4) & above(y[-1], y[k], 4) for k in inside], axis=0)
    steps = list(pairwise(y))
    rises = above(y[-1], y[0], 4) & ~np.any([above(a, b, 2) for a, b in steps], axis=0)
    falls = above(y[0], y[4], 3)
    print("chance along the courses:", *(format_value(average(v.mean(axis=1))) for v in y), sep=", ")
    print(f"of {DRAWS} draws: {dips.sum()} have a minimum inside, {rises.sum()} only rise, {falls.sum()} first fall")
    assert dips.sum() >= 3 and rises.sum() >= 3
    assert falls.any() and above(y[4], y[0], 3).any(), "the sign before the surge is forced"


def test_that_kept_aid_and_pressure_both_raise_the_chance_and_pressure_by_more_if_collapse_is_rare():
    """Part of number 13. Kept flow brings side 1 closer to a deal, because it takes away the hope of a collapse.

    So the more likely collapse is, the more kept flow does, and the less pressure adds to a cut that presses already.
    Which of the two does more is left to the priors of collapse; at the rare collapse of the switch it is pressure.
    """

    def effects(**rows: float) -> tuple[np.ndarray, np.ndarray]:
        cut, with_flow, with_pressure = (agreed(*course, 1, **rows).mean(axis=1) for course in ((0, 0), (1, 0), (0, 1)))
        return with_flow - cut, with_pressure - cut

    drawn, rare = effects(), effects(**REPLACED["collapse"]["calm"])
    for name, (flow, pressure) in (("drawn", drawn), ("rare", rare)):
        alone, pressed = average(flow), average(pressure)
        print(said(f"kept flow against a cut, collapse {name}", alone), said("pressure at a cut", pressed), sep="\n")
        assert moves(alone, 3) and moves(pressed, 3) and alone.value > 0 and pressed.value > 0
    more_flow, less_pressure, lead = difference(drawn[0], rare[0]), difference(drawn[1], rare[1]), difference(*rare)
    assert moves(more_flow, 3) and more_flow.value > 0 > less_pressure.value and moves(less_pressure, 3)
    assert moves(lead, 3) and lead.value < 0
