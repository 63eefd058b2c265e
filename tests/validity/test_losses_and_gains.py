"""Losses and gains of the same weeks: linked, and weakly."""

import numpy as np
import pytest

from forecast.config import load_experiment
from studies.prior_predictive.simulated import simulated
from studies.prior_predictive.statistics import statistics
from tests.kernels.case import ROOT

BAND = (0.05, 0.35)
"""Correlation over weeks of casualties and gain, from the dossier of the model."""
LINKS = ("link", "link_trend")


@pytest.mark.validate
def test_that_losses_and_gains_are_weakly_correlated(seed: int) -> None:
    """Median over members, as either map shows them. Its error is 0.006, so chance fails it less than once in 10^6."""
    exp = load_experiment(ROOT / "configs" / "offer.yaml")
    design = exp.design.model_copy(update={"seed": seed, "layout": "mc"})
    records, _ = simulated(exp.model_copy(update={"design": design}), 1024)
    for statistic in statistics([0]):
        if statistic.name in LINKS:
            for number, record in enumerate(records, 1):
                found = float(np.median(statistic.reduce(*statistic.weeks(record))))
                print(f"{statistic.label}, map {number}: {found:.2f} ±0.01")
                assert BAND[0] < found < BAND[1], f"{statistic.label}, map {number}: {found:.3f}"
