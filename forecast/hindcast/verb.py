"""A hindcast from request to folder: what the command does once it has read its files."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from forecast.calibration.front_fit import fit_front
from forecast.errors import ObservationError
from forecast.hindcast.benchmarks import REFERENCE, SAMPLES
from forecast.hindcast.calibration_table import calibration_lines
from forecast.hindcast.events import decompositions
from forecast.hindcast.folder import all_scores, digest, write_hindcast
from forecast.hindcast.forecaster import Forecaster
from forecast.hindcast.posterior_file import PosteriorFile, read_posterior
from forecast.hindcast.rolling import hindcast
from forecast.observations.series import Days, Observations
from forecast.scores.averages import means, skills
from forecast.scores.records import BENCHMARKS, TOTAL, MeanRow, SkillRow
from forecast.scores.score_table import as_json, score_table

if TYPE_CHECKING:
    from forecast.config import Experiment

IN_SAMPLE = "IN-SAMPLE"
ROW = re.compile(r"\S+ +\d+w  n ")
ROWS = ("rows", "skill", "best", "vectors")
SHOWN = (TOTAL, "sectors")


class Request(NamedTuple):
    """What was asked: files as typed, their records on one calendar, origins, weeks ahead, a posterior file or None."""

    exp: "Experiment"
    files: tuple[str, ...]
    maps: list[Observations]
    origins: Days
    horizons: list[int]
    posterior: str | None
    in_sample: bool
    overrides: tuple[str, ...]


class Outcome(NamedTuple):
    """Folder, printed lines, and the object of --json without status and folder."""

    folder: Path
    lines: list[str]
    content: dict[str, Any]


def run(request: Request, root: Path, note: Callable[..., None]) -> Outcome:
    """Forecast, score, write and word a hindcast. Raises ConfigError, ObservationError and RunError."""
    from forecast.config import config_hash
    from forecast.runner.code import code_hash, versions

    exp, seed = request.exp, request.exp.design.seed
    fixed = _fixed(request)
    flagged = fixed is not None and fixed.in_sample(request.origins)
    forecaster = Forecaster(exp, SAMPLES, fixed.front if fixed else fit_front)
    results = hindcast(forecaster, request.maps, request.origins, request.horizons, seed, _teller(note))
    rows = all_scores(results)
    averages = means(rows, seed)
    ratios = [*skills(rows, "crps", seed=seed), *skills(rows, "crps", against=tuple(REFERENCE), seed=seed)]
    ratios += [*skills(rows, "energy", seed=seed), *skills(rows, "energy", against=tuple(REFERENCE), seed=seed)]
    record = {
        "kind": "hindcast",
        "experiment": exp.experiment,
        "config_hash": config_hash(exp),
        "overrides": list(request.overrides),
        "seed": seed,
        "observations": [{"file": Path(name).name, "sha256": digest(name)} for name in request.files],
        "origins": [str(origin) for origin in request.origins],
        "horizons": request.horizons,
        "samples": SAMPLES,
        "posterior": None if fixed is None else {"file": fixed.name, "last_week": str(fixed.last_week)},
        "in_sample": flagged,
        "code_hash": code_hash(),
        "versions": versions(),
    }
    folder = write_hindcast(root, results, averages, ratios, record)
    decomposed = decompositions(results.chances)
    words = lines(request, averages, ratios, decomposed)
    told = content(request, averages, ratios)
    if flagged:
        words = [f"{line}  {IN_SAMPLE}" if ROW.match(line) else line for line in words]
        for name in ROWS:
            told[name] = [{**row, "in_sample": IN_SAMPLE} for row in told[name]]
    return Outcome(folder, words, {**told, "in_sample": flagged})


def _fixed(request: Request) -> PosteriorFile | None:
    """The posterior asked for, or None. Raises ObservationError if it is younger than an origin and not allowed to."""
    if request.posterior is None:
        return None
    found = read_posterior(request.posterior, request.maps)
    if found.in_sample(request.origins) and not request.in_sample:
        early = request.origins[request.origins < found.last_week][0]
        message = f"has seen {found.last_week}, after the origin {early}; begin later, leave --posterior out, or allow"
        raise ObservationError.of(request.posterior, f"{message} it with --in-sample")
    return found


def lines(
    request: Request, averages: Sequence[MeanRow], ratios: Sequence[SkillRow], decomposed: Sequence[dict[str, Any]]
) -> list[str]:
    """The tables of totals and of the sector vector, and the calibration of the total."""
    first, last = request.origins[0], request.origins[-1]
    size = f"{len(request.origins)} origin{'' if len(request.origins) == 1 else 's'}"
    head = f"{Path(request.files[0]).name}: {size} from {first} to {last}, {SAMPLES:,} samples"
    shown = score_table(
        [row for row in averages if row.location in SHOWN], [row for row in ratios if row.location in SHOWN]
    )
    second = calibration_lines(averages, decomposed)
    return [head, "", *shown, *([""] if second else []), *second, *_not_scored(request, averages)]


def _not_scored(request: Request, averages: Sequence[MeanRow]) -> list[str]:
    """A line on the horizons that no origin has a truth for."""
    scored = {row.horizon for row in averages}
    missing = [f"{weeks}w" for weeks in request.horizons if weeks not in scored]
    if not missing:
        return []
    seen = request.maps[0]
    end = f"{Path(request.files[0]).name} ends on {seen.weeks[-1]}"
    return ["", f"Not scored, for want of every week after an origin ({end}): {', '.join(missing)}"]


def content(request: Request, averages: Sequence[MeanRow], ratios: Sequence[SkillRow]) -> dict[str, Any]:
    """Rows of the contract and the skill."""
    return {
        "observations": list(request.files),
        "origins": [str(origin) for origin in request.origins],
        "horizons": request.horizons,
        "samples": SAMPLES,
        "benchmarks": list(BENCHMARKS),
        **as_json(averages, ratios),
    }


def _teller(note: Callable[..., None]) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if done == total or done % 5 == 0:
            note(f"{done} of {total} origins")

    return tell
