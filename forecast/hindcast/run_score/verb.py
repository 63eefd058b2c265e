"""Scoring a run from files to folder: what the command does once it has opened the run."""

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from forecast.analysis.estimates import Sorted
from forecast.analysis.members import Members
from forecast.errors import ResultError
from forecast.hindcast.folder import digest
from forecast.hindcast.run_score.clustered import sample_scores
from forecast.hindcast.run_score.files import PARENT, RunQuantileRow, RunScoreRow, write_run_score
from forecast.hindcast.run_score.forecasts import benchmarks, branches, model_of, weeks_of
from forecast.hindcast.run_score.observed import Observed, gained, not_scored, observed, week_zero
from forecast.hindcast.run_score.text import best, lines
from forecast.observations.read import read_observations
from forecast.scores.records import QUANTILES, TARGET, TOTAL
from forecast.store.reader import Run

TIE_CHANNEL = 25
KEYS = ("target", "location", "horizon", "model")


class Outcome(NamedTuple):
    """Folder, printed lines, and the object of --json without status."""

    folder: Path
    lines: list[str]
    content: dict[str, Any]


def score_run(run: Run, files: Sequence[str], root: Path | None = None, width: int = 200) -> Outcome:
    """Score, write and word. root: another results folder than that of the run. Raises what reading and writing raise.

    files: the first is scored; of others the gains are shown beside it.
    """
    members = Members(run)
    weeks = weeks_of(members)
    if members.clusters.count < 2:
        raise ResultError.of(str(run.path), "has a single draw; a fair score needs at least 2")
    records = [read_observations(file) for file in files]
    found = observed(records[0], members.origin, weeks)
    rows, quantiles = _scored(members, found)
    further = [
        (
            Path(other.name).name,
            dict(zip(found.weeks, _floats(gained(other, week_zero(other, members.origin), found.weeks)), strict=True)),
        )
        for other in records[1:]
    ]
    reference = model_of(members.reference)
    record = {
        "kind": "score",
        "experiment": members.manifest.experiment,
        "config_hash": members.manifest.config_hash,
        "run": str(run.path),
        "week_0": str(members.origin),
        "observed_week_0": str(found.origin),
        "observations": [{"file": Path(file).name, "sha256": digest(file)} for file in files],
        "horizons": found.weeks,
        "reference": reference,
        "hindsight": run.experiment.hindsight,
    }
    place = run.path.resolve().parent if root is None else root / members.manifest.experiment
    folder = write_run_score(place / PARENT, rows, quantiles, record)
    content = {
        "folder": str(folder),
        **{key: record[key] for key in ("run", "week_0", "observed_week_0", "reference", "hindsight")},
        "observations": list(files),
        "observed": _gains([(Path(files[0]).name, dict(zip(found.weeks, _floats(found.sums), strict=True))), *further]),
        "rows": _contract(rows),
        "best": [row._asdict() for row in best(rows, reference)],
    }
    size = f"{members.manifest.members:,} members"
    head = [f"{run.path}: {size}, week 0 on {members.origin}; observed weeks are counted from {found.origin}"]
    if run.experiment.hindsight != "refused":
        head.append(
            "Hindsight is allowed in this experiment: its inputs may be later than week 0, so it is no forecast."
        )
    words = lines(found, further, rows, quantiles, reference, width)
    return Outcome(folder, [*head, "", *words, *not_scored(found, weeks)], content)


def _scored(members: Members, found: Observed) -> tuple[list[RunScoreRow], list[RunQuantileRow]]:
    seed = members.manifest.seed
    rows: list[RunScoreRow] = []
    quantiles: list[RunQuantileRow] = []
    for number, forecast in enumerate(chain(branches(members, found.weeks), benchmarks(found, seed))):
        for week, truth in zip(found.weeks, _floats(found.sums), strict=True):
            place = (found.end(0), found.end(week), TARGET, TOTAL, week, forecast.model)
            samples, clusters = forecast.samples[week], forecast.clusters
            ties = np.random.Generator(np.random.PCG64([seed, TIE_CHANNEL, number, week]))
            for name, score in sample_scores(samples, truth, week, clusters, ties).items():
                rows.append(RunScoreRow(*place, name, score.value, score.mcse, 1, score.n))
            ordered = Sorted(samples, clusters)
            for level in QUANTILES:
                value = ordered.quantile(level).estimate
                quantiles.append(RunQuantileRow(*place, level, value.value, truth, value.mcse, value.n))
    return rows, quantiles


def _contract(rows: Sequence[RunScoreRow]) -> list[dict[str, Any]]:
    """One object a horizon and model: crps, coverage80 and n first, then every other score, then the errors."""
    wide: dict[tuple[Any, ...], dict[str, RunScoreRow]] = {}
    for row in rows:
        wide.setdefault((row.target, row.location, row.horizon, row.model), {})[row.score] = row
    return [
        {
            **dict(zip(KEYS, place, strict=True)),
            "crps": scores["crps"].value,
            "coverage80": scores["coverage80"].value,
            "n": 1,
            "members": scores["crps"].members,
            **{name: row.value for name, row in scores.items()},
            **{f"{name}_mcse": row.mcse for name, row in scores.items() if row.mcse == row.mcse},
        }
        for place, scores in wide.items()
    ]


def _gains(seen: Sequence[tuple[str, dict[int, float]]]) -> list[dict[str, Any]]:
    return [{"file": file, "horizon": week, "km2": value} for file, by_week in seen for week, value in by_week.items()]


def _floats(values: Any) -> list[float]:
    return [float(value) for value in values]
