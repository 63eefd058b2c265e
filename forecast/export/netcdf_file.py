"""`--to netcdf`: one CF file with the outcomes of every member, the inputs of every draw and the weekly quantiles."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.members import Members
from forecast.experiment.clusters import clusters_of
from forecast.experiment.evidence import evidence
from forecast.export.cells import plain
from forecast.export.citation import Part, Written, citation
from forecast.export.inputs import CLUSTER, Input, input_columns, inputs_of
from forecast.export.outcomes import MISSING, Outcome, outcomes, reader
from forecast.export.sharing import sharing_notes
from forecast.store.hdf import Array, Deferred, write_netcdf
from forecast.store.reader import Run

BLOCK = 65_536
"""Members in a compressed block."""
CF_UNITS = {
    "1": "1",
    "km": "km",
    "km2": "km2",
    "km2/week": "km2 week-1",
    "thousand persons": "1e3",
    "thousand persons/week": "1e3 week-1",
    "persons/day": "day-1",
    "1/week": "week-1",
    "1/year": "year-1",
    "weeks": "week",
    "months": "month",
    "years": "year",
}
"""Units that UDUNITS knows. It knows no money, so another unit is told in words only."""


def write_netcdf_export(run: Run, folder: Path, *, all_columns: bool = False) -> Written:
    """Write `<experiment>.nc` into the folder.

    Parameters
    ----------
    run : Run
        The run.
    folder : Path
        Empty folder.
    all_columns : bool
        Also write the outcome columns that are no headline.
    """
    chosen = outcomes(Members(run), all_columns)
    name = f"{run.manifest.experiment}.nc"
    cited = citation(run, "netcdf", {})
    attributes = {
        "Conventions": "CF-1.11",
        "title": plain(f"{run.manifest.experiment}: {run.experiment.question}"),
        "source": "Frontcast ensemble of simulated paths",
        "history": "written by `forecast export` from a finished run",
        "references": str(cited["cite_as"]),
        "comment": " ".join(sharing_notes(run)),
        "evidence": str(cited["evidence"]),
        "run_id": str(cited["run_id"]),
        "config_hash": str(cited["config_hash"]),
        "reference_branch": run.manifest.reference,
    }
    write_netcdf(folder / name, _arrays(run, chosen), attributes)
    kinds = "every outcome" if all_columns else "the headline outcomes"
    about = f"{kinds} by branch, draw and replicate; the inputs by draw; weekly quantiles and shares of regimes"
    return Written(
        [Part(name, about)],
        [
            *sharing_notes(run),
            "An input has one value per draw. Its variable is named input_NAME.",
            "Draws of one cluster depend on each other. Take standard errors between clusters.",
            "Yes-or-no outcomes are 1 and 0. What has no value is missing: NaN, or -1 by _FillValue.",
            "UDUNITS has no money. Such a variable has its unit in the attribute unit_in_words only.",
            "The weekly quantiles are over all members of a branch. A curve through them is not the path of a member.",
        ],
    )


def outcome_array(run: Run, outcome: Outcome, mark: str) -> Array:
    """Make the variable of an outcome with dimensions (branch, draw, replicate); it is read when it is written.

    Parameters
    ----------
    run : Run
        The run.
    outcome : Outcome
        The outcome.
    mark : str
        Text on the evidence of the run.
    """
    record = run.manifest
    shape = (len(record.branches), record.draws, record.replicates)
    chunks = (1, min(record.draws, max(1, BLOCK // record.replicates)), record.replicates)
    values = Deferred(shape, outcome.dtype, reader(run, outcome))
    attributes = outcome_attributes(run, outcome, mark) | {"coordinates": "member"}
    return Array(outcome.name, ("branch", "draw", "replicate"), values, attributes, chunks)


def outcome_attributes(run: Run, outcome: Outcome, mark: str) -> dict[str, Any]:
    """Return the attributes of the variable of an outcome.

    A flag that every member has keeps its type in readers, because it has no `_FillValue`.

    Parameters
    ----------
    run : Run
        The run.
    outcome : Outcome
        The outcome.
    mark : str
        Text on the evidence of the run.
    """
    texts: dict[str, Any] = {"long_name": plain(outcome.label), **unit_attributes(outcome.unit)}
    texts |= {"evidence": mark, "week": np.int32(outcome.horizon)}
    if outcome.kind == "flag":
        texts |= {"flag_values": np.array([0, 1], dtype=np.int8), "flag_meanings": "no yes"}
    if outcome.kind == "real":
        texts["_FillValue"] = np.float32(np.nan)
    elif outcome.can_lack or run.manifest.failed or run.manifest.members < run.manifest.draws * run.manifest.replicates:
        texts["_FillValue"] = outcome.dtype.type(MISSING)
    return texts


def input_attributes(item: Input) -> dict[str, Any]:
    """Return the attributes of the variable of an input."""
    evidence_text = plain(f"Grade {item.grade}: {item.source}")
    return {"long_name": plain(item.label), **unit_attributes(item.unit), "evidence": evidence_text}


def unit_attributes(unit: str) -> dict[str, str]:
    """Return the unit in words, and for UDUNITS if it knows it."""
    known = {"units": CF_UNITS[unit]} if unit in CF_UNITS else {}
    return {**known, "unit_in_words": plain(unit)}


def _arrays(run: Run, chosen: list[Outcome]) -> Iterator[Array]:
    record, mark = run.manifest, evidence(run.experiment).mark
    counted: dict[str, Any] = {"draw": ("number of the set of input values", record.draws)}
    counted["replicate"] = ("number of the path of random numbers within its draw", record.replicates)
    yield Array("branch", ("branch",), np.array(record.branches, dtype=object), {"long_name": "policy alternative"})
    for name, (meaning, size) in counted.items():
        yield Array(name, (name,), np.arange(size, dtype=np.int32), {"long_name": meaning, "units": "1"})
    numbers = np.arange(record.draws * record.replicates, dtype=np.int32).reshape(record.draws, record.replicates)
    member = {"long_name": "number of the member, draw * replicates + replicate", "units": "1"}
    yield Array("member", ("draw", "replicate"), numbers, member)
    cluster = clusters_of(record.layout, np.arange(record.draws, dtype=np.int64), record.draws).astype(np.int32)
    yield Array("cluster", ("draw",), cluster, {"long_name": CLUSTER, "units": "1"})
    for outcome in chosen:
        yield outcome_array(run, outcome, mark)
    items = {item.name: item for item in inputs_of(run)}
    for name, values in input_columns(run, list(items)):
        yield Array(f"input_{name}", ("draw",), values, input_attributes(items[name]), (min(record.draws, BLOCK),))
    yield from _weekly(run)


def _weekly(run: Run) -> Iterator[Array]:
    """Yield quantiles, regime shares and their axes of `timeseries.nc`, without the histograms."""
    with run.timeseries as dataset:
        raw = dataset.drop_vars([n for n in dataset.variables if str(n).endswith(("_count", "_bin", "_bin_bounds"))])
        for name in ("time", "week", "quantile", "regime", "sector"):
            if name in raw.variables:
                yield _copied(run, raw, name)
        for variable in raw.data_vars:
            yield _copied(run, raw, str(variable))


def _copied(run: Run, dataset: Any, name: str) -> Array:
    array = dataset[name]
    values: NDArray[Any] = array.values
    attributes = {key: plain(text) if isinstance(text, str) else text for key, text in array.attrs.items()}
    if name == "time":
        origin = run.experiment.baseline.date.isoformat()
        days = (values - np.datetime64(origin)).astype("timedelta64[D]")
        values, attributes = (
            days.astype(np.int32),
            {**attributes, "units": f"days since {origin}", "calendar": "standard"},
        )
    if values.dtype.kind in "UOT":
        values = values.astype(object)
    elif name != "time" and name in dataset.data_vars:
        attributes["coordinates"] = "week"
    own = "weekly_" if name in dataset.data_vars and name != "regime_share" else ""
    return Array(f"{own}{name.removeprefix(own)}", tuple(array.dims), values, attributes)
