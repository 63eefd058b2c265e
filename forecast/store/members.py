"""Kernel outcome rows to the columns of `members/branch=*/`."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from forecast.errors import RunError
from forecast.store.arrow import to_arrow
from forecast.store.rules import Column, Rows
from forecast.store.types import TYPES, schema_of
from forecast.store.variables import Variable, member_variables

if TYPE_CHECKING:
    from forecast.config.models import Experiment


def member_table(exp: "Experiment", member0: int, out: NDArray[np.float32], donor_out: NDArray[np.float32]) -> pa.Table:
    """Result rows of members member0 .. member0+n-1 of one branch; out [NO, n], donor_out [ND, n], both float32.

    Raises RunError if the kernel left a value that is not a number.
    """
    rows = Rows(out, donor_out, exp.horizon)
    variables = member_variables(exp)
    index, *others = variables
    columns = {index.name: to_arrow(np.arange(member0, member0 + out.shape[1]), pa.int64())}
    for variable in others:
        assert variable.rule is not None
        columns[variable.name] = _array(variable, variable.rule.column(rows), member0)
    return pa.table(columns, schema=schema_of(variables))


def _array(variable: Variable, column: Column, member0: int) -> pa.Array:
    values, missing = column
    bad = ~np.isfinite(values)
    if missing is not None:
        bad &= ~missing
    if bad.any():
        member = member0 + int(np.argmax(bad))
        raise RunError.of(variable.name, f"the model gave no number for member {member}; please report this defect")
    kind = TYPES[variable.kind]
    return to_arrow(np.where(missing, 0, values) if missing is not None else values, kind, missing)
