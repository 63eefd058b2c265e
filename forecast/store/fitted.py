"""Reads and writes `fitted.json`: the coefficients that were fitted to the pilot of a run before its first member.

A continued run and a replay read this file. The pilot is a small run, see docs/glossary.md.
"""

import json
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from forecast.errors import ResultError
from forecast_kernels.layout.fitted import FITTED

NAME = "fitted.json"
Method = Literal["regression", "penalised", "without_losses", "penalised_without_losses", "constant"]
REGRESSION: Method = "regression"
PENALISED: Method = "penalised"
WITHOUT_LOSSES: Method = "without_losses"
PENALISED_WITHOUT_LOSSES: Method = "penalised_without_losses"
CONSTANT: Method = "constant"
_NO_SOLUTION = "The regression has no solution here:"
_LOSSES = "losses of ground count as a gain of 1 km2 a year"
_PENALTY = "terms that do not vary are left out, and a small penalty tells apart the others"
METHODS: dict[Method, str] = {
    REGRESSION: "",
    PENALISED: f"{_NO_SOLUTION} {_PENALTY}.",
    WITHOUT_LOSSES: f"{_NO_SOLUTION} {_LOSSES}.",
    PENALISED_WITHOUT_LOSSES: f"{_NO_SOLUTION} {_LOSSES}, {_PENALTY}.",
    CONSTANT: f"{_NO_SOLUTION} what side 1 expects follows the pace of week 0 alone.",
}
"""Methods of the fit, in the order in which they are tried, with what a reader has to know of each."""


class Fitted(BaseModel):
    """The emulator, which predicts the gain of side 1 (the attacker) in the next year, and one share (docs/model.md).

    coefficients, standard_errors: by name, see `forecast_kernels.layout.fitted`. decile_ratios: mean gain divided by
    mean expected gain, in each tenth of the rows by expected gain. log_residual_sd: standard deviation of log(gain /
    expected gain). explained: share of the variance that the emulator explains. rows, draws: size of the pilot. method:
    one of METHODS. left_out: number of draws of the pilot whose numbers were not finite. The file has `method` and
    `left_out` only where they are not the usual ones.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    coefficients: dict[str, float]
    standard_errors: dict[str, float]
    decile_ratios: list[float]
    log_residual_sd: float
    explained: float
    rows: int
    draws: int
    method: Method = REGRESSION
    left_out: int = 0

    @property
    def fits(self) -> bool:
        """Whether it is the regression of the whole pilot, explains some variance, and fits nine tenths of the rows.

        A tenth is fitted if its mean gain is 0.5 to 2 times the expected one; the tenth with the lowest expectation
        does not count.
        """
        is_usual = self.method == REGRESSION and self.left_out == 0
        return is_usual and self.explained > 0.0 and all(0.5 <= ratio <= 2.0 for ratio in self.decile_ratios[1:])

    @property
    def line(self) -> str:
        """A text on how well the emulator fits."""
        lowest, others = self.decile_ratios[0], self.decile_ratios[1:]
        quality = (
            f"What side 1 expects of the next year comes from an emulator fitted on a pilot of {self.draws:,} draws: "
            f"it explains {self.explained:.0%} of the variance of single years, and the simulated mean is "
            f"{min(others):g} to {max(others):g} times the expected one in nine tenths of the states, {lowest:g} times "
            "in the tenth with the lowest expectation."
        )
        if self.fits:
            return quality
        left_out = f"{self.left_out} draws gave no finite numbers and are left out." if self.left_out else ""
        quality = " ".join(filter(None, [quality, METHODS[self.method], left_out]))
        return f"{quality} It does not fit this war: set accept_momentum and mismatch_effect to 0 or read with care."

    def array(self) -> NDArray[np.float32]:
        """The coefficients as float32[NF], in the order that the kernel expects."""
        return np.array([self.coefficients[column.name] for column in FITTED], np.float32)

    def text(self) -> str:
        """The content of `fitted.json`."""
        usual = {name for name in ("method", "left_out") if getattr(self, name) == Fitted.model_fields[name].default}
        return json.dumps(self.model_dump(exclude=usual), indent=2) + "\n"


def read_fitted(folder: Path) -> Fitted | None:
    """Read the fit of a run folder. None if it has no `fitted.json`.

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
