"""Does the work of `forecast score`: scores an opened run with observation files and writes a folder."""

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from forecast.analysis.estimates import Sorted
from forecast.analysis.members import Members
from forecast.errors import ResultError
from forecast.hindcast.folder import RUN_PARENT, digest, write_run_score
from forecast.hindcast.run_score.clustered import sample_scores
from forecast.hindcast.run_score.observed import (
    Observed,
    benchmark_forecasts,
    branch_forecasts,
    gained,
    model_of,
    not_scored,
    observed_after,
    week_zero,
    weeks_of,
)
from forecast.hindcast.run_score.score_lines import best, lines
from forecast.observations.read import read_observations
from forecast.observations.series import Observations
from forecast.scores.records import QUANTILES, TARGET, TOTAL, QuantileRow, ScoreRow
from forecast.store.reader import Run

TIE_CHANNEL = 25
KEYS = ("target", "location", "horizon", "model")


class RunScoreResult(NamedTuple):
    """Folder of the scores, printed lines, and the object for --json (without status)."""

    folder: Path
    lines: list[str]
    content: dict[str, Any]


def score_run(run: Run, files: Sequence[str], root: Path | None = None, width: int = 200) -> RunScoreResult:
    """Score a run, write the scores and make the printed lines. Raises what reading and writing raise.

    Parameters
    ----------
    run : Run
        A finished run.
    files : sequence of str
        Observation files. The first is scored; the gains of the others are printed beside it.
    root : Path, optional
        Results folder. By default the scores go to a folder beside the run.
    width : int
        Characters of a line; wider tables are split.

    Raises
    ------
    ResultError
        If the run has a single draw.
    """
    members = Members(run)
    weeks = weeks_of(members)
    if members.clusters.count < 2:
        raise ResultError.of(str(run.path), "has a single draw; a fair score needs at least 2")
    records = [read_observations(file) for file in files]
    observed = observed_after(records[0], members.origin, weeks)
    rows, quantiles = _scored(members, observed)
    others = [(Path(other.name).name, _gains_by_week(other, members, observed.weeks)) for other in records[1:]]
    reference = model_of(members.reference)
    record = {
        "kind": "score",
        "experiment": members.manifest.experiment,
        "config_hash": members.manifest.config_hash,
        "run": str(run.path),
        "week_0": str(members.origin),
        "observed_week_0": str(observed.origin),
        "observations": [{"file": Path(file).name, "sha256": digest(file)} for file in files],
        "horizons": observed.weeks,
        "reference": reference,
        "hindsight": run.experiment.hindsight,
    }
    parent = run.path.resolve().parent if root is None else root / members.manifest.experiment
    folder = write_run_score(parent / RUN_PARENT, rows, quantiles, record)
    first = (Path(files[0]).name, dict(zip(observed.weeks, _floats(observed.sums), strict=True)))
    content = {
        "folder": str(folder),
        **{key: record[key] for key in ("run", "week_0", "observed_week_0", "reference", "hindsight")},
        "observations": list(files),
        "observed": _gains([first, *others]),
        "rows": _contract_rows(rows),
        "best": [row._asdict() for row in best(rows, reference)],
    }
    size = f"{members.count:,} members"
    head = [f"{run.path}: {size}, week 0 on {members.origin}; observed weeks are counted from {observed.origin}"]
    if run.experiment.hindsight != "refused":
        head.append(
            "Hindsight is allowed in this experiment: its inputs may be later than week 0, so it is no forecast."
        )
    text = lines(observed, others, rows, quantiles, reference, width)
    return RunScoreResult(folder, [*head, "", *text, *not_scored(observed, weeks)], content)


def _gains_by_week(record: Observations, members: Members, weeks: list[int]) -> dict[int, float]:
    return dict(zip(weeks, _floats(gained(record, week_zero(record, members.origin), weeks)), strict=True))


def _scored(members: Members, observed: Observed) -> tuple[list[ScoreRow], list[QuantileRow]]:
    seed = members.manifest.seed
    rows: list[ScoreRow] = []
    quantiles: list[QuantileRow] = []
    forecasts = chain(branch_forecasts(members, observed.weeks), benchmark_forecasts(observed, seed))
    for number, forecast in enumerate(forecasts):
        for week, truth in zip(observed.weeks, _floats(observed.sums), strict=True):
            key = (observed.end(0), observed.end(week), TARGET, TOTAL, week, forecast.model)
            samples, clusters = forecast.samples[week], forecast.clusters
            ties = np.random.Generator(np.random.PCG64([seed, TIE_CHANNEL, number, week]))
            for name, score in sample_scores(samples, truth, week, clusters, ties).items():
                rows.append(ScoreRow(*key, name, score.value, score.mcse, 1, score.n))
            ordered = Sorted(samples, clusters)
            for level in QUANTILES:
                value = ordered.quantile(level).estimate
                quantiles.append(QuantileRow(*key, level, value.value, truth, value.mcse, value.n))
    return rows, quantiles


def _contract_rows(rows: Sequence[ScoreRow]) -> list[dict[str, Any]]:
    """Make one dict per horizon and model: crps, coverage80, n and members, then every other score, then the errors."""
    wide: dict[tuple[Any, ...], dict[str, ScoreRow]] = {}
    for row in rows:
        wide.setdefault((row.target, row.location, row.horizon, row.model), {})[row.score] = row
    return [
        {
            **dict(zip(KEYS, key, strict=True)),
            "crps": scores["crps"].value,
            "coverage80": scores["coverage80"].value,
            "n": 1,
            "members": scores["crps"].members,
            **{name: row.value for name, row in scores.items()},
            **{f"{name}_mcse": row.mcse for name, row in scores.items() if row.mcse == row.mcse},
        }
        for key, scores in wide.items()
    ]


def _gains(gains: Sequence[tuple[str, dict[int, float]]]) -> list[dict[str, Any]]:
    return [{"file": file, "horizon": week, "km2": value} for file, by_week in gains for week, value in by_week.items()]


def _floats(values: Any) -> list[float]:
    return [float(value) for value in values]
