"""Prior values to the columns of `draws/`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from forecast.store.arrow import to_arrow
from forecast.store.types import TYPES, schema_of
from forecast.store.variables import draw_variables

if TYPE_CHECKING:
    from forecast.config.models import Experiment


def draws_table(exp: "Experiment", lo: int, hi: int, columns: Mapping[str, NDArray[np.float32]]) -> pa.Table:
    """Rows of members lo .. hi-1; columns: prior name -> float32 [hi-lo], one value per member, in the prior's unit.

    Columns of fixed priors may be there and are left out. Raises KeyError if another one is missing.
    """
    members = np.arange(lo, hi, dtype=np.int64)
    draw, replicate = np.divmod(members, exp.design.replicates)
    numbers = {"member": members, "draw": draw, "replicate": replicate}
    variables = draw_variables(exp)
    found = {}
    for variable in variables:
        kind = TYPES[variable.kind]
        values = numbers[variable.name] if variable.name in numbers else columns[variable.name]
        if values.shape != members.shape:
            raise ValueError(f"{variable.name} has shape {values.shape}, {members.shape} is needed")
        found[variable.name] = to_arrow(values, kind)
    return pa.table(found, schema=schema_of(variables))
