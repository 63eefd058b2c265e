"""Fit before the first member, or read what was fitted when the run began."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.errors import RunError
from forecast.store.fitted import NAME, Fitted, read_fitted

if TYPE_CHECKING:
    from forecast.config import Experiment
    from forecast.store.atomic import FileEntry
    from forecast.store.folder import RunFolder


def fit_first(exp: "Experiment", folder: "RunFolder", sectors: NDArray[np.float32]) -> "tuple[Fitted, FileEntry]":
    """The fit of a run and its file in the manifest. Raises RunError if the pilot cannot be fitted, ResultError."""
    found = read_fitted(folder.path) or fitted(exp, sectors)
    return found, folder.write_text(NAME, found.text())


def fitted(exp: "Experiment", sectors: NDArray[np.float32]) -> Fitted:
    """Run the pilot and fit it. Raises RunError."""
    from forecast.runner.fitting.emulator import fit
    from forecast.runner.fitting.pilot import run_pilot

    try:
        return fit(run_pilot(exp, sectors))
    except (ValueError, np.linalg.LinAlgError) as error:
        raise RunError.of("pilot", str(error)) from None
