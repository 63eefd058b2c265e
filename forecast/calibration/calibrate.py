"""Does the work of `forecast calibrate`: reads, fits and checks, and makes a result that can be printed and written."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from forecast.calibration.calibration_tables import (
    parameter_lines,
    predictive_lines,
    rank_lines,
    separate_lines,
    write_tables,
)
from forecast.calibration.config_parts import entries_yaml, sectors_yaml
from forecast.calibration.dataset import NAME, write_dataset
from forecast.calibration.diagnostics import ParameterRow, Sampling, doubts, parameter_rows, sampling
from forecast.calibration.marginals import Marginal, SeparateRow, marginals, separate_rows
from forecast.calibration.posterior import Posterior, fit_posterior
from forecast.calibration.predictive import PredictiveRow, predictive_rows
from forecast.calibration.sectors import SectorErrors, sector_errors
from forecast.calibration.simulation_based import MAKERS, RankCheck, check_ranks
from forecast.calibration.training_series import TrainingSeries, read_training_series
from forecast.store.atomic import WORK, publish, writing

if TYPE_CHECKING:
    from forecast.config import Experiment


class Calibration(NamedTuple):
    """Result of a calibration.

    Attributes
    ----------
    series : TrainingSeries
        The series that were fitted.
    posterior : Posterior
        The draws.
    quality : Sampling
        Quality of the importance sampling.
    parameters, predictive, separate : list of rows
        The printed tables: posterior by parameter, predictive checks, and what separate entries lose.
    entries : list of Marginal
        The posterior as entries of a config.
    errors : SectorErrors or None
        Standard errors of the sectors; None if the file has only the total.
    missing : list of str
        One line for each thing that was not fitted or has no entry.
    seed : int
        Seed of the fit.
    attributes : dict of str to str
        Attributes of `posterior.nc`.
    """

    series: TrainingSeries
    posterior: Posterior
    quality: Sampling
    parameters: list[ParameterRow]
    predictive: list[PredictiveRow]
    entries: list[Marginal]
    separate: list[SeparateRow]
    errors: SectorErrors | None
    missing: list[str]
    seed: int
    attributes: dict[str, str]

    @property
    def last(self) -> np.datetime64:
        """Last day of the last week that was used."""
        return self.series.last

    @property
    def maps(self) -> int:
        """Number of maps."""
        return len(self.series.maps)

    @property
    def doubts(self) -> list[str]:
        """Lines that say why the draws cannot be trusted; empty if they can."""
        return doubts(self.quality)

    def write(self, folder: Path, checks: Sequence[RankCheck]) -> list[str]:
        """Write all files into `folder` and return their names. Raises RunError if that fails."""
        with writing(folder):
            (folder / WORK).mkdir(parents=True, exist_ok=True)
        write_dataset(folder, self.series, self.posterior, self.quality, self.seed, self.attributes)
        names = [NAME, *write_tables(folder, self.parameters, self.predictive, self.separate, checks)]
        priors = [entry for entry in self.entries if not entry.is_state]
        state = [entry for entry in self.entries if entry.is_state]
        texts = {
            "priors.yaml": entries_yaml("priors", priors, self.last),
            "state.yaml": entries_yaml("state", state, self.last),
        }
        if self.errors is not None:
            texts["sectors.yaml"] = sectors_yaml(self.series, self.posterior, self.errors)
        for name, text in texts.items():
            publish(folder, name, text.encode())
        shutil.rmtree(folder / WORK, ignore_errors=True)
        return [*names, *texts]

    def lines(self, checks: Sequence[RankCheck]) -> Iterator[str]:
        """Yield the lines of the printed tables."""
        weeks = self.series.maps[0].weeks
        yield f"{len(weeks)} weeks, {weeks[0]} to {weeks[-1]}, {self.maps} map{'s' * (self.maps > 1)}; seed {self.seed}"
        yield ""
        yield from parameter_lines(self.parameters, self.quality)
        yield ""
        yield from predictive_lines(self.predictive)
        if self.separate:
            yield from chain([""], separate_lines(self.separate))
        if checks:
            yield from chain([""], rank_lines(checks))

    def plain(self, checks: Sequence[RankCheck]) -> dict[str, Any]:
        """Return the tables as plain data, for --json."""
        return {
            "last_week": str(self.last),
            "weeks": len(self.series.maps[0].weeks),
            "maps": self.maps,
            "seed": self.seed,
            "not_fitted": self.missing,
            "doubts": self.doubts,
            "sampling": self.quality._asdict(),
            "parameters": [row._asdict() for row in self.parameters],
            "predictive": [row._asdict() for row in self.predictive],
            "separate": [row._asdict() for row in self.separate],
            "check": [
                {"records": c.maker, "minutes": c.minutes, "ranks": {k: h._asdict() for k, h in c.histograms.items()}}
                for c in checks
            ],
        }


def calibrate(
    exp: "Experiment", paths: Sequence[str | Path], until: np.datetime64 | None, draws: int, seed: int
) -> Calibration:
    """Read the observations, fit them, draw from the posterior and check it. Raises ObservationError.

    Parameters
    ----------
    exp : Experiment
        Gives the names of entries, the sectors and the date of week 0.
    paths : sequence of str or Path
        Observation files, one per map. The other maps are aligned with the first; sectors come from it alone.
    until : datetime64[D] or None
        Weeks that end later are not used.
    draws : int
        Number of draws from the posterior.
    seed : int
        Seed of all random numbers.
    """
    from forecast.config import config_hash

    series = read_training_series(exp, paths, until)
    posterior, again = fit_posterior(series, draws, seed), fit_posterior(series, draws, seed + 1)
    entries, absent = marginals(exp, posterior)
    first = series.maps[0]
    left_out = [f"{row}: the config has no entry that sets it; left out of the parts" for row in absent]
    return Calibration(
        series,
        posterior,
        sampling(posterior),
        parameter_rows(posterior, again),
        predictive_rows(series, posterior, seed),
        entries,
        separate_rows(posterior, entries, seed),
        sector_errors(first.net, seed) if first.locations else None,
        [*posterior.missing, *left_out],
        seed,
        {
            "title": f"Posterior of the front, observations through {series.last}",
            "source": "forecast calibrate",
            "config": exp.experiment,
            "config_hash": config_hash(exp),
            "last_week": str(series.last),
            "inference_library": "frontcast",
        },
    )


def check_all(records: int, maps: int, seed: int, note: Callable[[str], None]) -> list[RankCheck]:
    """Run simulation-based calibration on both kinds of synthetic records (`MAKERS`).

    Parameters
    ----------
    records : int
        Number of records of each kind.
    maps : int
        Number of maps of each record.
    seed : int
        Seed of all random numbers.
    note : callable
        Prints a line of progress.
    """
    checks = []
    for maker in MAKERS:
        note(f"fitting {records} synthetic records {maker}")
        checks.append(check_ranks(maker, records, maps, seed))
    return checks
