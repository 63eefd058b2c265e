"""`fitted.json` of a run: what was estimated on the pilot before member 0. A resumed run and a replay read it."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from forecast.errors import ResultError
from forecast_kernels.layout.fitted import FITTED

NAME = "fitted.json"


class Fitted(BaseModel):
    """Emulator of the gain that side 1 expects of the next year, and shares of the base rate (docs/model.md).

    coefficients, standard_errors: by name. decile_ratios: mean gain over mean expectation, by tenth of the expectation.
    log_residual_sd: spread of single gains around it, logs. explained: share of variance. rows, draws: of the pilot.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    coefficients: dict[str, float]
    standard_errors: dict[str, float]
    decile_ratios: list[float]
    log_residual_sd: float
    explained: float
    rows: int
    draws: int

    def array(self) -> NDArray[np.float32]:
        """The kernel's `fitted` f32[NF]."""
        return np.array([self.coefficients[column.name] for column in FITTED], np.float32)

    def text(self) -> str:
        """The bytes of the file, as text."""
        return json.dumps(self.model_dump(), indent=2) + "\n"


def read_fitted(folder: Path) -> Fitted | None:
    """The file of a run folder, None if it is not there. Raises ResultError if it is damaged."""
    path = folder / NAME
    try:
        found = Fitted.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, ValidationError):
        raise ResultError.of(str(path), "is damaged; run the experiment again") from None
    if set(found.coefficients) != {column.name for column in FITTED}:
        raise ResultError.of(str(path), "was written by another version; run the experiment again")
    return found
