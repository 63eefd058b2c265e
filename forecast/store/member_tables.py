"""Converts kernel outcomes and prior values to the tables of `members/branch=*/` and `draws/`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from forecast.store.arrow import TYPES, schema_of, to_arrow
from forecast.store.faults import failed_members
from forecast.store.rules import Rows
from forecast.store.variables import draw_variables, member_variables

if TYPE_CHECKING:
    from forecast.config.models import Experiment


def member_table(exp: "Experiment", member0: int, out: NDArray[np.float32], donor_out: NDArray[np.float32]) -> pa.Table:
    """Build the result rows of n members of one branch. In the row of a failed member all but its number is null.

    Parameters
    ----------
    exp : Experiment
        Gives the names of the columns.
    member0 : int
        Number of the first member.
    out : float32[NO, n]
        Outcomes of the kernel, one row per outcome (`forecast_kernels.layout.outcomes`).
    donor_out : float32[ND, n]
        Aid delivered by week 104, one row per donor, EUR bn.
    """
    failed = failed_members(out, donor_out, exp.horizon)
    has_failed = bool(failed.any())
    rows = Rows(np.where(failed, np.float32(0.0), out) if has_failed else out, donor_out, exp.horizon)
    index, *others = member_variables(exp)
    variables = (index, *(replace(v, nullable=v.nullable or has_failed) for v in others))
    columns = {index.name: to_arrow(np.arange(member0, member0 + out.shape[1]), pa.int64())}
    for variable in others:
        assert variable.rule is not None
        values, missing = variable.rule.column(rows)
        if has_failed:
            missing = failed if missing is None else missing | failed
        kept = values if missing is None else np.where(missing, 0, values)
        columns[variable.name] = to_arrow(kept, TYPES[variable.kind], missing)
    return pa.table(columns, schema=schema_of(variables))


def draws_table(exp: "Experiment", lo: int, hi: int, columns: Mapping[str, NDArray[np.float32]]) -> pa.Table:
    """Build the rows of `draws/` for members lo .. hi-1.

    Parameters
    ----------
    exp : Experiment
        Gives the names of the columns: one per prior that is not fixed.
    lo, hi : int
        Range of members.
    columns : Mapping[str, float32[hi - lo]]
        Name of the prior -> one value per member, in the prior's unit. Fixed priors are left out.

    Raises
    ------
    ValueError
        If a column does not have hi - lo values.
    """
    members = np.arange(lo, hi, dtype=np.int64)
    draw, replicate = np.divmod(members, exp.design.replicates)
    numbers = {"member": members, "draw": draw, "replicate": replicate}
    variables = draw_variables(exp)
    arrays = {}
    for variable in variables:
        kind = TYPES[variable.kind]
        values = numbers[variable.name] if variable.name in numbers else columns[variable.name]
        if values.shape != members.shape:
            raise ValueError(f"{variable.name} has shape {values.shape}, {members.shape} is needed")
        arrays[variable.name] = to_arrow(values, kind)
    return pa.table(arrays, schema=schema_of(variables))
