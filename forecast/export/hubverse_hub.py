"""`--to hubverse`: a small hub of its own, with the run as the only model output."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from forecast.analysis.members import Members
from forecast.compat.parquet_footer import with_writer
from forecast.export.cells import cell
from forecast.export.citation import Part, Written, citation, failed_members, json_text
from forecast.export.csv_tables import safe_table, write_csv
from forecast.export.hub_config import TEAM, admin, metadata_schema, model_abbreviation, model_metadata, tasks
from forecast.export.hub_rows import SCHEMA, hub_targets, output_tables
from forecast.export.hub_samples import DEFAULT, SHARED, Samples
from forecast.export.locations import Location, locations
from forecast.store.columns import reading
from forecast.store.parquet import WRITER
from forecast.store.reader import Run
from forecast.store.registry import SUMMARY_FILE


def write_hubverse_export(run: Run, folder: Path, *, samples: int = DEFAULT) -> Written:
    """Write a hub of hubverse schema v6.0.0 into the folder.

    Parameters
    ----------
    run : Run
        The run.
    folder : Path
        Empty folder.
    samples : int
        About how many members of each branch become samples; 0 for none.
    """
    members = Members(run)
    chosen = Samples(members, samples)
    targets = hub_targets(members, chosen)
    cited = citation(run, "hubverse", {})
    name, origin = f"{TEAM}-{model_abbreviation(run)}", run.experiment.baseline.date.isoformat()
    metadata = model_metadata(run, cited)
    _write_text(folder / "hub-config/admin.json", json_text(admin(run)))
    _write_text(folder / "hub-config/tasks.json", json_text(tasks(run, targets, chosen)))
    _write_text(folder / "hub-config/model-metadata-schema.json", json_text(metadata_schema(metadata)))
    _write_text(folder / f"model-metadata/{name}.yml", yaml.safe_dump(metadata, sort_keys=False, allow_unicode=True))
    output = folder / f"model-output/{name}/{origin}-{name}.parquet"
    rows = _write_parquet(output, output_tables(run, targets, chosen))
    places = list(dict.fromkeys(locations(run).values()))
    (folder / "auxiliary-data").mkdir()
    write_csv(folder / "auxiliary-data/locations.csv", _location_table(places))
    path = run.files.require(SUMMARY_FILE)
    with reading(path):
        errors = pq.read_table(path).replace_schema_metadata(None)
    write_csv(folder / "auxiliary-data/errors.csv", safe_table(errors))
    parts = [
        Part("hub-config/", "admin.json, tasks.json and the schema of the metadata (hubverse schema v6.0.0)"),
        Part(output.relative_to(folder).as_posix(), f"{rows:,} values of {len(targets)} targets"),
        Part(f"model-metadata/{name}.yml", "the model and the run"),
        Part("auxiliary-data/locations.csv", "code of the province of each sector of the front"),
        Part("auxiliary-data/errors.csv", "Monte Carlo error (mcse) of the estimates, for which a hub has no column"),
    ]
    if chosen.count:
        write_csv(folder / "auxiliary-data/samples.csv", chosen.table())
        parts.append(Part("auxiliary-data/samples.csv", "run_grouping and stochastic_run of each sample id"))
    return Written(parts, _notes(run, chosen, places))


def _notes(run: Run, samples: Samples, places: list[Location]) -> list[str]:
    record = run.manifest
    notes = []
    if samples.count:
        wanted = samples.draws * samples.replicates
        notes += [
            SHARED,
            f"There are {samples.count:,} samples of each of {len(samples.outcomes)} headline outcomes: "
            f"{samples.draws:,} of {record.draws:,} draws, {samples.replicates} of {record.replicates} replicates "
            "of each.",
        ]
        lost = wanted - samples.count
        notes += [f"{lost:,} of these members failed or do not exist; their samples are missing."] if lost else []
        notes.append("An outcome that some members lack, such as one given a ceasefire, has no samples.")
    else:
        notes.append("No samples were asked for.")
    failed = failed_members(run)
    if failed:
        notes.append(f"{failed:,} members failed in a branch. They are left out of all values.")
    notes += [
        "Mean and quantiles of a week are over the members in which the event comes. The targets named _week_cdf are "
        "over all members.",
        "A quantile of a province is of one sector, named in the column sector. Quantiles of sectors do not add up.",
        "The contact address and the repository in admin.json are placeholders; set them before you publish the hub.",
    ]
    unknown = [place.sector for place in places if not place.has_code]
    if unknown:
        notes.append(f"No ISO 3166-2 code is known for {', '.join(unknown)}; there the location is that id itself.")
    return notes


def _location_table(places: list[Location]) -> pa.Table:
    rows: dict[str, list[Any]] = {
        "location": [place.location for place in places],
        "sector": [place.sector for place in places],
        "sector_name": [cell(place.name) for place in places],
        "location_name": [place.province for place in places],
        "also_in": [place.also for place in places],
        "is_iso_3166_2": [place.has_code for place in places],
    }
    return pa.table(rows)


def _write_parquet(path: Path, tables: Iterable[pa.Table]) -> int:
    """Write the model output and return its rows. The version of pyarrow is not in its bytes."""
    sink, rows = pa.BufferOutputStream(), 0
    with pq.ParquetWriter(sink, SCHEMA, compression="zstd", compression_level=3, store_schema=False) as writer:
        for table in tables:
            writer.write_table(table)
            rows += table.num_rows
    _write_bytes(path, with_writer(memoryview(sink.getvalue()), WRITER))
    return rows


def _write_text(path: Path, text: str) -> None:
    _write_bytes(path, text.encode())


def _write_bytes(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
