"""`--to csv`: the tables of estimates as CSV, the members if wanted, and a list of all columns and targets."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from forecast.analysis.headlines import headlines
from forecast.analysis.members import Members
from forecast.analysis.summary import BAND_VARIABLES, DIFFERENCE_VARIABLES
from forecast.experiment.clusters import clusters_of
from forecast.experiment.evidence import evidence
from forecast.experiment.plan import PART_MEMBERS
from forecast.export.cells import cell
from forecast.export.citation import Part, Written
from forecast.export.inputs import CLUSTER, input_columns, inputs_of
from forecast.export.outcomes import MISSING, Outcome, outcomes
from forecast.export.sharing import sharing_notes
from forecast.store.columns import reading
from forecast.store.reader import Run
from forecast.store.registry import Variable
from forecast.store.registry_series import SUMMARY_VARIABLES

ESTIMATES: tuple[tuple[str, str, tuple[Variable, ...]], ...] = (
    ("summary", "every outcome in every branch, with its Monte Carlo error", SUMMARY_VARIABLES),
    ("differences", "every branch minus the reference over the same members", DIFFERENCE_VARIABLES),
    ("bands", "the band between draws (what is not known) and the band of chance", BAND_VARIABLES),
)


class Column(NamedTuple):
    """One row of `columns.csv`. file: where the name stands. name, unit, meaning, grade: of the column or target."""

    file: str
    name: str
    unit: str
    meaning: str
    grade: str


def write_csv_export(run: Run, folder: Path, *, members: int = 0, all_columns: bool = False) -> Written:
    """Write the tables into the folder.

    Parameters
    ----------
    run : Run
        The run.
    folder : Path
        Empty folder.
    members : int
        Number of members of each branch to write, from the first on; 0 for none.
    all_columns : bool
        Write all outcome columns of the members, not the headline outcomes only.
    """
    opened = Members(run)
    mark = evidence(run.experiment).mark
    columns: list[Column] = []
    parts: list[Part] = []
    for name, about, variables in ESTIMATES:
        path = run.files.require(f"{name}.parquet")
        with reading(path):
            table = pq.read_table(path).replace_schema_metadata(None)
        write_csv(folder / f"{name}.csv", safe_table(table))
        parts.append(Part(f"{name}.csv", f"{about}; {table.num_rows:,} rows"))
        columns += [Column(f"{name}.csv", v.name, v.unit, v.long_name, "") for v in variables]
    columns += [Column("column target", *row, mark) for row in targets_in_words(opened)]
    notes = ["value is in the unit of its target; columns.csv says which. mcse is its Monte Carlo standard error."]
    if members:
        count = min(members, run.manifest.members)
        chosen = outcomes(opened, all_columns)
        _write_members(run, chosen, folder / "members.csv", count)
        draws = _write_draws(run, folder / "draws.csv", count)
        parts.append(Part("members.csv", f"the first {count:,} members of every branch, one row each"))
        parts.append(Part("draws.csv", f"the uncertain inputs of the {draws:,} draws of these members"))
        columns += _member_columns(run, chosen, mark)
        notes += [f"members.csv has {count:,} of {run.manifest.members:,} members of each branch.", *sharing_notes(run)]
    write_csv(folder / "columns.csv", _dictionary(columns))
    parts.append(Part("columns.csv", "every column and every target: unit, meaning, grade of evidence"))
    notes.append("A text that a spreadsheet would take for a formula has an apostrophe in front.")
    return Written(parts, notes)


def targets_in_words(members: Members) -> list[tuple[str, str, str]]:
    """List the targets of the tables of estimates: name, unit and meaning."""
    words = {v.name: (v.unit, v.long_name) for v in members.variables.values()}
    words |= {row.target: (row.unit, row.label) for row in headlines(members)}
    for week in (13, 26, 52, 104):
        words.setdefault(f"ceasefire_by_w{week}", ("1", f"Ceasefire within {week} weeks"))
    found = dict.fromkeys(members.run.summary["target"])
    return [(name, *words.get(name, ("1", name))) for name in found]


def write_csv(path: Path, tables: "pa.Table | Iterable[pa.Table]") -> None:
    """Write one table, or tables of the same columns one after the other, as CSV (UTF-8, with a head line)."""
    pieces = iter([tables]) if isinstance(tables, pa.Table) else iter(tables)
    first = next(pieces)
    options = csv.WriteOptions(quoting_style="needed")
    with csv.CSVWriter(str(path), first.schema, write_options=options) as writer:
        writer.write_table(first)
        for piece in pieces:
            writer.write_table(piece)


def safe_table(table: pa.Table) -> pa.Table:
    """Return the table with every text made safe for a spreadsheet."""
    for k, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            texts = [None if text is None else cell(text) for text in table.column(k).to_pylist()]
            table = table.set_column(k, field.name, pa.array(texts, pa.string()))
    return table


def _dictionary(columns: Sequence[Column]) -> pa.Table:
    texts = zip(*columns, strict=True)
    return safe_table(pa.table({name: pa.array(list(text)) for name, text in zip(Column._fields, texts, strict=True)}))


def _write_members(run: Run, chosen: list[Outcome], path: Path, count: int) -> None:
    write_csv(path, _member_tables(run, chosen, count))


def _member_tables(run: Run, chosen: list[Outcome], count: int) -> Iterator[pa.Table]:
    """Yield the members of every branch in pieces. Members that failed in any branch are left out."""
    names = list(dict.fromkeys(name for outcome in chosen for name in outcome.columns))
    failed = run.failed if run.manifest.failed else None
    for branch in run.manifest.branches:
        for lo, part in run.blocks(branch, names):
            size = min(part[names[0]].size, count - lo)
            if size <= 0:
                break
            kept = np.ones(size, dtype=np.bool_) if failed is None else ~failed[lo : lo + size]
            member = np.arange(lo, lo + size, dtype=np.int64)[kept]
            draw, replicate = np.divmod(member, run.manifest.replicates)
            table: dict[str, Any] = {
                "branch": pa.array([cell(branch)] * member.size, pa.string()),
                "member": member,
                "draw": draw,
                "replicate": replicate,
            }
            for outcome in chosen:
                values = outcome.encode([part[name][:size][kept] for name in outcome.columns], None)
                lacks = np.isnan(values) if outcome.kind == "real" else values == MISSING
                table[outcome.name] = pa.array(values, mask=lacks)
            yield pa.table(table)


def _write_draws(run: Run, path: Path, count: int) -> int:
    draws = -(-count // run.manifest.replicates)
    columns: dict[str, Any] = {
        "cluster": clusters_of(run.manifest.layout, np.arange(draws, dtype=np.int64), run.manifest.draws)
    }
    columns |= dict(input_columns(run, [item.name for item in inputs_of(run)], draws))
    step = PART_MEMBERS
    write_csv(
        path,
        (
            pa.table(
                {"draw": np.arange(lo, min(lo + step, draws)), **{n: v[lo : lo + step] for n, v in columns.items()}}
            )
            for lo in range(0, draws, step)
        ),
    )
    return draws


def _member_columns(run: Run, chosen: list[Outcome], mark: str) -> Iterator[Column]:
    for name, meaning in (
        ("branch", "policy alternative"),
        ("member", "number of the member, draw * replicates + replicate"),
        ("draw", "number of the set of input values"),
        ("replicate", "number of the path of random numbers within its draw"),
    ):
        yield Column("members.csv", name, "1", meaning, "")
    for outcome in chosen:
        meaning = f"{outcome.label} (1 yes, 0 no)" if outcome.kind == "flag" else outcome.label
        yield Column("members.csv", outcome.name, outcome.unit, meaning, mark)
    yield Column("draws.csv", "draw", "1", "number of the set of input values", "")
    yield Column("draws.csv", "cluster", "1", CLUSTER, "")
    for item in inputs_of(run):
        yield Column("draws.csv", item.name, item.unit, item.label, f"Grade {item.grade}: {item.source}")
