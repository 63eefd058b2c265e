"""Real runs that stop at a stated precision: the truth lies within their stated errors as often as it should."""

import pytest

from studies.precision.command import experiment, rules
from studies.precision.coverage import coverage, fixed_fit, truths, with_design

SEEDS, TRUTH, MOST = range(2_001, 2_025), 65_536, 4_096


@pytest.mark.validate
@pytest.mark.parametrize("layout", ["sobol", "mc"])
def test_that_stated_errors_of_stopped_runs_cover_the_truth(layout: str) -> None:
    """Here are 24 seeds; `python -m studies precision` has 400."""
    exp, asked = with_design(experiment(), layout=layout), rules(MOST)
    fitted = fixed_fit(exp)
    tallies = coverage(exp, fitted, asked, SEEDS, truths(exp, fitted, asked, TRUTH))
    for kind in ("level", "difference", "several"):
        chosen = [tally for (label, _), tally in tallies.items() if label.startswith(kind)]
        hits, runs = sum(tally.normal for tally in chosen), sum(tally.seeds for tally in chosen)
        print(f"{layout}, {kind}: {hits} of {runs}")
        assert hits / runs >= 0.8
    stopped = [tally for (label, _), tally in tallies.items() if label == "level 0.02"]
    assert all(tally.unmet == 0 and max(tally.members) <= 2_048 for tally in stopped)
