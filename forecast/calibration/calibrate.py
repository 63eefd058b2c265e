"""The whole of `forecast calibrate`: from an experiment and observation files to a result that can be written."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from forecast.calibration import tables
from forecast.calibration.dataset import NAME, write_dataset
from forecast.calibration.diagnostics import ParameterRow, Sampling, doubts, parameter_rows, sampling
from forecast.calibration.files import write_tables
from forecast.calibration.marginals import Marginal, marginals
from forecast.calibration.parts import entries_yaml, sectors_yaml
from forecast.calibration.posterior import Posterior, posterior
from forecast.calibration.predictive import PredictiveRow, predictive
from forecast.calibration.record import Record, read_record
from forecast.calibration.sector_errors import SectorErrors, sector_errors
from forecast.calibration.separate import SeparateRow, separate
from forecast.calibration.simulation_based import MAKERS, Check, check
from forecast.store.atomic import WORK, publish, writing

if TYPE_CHECKING:
    from forecast.config import Experiment


class Calibration(NamedTuple):
    """Everything that was fitted and found."""

    record: Record
    found: Posterior
    sampled: Sampling
    parameters: list[ParameterRow]
    predicted: list[PredictiveRow]
    entries: list[Marginal]
    lost: list[SeparateRow]
    errors: SectorErrors | None
    missing: list[str]
    seed: int
    attributes: dict[str, str]

    @property
    def last(self) -> np.datetime64:
        """End of the last week that was used."""
        return self.record.last

    @property
    def maps(self) -> int:
        """Number of maps."""
        return len(self.record.maps)

    @property
    def doubts(self) -> list[str]:
        """Why the draws are not to be trusted, if they are not."""
        return doubts(self.sampled)

    def write(self, folder: Path, checks: Sequence[Check]) -> list[str]:
        """Write all files into `folder`; their names. Raises RunError."""
        with writing(folder):
            (folder / WORK).mkdir(parents=True, exist_ok=True)
        write_dataset(folder, self.record, self.found, self.sampled, self.seed, self.attributes)
        names = [NAME, *write_tables(folder, self.parameters, self.predicted, self.lost, checks)]
        priors = [entry for entry in self.entries if not entry.is_state]
        state = [entry for entry in self.entries if entry.is_state]
        texts = {
            "priors.yaml": entries_yaml("priors", priors, self.last),
            "state.yaml": entries_yaml("state", state, self.last),
        }
        if self.errors is not None:
            texts["sectors.yaml"] = sectors_yaml(self.record, self.found, self.errors)
        for name, text in texts.items():
            publish(folder, name, text.encode())
        shutil.rmtree(folder / WORK, ignore_errors=True)
        return [*names, *texts]

    def lines(self, checks: Sequence[Check]) -> Iterator[str]:
        """The printed tables."""
        record = self.record
        weeks = record.maps[0].weeks
        yield f"{len(weeks)} weeks, {weeks[0]} to {weeks[-1]}, {self.maps} map{'s' * (self.maps > 1)}; seed {self.seed}"
        yield ""
        yield from tables.parameters(self.parameters, self.sampled)
        yield ""
        yield from tables.predictive(self.predicted)
        if self.lost:
            yield from chain([""], tables.separate(self.lost))
        if checks:
            yield from chain([""], tables.ranks(checks))

    def plain(self, checks: Sequence[Check]) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "last_week": str(self.last),
            "weeks": len(self.record.maps[0].weeks),
            "maps": self.maps,
            "seed": self.seed,
            "not_fitted": self.missing,
            "doubts": self.doubts,
            "sampling": self.sampled._asdict(),
            "parameters": [row._asdict() for row in self.parameters],
            "predictive": [row._asdict() for row in self.predicted],
            "separate": [row._asdict() for row in self.lost],
            "check": [
                {"records": c.maker, "minutes": c.minutes, "ranks": {k: h._asdict() for k, h in c.histograms.items()}}
                for c in checks
            ],
        }


def calibrate(
    exp: "Experiment", paths: Sequence[str | Path], until: np.datetime64 | None, draws: int, seed: int
) -> Calibration:
    """Read, fit, draw and examine. Raises ObservationError."""
    from forecast.config import config_hash

    record = read_record(exp, paths, until)
    found, again = posterior(record, draws, seed), posterior(record, draws, seed + 1)
    entries, absent = marginals(exp, found)
    named = record.maps[0].locations
    return Calibration(
        record,
        found,
        sampling(found),
        parameter_rows(found, again),
        predictive(record, found, seed),
        entries,
        separate(found, entries, seed),
        sector_errors(record.maps[0].net, seed) if named else None,
        [*found.missing, *(f"{row}: the config has no entry that sets it; left out of the parts" for row in absent)],
        seed,
        {
            "title": f"Posterior of the front, observations through {record.last}",
            "source": "forecast calibrate",
            "config": exp.experiment,
            "config_hash": config_hash(exp),
            "last_week": str(record.last),
            "inference_library": "frontcast",
        },
    )


def checked(records: int, maps: int, seed: int, note: Callable[[str], None]) -> list[Check]:
    """Simulation-based calibration on synthetic records of either kind."""
    found = []
    for maker in MAKERS:
        note(f"fitting {records} synthetic records {maker}")
        found.append(check(maker, records, maps, seed))
    return found
