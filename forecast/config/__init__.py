"""Reads YAML configs, checks them and turns them into an Experiment. Errors name file, line and column."""

from forecast.config.canonical import canonical, config_hash, resolved_yaml
from forecast.config.data_cut import stale_state
from forecast.config.levers import donor_lever_values, lever_values
from forecast.config.load import load_experiment, load_points
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
    Switches,
    with_members,
)
from forecast.config.schema import json_schema
from forecast.config.sweep import sweep_points

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
    "Switches",
    "canonical",
    "config_hash",
    "donor_lever_values",
    "json_schema",
    "lever_values",
    "load_experiment",
    "load_points",
    "resolved_yaml",
    "stale_state",
    "sweep_points",
    "with_members",
]
