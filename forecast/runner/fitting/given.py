"""The emulator of a finished run, to be used by another run in place of a fit of its own."""

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from forecast.errors import ResultError
from forecast.store.fitted import NAME, Fitted, read_fitted

if TYPE_CHECKING:
    from pathlib import Path

    from forecast.config.models import Experiment
    from forecast.store.manifest import RunManifest
    from forecast.store.reader import Run


class GivenFit(NamedTuple):
    """The fit of another run, to be used in place of an own one. run_id: that run. sha256: hash of `fitted.json`."""

    fitted: Fitted
    run_id: str
    sha256: str


def given_fit(run: "Run", exp: "Experiment") -> GivenFit:
    """Take the fit of a finished run for another experiment on the same war.

    Raises
    ------
    ResultError
        If the run has no `fitted.json`, or another week 0, other sides, donors or sectors than the experiment.
    """
    fitted, mine, base = run.fitted, run.manifest, exp.baseline
    if fitted is None:
        raise ResultError.of(str(run.path), f"has no {NAME}; run the experiment again")
    for what, its, asked in (
        ("week 0", mine.origin_date, str(base.date)),
        ("sides", mine.sides, (base.defender, base.attacker)),
        ("donors", mine.donors, tuple(base.donors)),
        ("sectors", mine.sectors, tuple(base.sectors)),
    ):
        if its != asked:
            raise ResultError.of(str(run.path), f"its fit is for another war: other {what} than in the config")
    return GivenFit(fitted, mine.run_id, hashlib.sha256(fitted.text().encode()).hexdigest())


def given_to(folder: "Path", record: "RunManifest") -> GivenFit | None:
    """The fit that a run was given, read from its folder. None if it fitted its own. Raises ResultError.

    Parameters
    ----------
    folder : Path
        The run folder.
    record : RunManifest
        Its record.
    """
    fitted = read_fitted(folder) if record.fit_sha256 else None
    return None if fitted is None else GivenFit(fitted, record.fit_from, record.fit_sha256)
