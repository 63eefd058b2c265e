"""What a surge delivers, in money and in time, and how likely it is that a leader does what a branch says.

`pytest -s tests/validity/test_surge.py` prints the figures of docs/surges.md.
"""

import numpy as np
import pytest

from forecast.config import load_experiment
from forecast.config.prior import Beta
from forecast_kernels.layout.levers import NEVER
from tests.kernels.case import DONOR, LEVER, ROOT, Case, by_hazard
from tests.validity.paired import aid, average, difference, members, moves, run, said
from tests.validity.peace_paths import traced

N = 2048
WEEKS = 104
WEEK = 1.0 / 52.0


def offer(branch: str = "surge_offer", n: int = N) -> Case:
    """A branch without talks or compact, with a certain will and a sure threat: only the surge changes deliveries."""
    c = by_hazard(members(branch, n), 0.0)
    c.set(collapse_rate_0=1e-9, collapse_rate_1=1e-9)
    c.donors[:, DONOR["will_t0"]] = 1
    return c.lever(compact_week=NEVER, execute=1)  # the pledge of a compact would raise deliveries too


def without_surge(c: Case) -> Case:
    for donor in range(2):
        aid(c, donor, surge_mult=1)
    return c


def limits(c: Case, stock: float, production: float) -> Case:
    c.donors[:, DONOR["surge_stock"]] = stock
    c.donors[:, DONOR["surge_production"]] = production
    return c


def test_that_stocks_and_production_limit_what_a_surge_delivers():
    with_none = run(limits(offer(), 0.0, 1.0), WEEKS)
    plain = run(without_surge(offer()), WEEKS)
    assert np.array_equal(with_none.donor_out, plain.donor_out), "nothing to draw and nothing to make: no surge"
    drawn = run(limits(offer(), 4.0, 1.0), WEEKS).donor_out - plain.donor_out
    assert (drawn <= 4.0 + 1e-3).all() and (drawn > -1e-3).all(), "no more than the stock, from every donor"
    assert np.median(drawn) > 1.0
    free = run(limits(offer(), 1e6, 1e3), WEEKS).donor_out - plain.donor_out
    bound = run(offer(), WEEKS).donor_out - plain.donor_out
    assert (bound <= free + 1e-3).all() and np.median(bound) < 0.9 * np.median(free)


def test_what_a_surge_delivers_and_when():
    """It begins with drawdowns within weeks of the refusal, and does not end before half a year is over."""
    c = offer()
    surge, plain = run(c, WEEKS), run(without_surge(offer()), WEEKS)
    extra = surge.donor_out - plain.donor_out
    for donor, name in enumerate(("US", "Europe")):
        low, mid, high = np.quantile(extra[donor], [0.1, 0.5, 0.9])
        print(f"{name}: delivered by week 104 above no surge, EUR bn: {mid:.1f} ({low:.1f} to {high:.1f})")
    yearly = c.donors[:, DONOR["cost"]].sum(axis=0)
    share = extra.sum(axis=0) / (yearly * WEEKS * WEEK)
    print(f"all donors, over the flow of two years: {100 * np.median(share):.0f} %")
    few = 256
    paths = [traced(x, WEEKS, ("delivered",))["delivered"] for x in (offer(n=few), without_surge(offer(n=few)))]
    above = np.zeros_like(paths[0])
    above[1:] = paths[0][1:] / paths[1][1:] - 1.0
    refused = (c.levers[LEVER["offer_week"]] + c.levers[LEVER["deadline"]])[:few]
    begins = np.argmax(above > 0.05, axis=0)
    peak = above.max(axis=0)
    came = (above > 0.05).any(axis=0)
    wait = (begins - refused)[came]
    print(
        f"{100 * came.mean():.0f} % of surges raise deliveries by 5 % or more; the first such week is "
        f"{np.median(wait):.0f} weeks after the refusal, week {np.median(begins[came]):.0f} of the run"
    )
    print(f"largest weekly rise, median: {100 * np.median(peak):.0f} %, at week {np.median(above.argmax(0)):.0f}")
    weeks = (26, 39, 52, 78, 104)
    print("median rise at", *(f"week {w}: {100 * np.median(above[w]):.0f} %" for w in weeks), sep="  ")
    assert came.mean() > 0.8
    assert np.median(wait) < 14, "it begins when law and stocks allow"
    assert 0.2 < np.median(peak) < 1.5


