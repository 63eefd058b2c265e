"""A cut of intelligence of two weeks: felt at once in the salient, hardly in the main line."""

import numpy as np
import pytest

from tests.validity.paired import difference, said
from tests.validity.war_only import paths, war

FROM, UNTIL, YEAR = 12, 14, 52


@pytest.mark.validate
def test_that_a_two_week_intelligence_cut_speeds_the_loss_of_the_salient_and_hardly_moves_the_main_line(
    seed: int,
) -> None:
    """Fails by chance less than once in 10^6 runs: every bound lies more than six errors away."""
    whole = war("offer.yaml", "muddle_through")
    cut = war("offer.yaml", "muddle_through").lever(intel_cut_from=FROM, intel_cut_until=UNTIL)
    before, after = paths(whole, YEAR, seed), paths(cut, YEAR, seed)
    assert (before["salient"][: FROM + 1] == after["salient"][: FROM + 1]).all()
    lost, lost_cut = (path["salient"][FROM] - path["salient"][UNTIL] for path in (before, after))
    speed = lost_cut / lost
    print(f"loss of the salient in the two weeks, times the loss without the cut: median {np.median(speed):.2f}")
    assert np.median(speed) > 1.5 and (speed > 0.999).all()
    found = difference(after["net"][YEAR], before["net"][YEAR])
    year = before["net"][YEAR].mean()
    print(said("gain of the year more by the cut, km2", found), f"of {year:.0f}")
    assert found.value > 6 * found.mcse, "the cut does nothing"
    assert found.value + 6 * found.mcse < 0.05 * year, "two weeks move the year"
