"""`fitted.json` of a run: what was fitted on the pilot before member 0. A resumed run and a replay read it."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from forecast.errors import ResultError
from forecast_kernels.layout.fitted import FITTED

NAME = "fitted.json"


class Fitted(BaseModel):
    """Emulator of the gain that side 1 expects in the next year, and shares of the base rate (docs/model.md).

    coefficients, standard_errors: by name. decile_ratios: mean gain over mean expectation, by tenth of the expectation.
    log_residual_sd: standard deviation of log(gain / expectation). explained: share of the variance. rows,
    draws: of the pilot.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    coefficients: dict[str, float]
    standard_errors: dict[str, float]
    decile_ratios: list[float]
    log_residual_sd: float
    explained: float
    rows: int
    draws: int

    @property
    def fits(self) -> bool:
        """Whether the emulator explains some variance and is within a factor of two in all tenths but the lowest."""
        return self.explained > 0.0 and all(0.5 <= ratio <= 2.0 for ratio in self.decile_ratios[1:])

    @property
    def line(self) -> str:
        """How good the emulator is, in words."""
        low, most = self.decile_ratios[0], self.decile_ratios[1:]
        quality = (
            f"What side 1 expects of the next year comes from an emulator fitted on a pilot of {self.draws:,} draws: "
            f"it explains {self.explained:.0%} of the variance of single years, and the simulated mean is "
            f"{min(most):g} to {max(most):g} times the expected one in nine tenths of the states, {low:g} times in "
            "the tenth with the lowest expectation."
        )
        if self.fits:
            return quality
        return f"{quality} It does not fit this war: set accept_momentum and mismatch_effect to 0 or read with care."

    def array(self) -> NDArray[np.float32]:
        """The kernel's `fitted` f32[NF]."""
        return np.array([self.coefficients[column.name] for column in FITTED], np.float32)

    def text(self) -> str:
        """The content of the file."""
        return json.dumps(self.model_dump(), indent=2) + "\n"


def read_fitted(folder: Path) -> Fitted | None:
    """The fit of a run folder, None if it has no such file.

    Raises
    ------
    ResultError
        If the file is damaged or of another version.
    """
    path = folder / NAME
    try:
        fitted = Fitted.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, ValidationError):
        raise ResultError.of(str(path), "is damaged; run the experiment again") from None
    if set(fitted.coefficients) != {column.name for column in FITTED}:
        raise ResultError.of(str(path), "was written by another version; run the experiment again")
    return fitted