def test_that_new_money_comes_after_the_law_and_drawdowns_before():
    c = offer(n=256).lever(drawdown_lag=2, appropriation_lag=30, surge_ramp=1, surge_duration=26)
    only_stock = limits(offer(n=256), 1e6, 1.0).lever(
        drawdown_lag=2, appropriation_lag=30, surge_ramp=1, surge_duration=26
    )
    for case in (c, only_stock):
        for donor in range(2):
            aid(case, donor, surge_mult=2)
    late = offer(n=256).lever(drawdown_lag=NEVER, appropriation_lag=30, surge_ramp=1, surge_duration=26)
    a = traced(c, WEEKS, ("surge", "surge_money", "surge_start"))
    refused = np.ceil(c.levers[LEVER["offer_week"]] + c.levers[LEVER["deadline"]])
    first = np.argmax(a["surge"] > 0, axis=0)
    money = np.argmax(a["surge_money"] > 0, axis=0)
    assert np.array_equal(first - 1, refused + 2), "a trace row is the end of its week"
    assert np.array_equal(money - first, np.full(256, 28))
    assert ((a["surge"] > 0).sum(axis=0) == 28 + 26).all() and ((a["surge_money"] > 0).sum(axis=0) == 26).all()
    b = traced(late, WEEKS, ("surge", "surge_money"))
    assert np.array_equal(b["surge"], b["surge_money"]), "without a date of its own a drawdown waits for the law"


def test_that_a_leader_who_fears_for_his_image_is_less_likely_to_cut():
    """C07: the chance that the branch comes true."""
    runs = {branch: run(members(branch, N), 52) for branch in ("muddle_through", "surge_offer", "no_aid")}
    for branch, r in runs.items():
        print(said(f"chance of the policy, {branch}", average(r["policy_chance"])))
    assert (runs["muddle_through"]["policy_chance"] == 1).all(), "it asks nothing of anyone"
    assert 0.3 < runs["surge_offer"]["policy_chance"].mean() < 0.7
    calm = members("no_aid", N)
    calm.donors[0, DONOR["will_image"]] = 0
    found = difference(runs["no_aid"]["policy_chance"], run(calm, 52)["policy_chance"])
    print(said("chance of the cut, image counts against it does not", found))
    assert moves(found, 4) and found.value < 0


@pytest.mark.parametrize("part", ["compact_pledge", "compact_capabilities", "compact_missions"])
def test_that_each_part_of_the_compact_makes_the_offer_more_likely(part):
    """C34, for each of the three parts: a pledge of 3 %, half of the capabilities, all other missions."""
    least = {"compact_pledge": 0.0202, "compact_capabilities": 0.0, "compact_missions": 0.0}
    full = members("surge_offer", N).lever(compact_week=0)
    without = members("surge_offer", N).lever(compact_week=0, **{part: least[part]})
    found = difference(run(full, 26)["policy_chance"], run(without, 26)["policy_chance"])
    print(said(f"chance of the offer, with and without {part}", found))
    assert moves(found, 4) and found.value > 0


def test_that_the_threat_is_carried_out_more_often_with_a_compact():
    """Execution is a chance that the will moves, and the compact moves the will."""
    rates = []
    for week in (0, NEVER):
        c = members("surge_offer", N).lever(compact_week=week, execute=0.5)
        r = run(c, 52)
        refused = r["refused_week"] >= 0
        rates.append(np.where(refused, r["surge_week"] >= 0, np.nan))
    found = difference(*rates)
    print(said("surges of refused offers, compact against none", found))
    assert moves(found, 4) and found.value > 0


def test_that_the_record_gives_the_prior_its_mean():
    """The table of docs/surges.md, Jeffreys' rates, and half of the way back to no knowledge."""
    lines = (ROOT / "docs" / "surges.md").read_text(encoding="utf-8").splitlines()
    cases = [row.split(" | ") for row in lines if row.startswith("| ") and row.count(" | ") == 4][1:]
    assert len(cases) == 21 and {c[2] for c in cases} == {c[3] for c in cases} == {"yes", "no"}
    worked = {p: [c[3] == "yes" for c in cases if c[2] == p] for p in ("yes", "no")}
    with_partner, without = ((sum(x) + 0.5) / (len(x) + 1) for x in (worked["yes"], worked["no"]))
    needs_partner = 1 - without / with_partner
    prior = load_experiment(ROOT / "configs" / "offer.yaml").priors["surge_manpower_interaction"].distribution
    assert isinstance(prior, Beta)
    assert prior.a / (prior.a + prior.b) == pytest.approx((needs_partner + 0.5) / 2, abs=0.01)
