"""Lists the variables in the result files of one experiment, with the names of its sides and donors."""

from dataclasses import replace
from typing import TYPE_CHECKING

from forecast.experiment.evidence import evidence
from forecast.store.registry import (
    AID,
    DRAW,
    MEMBER,
    OUTCOME_VARIABLES,
    PEACE_WEEKS,
    REPLICATE,
    SCHEMA_VERSION,
    Variable,
)
from forecast.store.registry_series import REGIME_COUNT, REGIME_SHARE, SECTOR, TOTAL_SERIES
from forecast.store.rules import Donor
from forecast.store.success import success_variable

if TYPE_CHECKING:
    from forecast.config.models import Experiment

__all__ = [
    "SCHEMA_VERSION",
    "Variable",
    "draw_variables",
    "member_variables",
    "quantities",
    "side_ids",
    "timeseries_variables",
    "units",
]


def side_ids(exp: "Experiment") -> dict[str, str]:
    """`defender` and `attacker` -> id of that side."""
    return {"defender": exp.baseline.defender, "attacker": exp.baseline.attacker}


def quantities(exp: "Experiment") -> dict[str, Variable]:
    """All quantities that a success condition may name: all outcome columns, and `peace_weeks`."""
    ids = side_ids(exp)
    variables = [PEACE_WEEKS]
    for variable in OUTCOME_VARIABLES:
        if variable is AID:
            for index, donor in enumerate(exp.baseline.donors):
                variables.append(replace(variable.named({"donor": donor}), rule=Donor(index)))
        else:
            variables.append(variable.named(ids))
    return {variable.name: variable for variable in variables}


def member_variables(exp: "Experiment") -> tuple[Variable, ...]:
    """Columns of `members/branch=*/` in file order. Columns that need a longer horizon are left out."""
    known, mark = quantities(exp), evidence(exp).mark
    outcomes = [variable for variable in known.values() if variable is not PEACE_WEEKS]
    success = [success_variable(name, entry, known) for name, entry in exp.success.items()]
    return (MEMBER, *(replace(v, evidence=mark) for v in (*outcomes, *success) if v.needs <= exp.horizon))


def draw_variables(exp: "Experiment") -> tuple[Variable, ...]:
    """Columns of `draws/`: member, draw, replicate, then one per prior that is not fixed."""
    uncertain = [prior for prior in exp.priors.values() if prior.distribution.kind != "fixed"]
    priors = [
        Variable(prior.name, prior.unit, prior.about, "real", "draws", evidence=f"Grade {prior.grade}: {prior.source}")
        for prior in uncertain
    ]
    return (replace(MEMBER, where="draws"), DRAW, REPLICATE, *priors)


def timeseries_variables(exp: "Experiment") -> tuple[Variable, ...]:
    """Arrays of `timeseries.nc` except the coordinates."""
    ids = side_ids(exp)
    return (REGIME_SHARE, REGIME_COUNT, *(v.named(ids) for group in (*TOTAL_SERIES, SECTOR) for v in group))


def units(exp: "Experiment") -> dict[str, str]:
    """Name -> unit of every variable of the run, for the manifest."""
    variables = (*draw_variables(exp), *member_variables(exp), *timeseries_variables(exp))
    return {variable.name: variable.unit for variable in variables}
