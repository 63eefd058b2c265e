"""A threat that is carried out, and one that is not."""

import numpy as np

from tests.kernels.case import LEVER
from tests.validity.paired import difference, members, moves, run, said
from tests.validity.peace_paths import traced


def test_that_a_bluff_costs_credibility_after_the_deadline_and_nothing_before():
    """Number 14: belief is the same until the deadline has passed, and lower after it in every refused offer."""
    offer, bluff = members("surge_offer", 512).lever(execute=1), members("surge_bluff", 512)
    deadline = offer.levers[LEVER["offer_week"]] + offer.levers[LEVER["deadline"]]
    a, b = (traced(c, 52, ("credibility", "refused", "belief")) for c in (offer, bluff))
    before = np.arange(53)[:, None] <= deadline
    assert 0.2 < before.mean() < 0.6
    for name in ("credibility", "refused", "belief"):
        assert np.array_equal(a[name][before], b[name][before]), name
    refused = (a["refused"] > 0) & ~before
    assert 0.8 < refused[-1].mean() < 1
    assert (a["credibility"][refused] > b["credibility"][refused]).mean() > 0.99
    kept = ~before & (a["refused"] == 0)
    assert np.array_equal(a["credibility"][kept], b["credibility"][kept]), "nobody bluffed here"


def test_that_credibility_a_year_on_is_lower_after_a_bluff():
    """Number 14, as an outcome."""
    a, b = (run(members("surge_offer", 4096).lever(execute=execute), 52) for execute in (1, 0))
    refused = a["refused_week"] >= 0
    assert np.array_equal(refused, b["refused_week"] >= 0)
    found = difference(b["credibility_w52"][refused], a["credibility_w52"][refused])
    print(said("belief in a threat at week 52, bluff against executed", found))
    assert moves(found, 4) and found.value < 0
    assert np.array_equal(a["credibility_w52"][~refused], b["credibility_w52"][~refused])
