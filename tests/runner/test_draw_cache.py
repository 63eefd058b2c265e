"""Kept draws are those of the sampler, whatever was kept."""

import numpy as np
import pytest

from forecast.experiment.inputs import Sampler
from forecast.runner.draw_cache import DrawCache


@pytest.mark.parametrize("layout", ["sobol", "mc"])
@pytest.mark.parametrize("kept", [(), ((0, 128), (128, 300)), ((64, 190),), ((0, 64), (190, 300)), ((0, 300),)])
def test_that_any_range_has_the_draws_of_the_sampler(kept, layout, experiment) -> None:
    sampler = Sampler(experiment(300, 12, f"design.layout={layout}"))
    drawn = DrawCache(sampler)
    for lo, hi in kept:
        drawn.keep(sampler.inputs(lo, hi))
    found, wanted = drawn.take(0, 300), sampler.member_columns(0, 300)
    assert list(found) == list(wanted)
    assert all(np.array_equal(found[name], values) for name, values in wanted.items())
    assert drawn._ranges == {}


def test_that_what_was_kept_is_not_drawn_again(experiment, monkeypatch) -> None:
    sampler = Sampler(experiment(300))
    drawn = DrawCache(sampler)
    drawn.keep(sampler.inputs(0, 300))
    monkeypatch.setattr(Sampler, "draws", None)
    assert len(drawn.take(0, 300)) == len(sampler.names)
