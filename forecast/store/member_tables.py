"""Converts kernel outcomes and prior values to the tables of `members/branch=*/` and `draws/`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from forecast.errors import RunError
from forecast.store.arrow import TYPES, schema_of, to_arrow
from forecast.store.registry import Variable
from forecast.store.rules import ColumnValues, Rows
from forecast.store.variables import draw_variables, member_variables

if TYPE_CHECKING:
    from forecast.config.models import Experiment


def member_table(exp: "Experiment", member0: int, out: NDArray[np.float32], donor_out: NDArray[np.float32]) -> pa.Table:
    """Build the result rows of n members of one branch. Raises RunError if the kernel gave NaN or infinity.

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
    rows = Rows(out, donor_out, exp.horizon)
    variables = member_variables(exp)
    index, *others = variables
    columns = {index.name: to_arrow(np.arange(member0, member0 + out.shape[1]), pa.int64())}
    for variable in others:
        assert variable.rule is not None
        columns[variable.name] = _array(variable, variable.rule.column(rows), member0)
    return pa.table(columns, schema=schema_of(variables))


def _array(variable: Variable, column: ColumnValues, member0: int) -> pa.Array:
    values, missing = column
    invalid = ~np.isfinite(values)
    if missing is not None:
        invalid &= ~missing
    if invalid.any():
        member = member0 + int(np.argmax(invalid))
        raise RunError.of(variable.name, f"the model gave no number for member {member}; please report this defect")
    kind = TYPES[variable.kind]
    return to_arrow(np.where(missing, 0, values) if missing is not None else values, kind, missing)


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
