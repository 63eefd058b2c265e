"""Configs: YAML files with positions, checked and turned into a frozen Experiment."""

from forecast.config.levers import donor_lever_values, lever_values
from forecast.config.load import load_experiment
from forecast.config.models import (
    Baseline,
    Branch,
    Condition,
    Design,
    Distribution,
    Donor,
    Experiment,
    Prior,
    PriorRef,
    Sector,
    Side,
    Success,
)

__all__ = [
    "Baseline",
    "Branch",
    "Condition",
    "Design",
    "Distribution",
    "Donor",
    "Experiment",
    "Prior",
    "PriorRef",
    "Sector",
    "Side",
    "Success",
    "donor_lever_values",
    "lever_values",
    "load_experiment",
]
