"""The made-up run with another war, other names, or a drawn length of the surge."""

from collections.abc import Callable
from typing import Any

import pytest

from forecast.config.branch import IfRefused, Offer, Surge
from forecast.config.quantities import PriorRef
from forecast.report.material import Material
from forecast.store.reader import Run

Change = Callable[..., Material]


@pytest.fixture
def changed(run: Run) -> Change:
    """A function that returns the material of the made-up run with another experiment."""

    def change(baseline: dict[str, Any] | None = None, titles: dict[str, str] | None = None, **update: Any) -> Material:
        exp = run.experiment
        branches = update.pop("branches", exp.branches)
        if titles:
            branches = {name: b.model_copy(update={"title": titles[name]}) for name, b in branches.items()}
        whole = exp.baseline.model_copy(update=baseline or {})
        other = Run(run.path, run.manifest)
        other.__dict__["experiment"] = exp.model_copy(update={"baseline": whole, "branches": branches, **update})
        return Material.of(other)

    return change


@pytest.fixture
def with_surge(run: Run) -> dict[str, Any]:
    """The branches of the made-up run; the length of the surge is the input `accept_threat`."""
    surge = Surge.model_construct(duration=PriorRef(prior="accept_threat"), ramp=None)
    plans = {"surge_offer": IfRefused.model_construct(surge=surge, executed=0.5)}
    plans["surge_bluff"] = IfRefused.model_construct(surge=surge, executed=0.0)
    return {
        name: branch.model_copy(update={"offer": Offer.model_construct(if_refused=plans[name])})
        if name in plans
        else branch
        for name, branch in run.experiment.branches.items()
    }
