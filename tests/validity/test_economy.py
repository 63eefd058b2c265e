"""A surge of sanctions against the attacker's economy."""

import numpy as np

from forecast_kernels.layout.levers import NEVER
from tests.kernels.case import PARAMETER
from tests.validity.paired import difference, members, moves, said
from tests.validity.peace_paths import traced

WEEKS = 260


def economy(sanctions: float, price: float = 1) -> dict[str, np.ndarray]:
    """Paths with the supplier kept out: once it has cut back it does not return, which is no matter of the discount."""
    c = members("muddle_through", 1024).set(supplier_cut_rate=0).lever(sanctions_week=sanctions)
    c.params[PARAMETER["oil_t0"]] *= np.float32(price)
    return traced(c, WEEKS, ("discount", "stress", "fund"))


def test_that_the_effects_of_sanctions_decay():
    """Number 18, first half: discount, fund and stress."""
    with_, without = economy(4), economy(NEVER)
    half = members("muddle_through", 1024).params[PARAMETER["sanctions_halflife"]]
    start = with_["discount"][5]
    assert (without["discount"] == 0).all() and (start > 0).all()
    assert np.allclose(with_["discount"][57], start * 2 ** (-52 / half), rtol=1e-3)
    for name, sign, peak in (("stress", 1, 26), ("fund", -1, 52)):
        early, late = (difference(with_[name][w], without[name][w]) for w in (peak, WEEKS))
        print(said(f"{name} in week {peak}", early), said(f"in week {WEEKS}", late))
        assert moves(early, 4) and np.sign(early.value) == sign
        assert abs(late.value) + 2 * late.mcse < 0.5 * abs(early.value)


def test_that_a_doubled_oil_price_undoes_sanctions():
    """Number 18, second half."""
    normal, none = economy(4), economy(NEVER)
    dear, dear_none = economy(4, 2), economy(NEVER, 2)
    for week in (10, 26, 52):
        bite, blunt = (difference(a["stress"][week], b["stress"][week]) for a, b in ((normal, none), (dear, dear_none)))
        fund = difference(dear["fund"][week], none["fund"][week])
        print(said(f"week {week}: stress", bite), said("at twice the price", blunt), said("fund, trn", fund), sep="; ")
        assert moves(bite, 4) and abs(blunt.value) + 2 * blunt.mcse < 0.2 * bite.value
        assert moves(fund, 4) and fund.value > 0
