"""`--to arviz`: the layout of InferenceData, written as NetCDF groups, so that neither writer nor reader needs ArviZ.

Layout: https://python.arviz.org/en/stable/schema/schema.html (groups prior, prior_predictive, constant_data).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.members import Members
from forecast.experiment.clusters import SCRAMBLES
from forecast.experiment.evidence import evidence
from forecast.export.cells import plain
from forecast.export.citation import Part, Written, citation, program_version
from forecast.export.inputs import fixed_inputs, input_columns, inputs_of
from forecast.export.netcdf_file import BLOCK, input_attributes, outcome_attributes
from forecast.export.outcomes import Outcome, cube, outcomes
from forecast.export.sharing import sharing_notes
from forecast.store.hdf import Array, Deferred, write_groups
from forecast.store.reader import Run


class Chains:
    """How the draws of a run become chains. count, length: chains, and draws of each."""

    def __init__(self, run: Run) -> None:
        record = run.manifest
        whole = record.layout == "sobol" and record.draws % SCRAMBLES == 0
        self.count = SCRAMBLES if whole else 1
        self.length = record.draws // self.count

    def split(self, values: NDArray[Any]) -> NDArray[Any]:
        """Turn [draw, ...] into [chain, draw, ...]. Draw d of the run is draw d // count of chain d % count."""
        folded = values.reshape(self.length, self.count, *values.shape[1:])
        result: NDArray[Any] = np.ascontiguousarray(np.swapaxes(folded, 0, 1))
        return result

    @property
    def sentence(self) -> str:
        """What a chain is, for the reader."""
        if self.count == 1:
            return "There is one chain, which holds all draws in order."
        return (
            f"A chain is one of the {self.count} independent scrambles of the Sobol design. Its draws are spread "
            "evenly: they are no Markov chain, so compare chains and do not read effective sample sizes."
        )


def write_arviz_export(run: Run, folder: Path, *, all_columns: bool = False) -> Written:
    """Write `<experiment>.nc` with the groups prior, prior_predictive and constant_data.

    Parameters
    ----------
    run : Run
        The run.
    folder : Path
        Empty folder.
    all_columns : bool
        Also write the outcome columns that are no headline.
    """
    chains, name = Chains(run), f"{run.manifest.experiment}.nc"
    cited = citation(run, "arviz", {})
    common = {
        "inference_library": "frontcast",
        "inference_library_version": program_version(),
        "evidence": str(cited["evidence"]),
        "run_id": str(cited["run_id"]),
        "references": str(cited["cite_as"]),
        "comment": " ".join([chains.sentence, *sharing_notes(run)]),
    }
    groups = {
        "": ((), common),
        "prior": (_inputs(run, chains), common),
        "prior_predictive": (_outcomes(run, chains, outcomes(Members(run), all_columns)), common),
        "constant_data": (_constants(run), common),
    }
    write_groups(folder / name, groups)
    return Written(
        [Part(name, "groups prior (inputs), prior_predictive (outcomes by branch and replicate), constant_data")],
        [
            chains.sentence,
            *sharing_notes(run),
            "In prior_predictive a replicate is one path of random numbers of its draw. Average over replicates first.",
            "The group prior holds draws of the inputs before any conditioning, unless the config used fitted priors.",
            "What has no value is missing: NaN, or -1 by _FillValue.",
        ],
    )


def _axes(chains: Chains) -> Iterator[Array]:
    for name, size in (("chain", chains.count), ("draw", chains.length)):
        yield Array(name, (name,), np.arange(size, dtype=np.int32))


def _inputs(run: Run, chains: Chains) -> Iterator[Array]:
    yield from _axes(chains)
    items = {item.name: item for item in inputs_of(run)}
    chunks = (1, min(chains.length, BLOCK))
    for name, values in input_columns(run, list(items)):
        yield Array(name, ("chain", "draw"), chains.split(values), input_attributes(items[name]), chunks)


def _outcomes(run: Run, chains: Chains, chosen: list[Outcome]) -> Iterator[Array]:
    record, mark = run.manifest, evidence(run.experiment).mark
    yield from _axes(chains)
    yield Array("branch", ("branch",), np.array(record.branches, dtype=object), {"long_name": "policy alternative"})
    yield Array("replicate", ("replicate",), np.arange(record.replicates, dtype=np.int32))
    shape = (chains.count, chains.length, len(record.branches), record.replicates)
    chunks = (1, min(chains.length, max(1, BLOCK // record.replicates)), 1, record.replicates)
    for outcome in chosen:

        def make(outcome: Outcome = outcome) -> NDArray[Any]:
            parts = [chains.split(cube(run, outcome, branch)) for branch in record.branches]
            return np.stack(parts, axis=2)

        values = Deferred(shape, outcome.dtype, make)
        dims = ("chain", "draw", "branch", "replicate")
        yield Array(outcome.name, dims, values, outcome_attributes(run, outcome, mark), chunks)


def _constants(run: Run) -> Iterator[Array]:
    fixed = fixed_inputs(run)
    record = run.manifest
    if fixed:
        names = np.array([prior.name for prior, _ in fixed], dtype=object)
        yield Array("fixed_input", ("fixed_input",), names, {"long_name": "input that has one value"})
        values = np.array([value for _, value in fixed], dtype=np.float64)
        yield Array("fixed_value", ("fixed_input",), values, {"long_name": "its value, in fixed_unit"})
        units = np.array([plain(prior.unit) for prior, _ in fixed], dtype=object)
        yield Array("fixed_unit", ("fixed_input",), units, {"long_name": "unit of the value"})
    yield Array("horizon", (), np.array(record.horizon, dtype=np.int32), {"units": "week", "long_name": "length"})
    text = {"long_name": "reference branch, week 0 and seed"}
    for name, value in (("reference", record.reference), ("week_0", run.experiment.baseline.date.isoformat())):
        yield Array(name, ("one",), np.array([value], dtype=object), text)
    yield Array("seed", ("one",), np.array([record.seed], dtype=np.int64), text)
