"""Land lost in a collapse: what is left and who helps decide, and the priors follow the record on docs/collapses.md."""

from math import log

import numpy as np
import pytest

from forecast.config import load_experiment
from forecast.config.switches import REPLACED
from tests.kernels.case import ROOT, Case, by_hazard
from tests.validity.paired import aid, average, difference, draws, members, moves, run, said, share_of

CASES = [
    [cell.strip() for cell in line.strip("|\n ").split("|")]
    for line in (ROOT / "docs" / "collapses.md").read_text().splitlines()
    if line.startswith("| ") and line.split("|")[2].strip() in ("yes", "no")
]
STATES = ("Russia 1918", "Bulgaria 1918", "Ottoman Empire, October 1918", "Austria-Hungary 1918", "Poland 1939",
          "South Vietnam 1975", "Karabakh 2020", "Karabakh 2023")  # fmt: skip


def counted(end: str, help_: str, among: tuple[str, ...] | None = None) -> tuple[int, int]:
    """Cases with this end, and all cases, with or without help."""
    rows = [row for row in CASES if row[1] == help_ and (among is None or row[0] in among)]
    return sum(row[3] == end for row in rows), len(rows)


def jeffreys_logit(k: int, n: int) -> float:
    return log((k + 0.5) / (n - k + 0.5))


def distribution(name: str):
    return load_experiment(ROOT / "configs" / "offer.yaml").priors[name].distribution


def test_that_the_priors_follow_the_record():
    helped, without, states = (counted("complete", *case) for case in (("yes",), ("no",), ("no", STATES)))
    assert (helped, without, states) == ((2, 10), (12, 16), (4, 8))
    start, more = distribution("collapse_defeat_helped"), distribution("collapse_defeat_helpless")
    assert start.mean == pytest.approx(jeffreys_logit(*helped), abs=0.05)
    gains = [jeffreys_logit(*found) - start.mean for found in (states, without)]
    assert gains == pytest.approx([1.2, 2.2], abs=0.07) and gains[0] < more.mean < gains[1]
    settled, partial = (sum(counted(end, h)[0] for h in ("yes", "no")) for end in ("settled", "partial"))
    beta = distribution("collapse_settlement_prob")
    assert (beta.a, beta.b) == (settled + 0.5, partial + 0.5)


@pytest.mark.parametrize("name", ["collapse_ua_base", "collapse_ru_base"])
def test_that_the_base_rates_follow_the_record_and_span_both_readings_of_this_war(name):
    rate = distribution(name)
    assert rate.median == pytest.approx(18 / 52 * 0.30 * 0.5, rel=0.05)
    low, high = (rate.median * np.exp(z * 1.2816 * rate.sdlog) for z in (-1, 1))
    assert low == pytest.approx(0.02, rel=0.2) and high == pytest.approx(0.5 / (34 / 12), rel=0.2)
    calm = REPLACED["collapse"]["calm"]
    assert calm["collapse_rate_0"] == pytest.approx(1 / 50) and calm["collapse_rate_1"] == pytest.approx(1 / 60)


def collapsing(n: int = 4096, **rows: float) -> Case:
    """A war without talks in which side 0 collapses often."""
    c = by_hazard(members("muddle_through", n), 0.0)
    return c.set(**({"collapse_rate_0": 1.0, "collapse_gap_0": 0, "collapse_density_0": 0} | rows))


def test_that_a_collapse_is_complete_with_the_chance_of_its_equation():
    """Without an effect of helplessness the share of complete defeats is that of the log odds, to its error."""
    for odds in (-1.0, 0.5):
        r = run(collapsing(defeat_0=odds, defeat_helpless_0=0, collapse_settle_0=0.25), 104)
        fell = r["collapse_week_0"] > 0
        for found, want in (
            (share_of(r["collapse_loss"] == 1, fell).estimate, 1 / (1 + np.exp(-odds))),
            (share_of(r["collapse_loss"] == 0, fell).estimate, 0.25 / (1 + np.exp(odds))),
        ):
            assert abs(found.value - want) < 4 * found.mcse
        part = r["collapse_loss"][fell & (r["collapse_loss"] > 0) & (r["collapse_loss"] < 1)]
        v = np.log(part / 0.1) / np.log(8)
        assert v.min() >= 0 and v.max() <= 1 and abs(v.mean() - 0.5) < 4 * 0.289 / np.sqrt(len(v))


def test_that_a_helpless_side_loses_more_in_every_draw():
    """The same collapses, in the same weeks: where nobody helps and little is left, no member loses less."""
    small, large = (run(collapsing(defeat_helpless_0=effect), 104) for effect in (0.0, 2.0))
    assert np.array_equal(small["collapse_week_0"], large["collapse_week_0"])
    assert (large["collapse_loss"] >= small["collapse_loss"]).all()
    found = difference(large["collapse_loss"], small["collapse_loss"])
    print(said("share of held land lost, helplessness counts against not", found))
    assert moves(found, 4) and found.value > 0


def test_that_a_cut_of_aid_makes_a_collapse_costlier():
    """Given a collapse in the same second year: complete defeat without aid against aid as before."""
    shares = []
    for flow in (1.0, 0.0):
        c = collapsing(8192, collapse_rate_0=0.5)
        for d in range(len(c.donors)):
            aid(c, d, keep=flow, change_week=0, runout=0, backfill_mult=0)
        r = run(c, 104)
        shares.append(share_of(r["collapse_loss"] >= 0.8, (r["collapse_week_0"] > 52)))
    found = (shares[1] - shares[0]).estimate
    print(said("complete defeat given a collapse, no aid against aid", found))
    assert moves(found, 4) and found.value > 0


def test_that_complete_defeat_is_a_large_share_of_collapses_and_not_one_number():
    drawn = draws(4096)
    start, more = drawn["collapse_defeat_helped"], drawn["collapse_defeat_helpless"]
    ends = [average(1 / (1 + np.exp(-start - more * h))) for h in (0.0, 1.0)]
    print(*(said(f"complete defeat given a collapse, helpless {h}", e) for h, e in zip((0, 1), ends, strict=True)))
    assert 0.15 < ends[0].value < 0.35 < 0.55 < ends[1].value < 0.8
