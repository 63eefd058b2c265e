"""The salient as a chip in talks."""

from itertools import pairwise

from tests.validity.paired import difference, members, moves, run, said
from tests.validity.peace_paths import only_package

OFFERED = (6, 19, 32, 58)


def test_that_the_salient_chip_falls_with_delay():
    """Number 19: what the swap adds to side 1's acceptance, and what side 0 gets back, the later it is offered."""
    chips, land = [], []
    for week in OFFERED:
        case = only_package(members("surge_offer", 4096)).lever(package_week=week)
        swap, none = run(case.lever(swap=1), 104), run(case.lever(swap=0), 104)
        both = (swap["accept_1"] >= 0) & (none["accept_1"] >= 0)
        chips.append(difference(swap["accept_1"][both], none["accept_1"][both]))
        land.append(difference(swap["transfer"], none["transfer"]))
        print(said(f"offered in week {week}: acceptance", chips[-1]), said("km2 returned", land[-1]), sep="; ")
    for values in (chips, land):
        assert moves(values[0], 4) and all(v.value > 0 for v in values[:-1]) and values[-1].value >= 0
        for sooner, later in pairwise(values):
            assert sooner.value - later.value > 3 * (sooner.mcse**2 + later.mcse**2) ** 0.5
    assert chips[-1].value < 0.1 * chips[0].value
