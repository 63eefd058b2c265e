"""Does the work of `forecast hindcast` once the files are read: forecasts, scores, and writes a folder."""

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
from forecast.scores.records import BENCHMARKS, TOTAL, VECTOR, MeanRow, SkillRow
from forecast.scores.score_table import as_json, score_table

if TYPE_CHECKING:
    from forecast.config import Experiment

IN_SAMPLE = "IN-SAMPLE"
ROW = re.compile(r"\S+ +\d+w  n ")
JSON_ROWS = ("rows", "skill", "best", "vectors")
PRINTED = (TOTAL, VECTOR)


class Request(NamedTuple):
    """What the user asked for.

    Attributes
    ----------
    exp : Experiment
        Gives the inputs that no map shows.
    files : tuple of str
        Observation files as typed.
    maps : list of Observations
        Records of these files, all on the weeks of the first.
    origins : datetime64[D][origins]
        Last days known to the forecasts.
    horizons : list of int
        Numbers of weeks that are summed.
    posterior : str or None
        Posterior file. If None, the front is fitted at each origin.
    in_sample : bool
        Whether the posterior may have been fitted to weeks after an origin.
    overrides : tuple of str
        Changes to the config from the command line, stored in the record.
    """

    exp: "Experiment"
    files: tuple[str, ...]
    maps: list[Observations]
    origins: Days
    horizons: list[int]
    posterior: str | None
    in_sample: bool
    overrides: tuple[str, ...]


class HindcastResult(NamedTuple):
    """Folder of the hindcast, printed lines, and the object for --json (without status and folder)."""

    folder: Path
    lines: list[str]
    content: dict[str, Any]


def run(request: Request, root: Path, note: Callable[..., None]) -> HindcastResult:
    """Forecast, score and write a hindcast. Raises ConfigError, ObservationError and RunError.

    Parameters
    ----------
    request : Request
        What the user asked for.
    root : Path
        Folder for results.
    note : callable
        Prints a line of progress.
    """
    from forecast.config import config_hash
    from forecast.runner.provenance import code_hash, versions

    exp, seed = request.exp, request.exp.design.seed
    posterior = _read_posterior(request)
    in_sample = posterior is not None and posterior.in_sample(request.origins)
    forecaster = Forecaster(exp, SAMPLES, posterior.front if posterior else fit_front)
    results = hindcast(forecaster, request.maps, request.origins, request.horizons, seed, _progress(note))
    rows = all_scores(results)
    averages = means(rows, seed)
    ratios = [*skills(rows, "crps", seed=seed), *skills(rows, "crps", others=tuple(REFERENCE), seed=seed)]
    ratios += [*skills(rows, "energy", seed=seed), *skills(rows, "energy", others=tuple(REFERENCE), seed=seed)]
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
        "posterior": None if posterior is None else {"file": posterior.name, "last_week": str(posterior.last_week)},
        "in_sample": in_sample,
        "code_hash": code_hash(),
        "versions": versions(),
    }
    folder = write_hindcast(root, results, averages, ratios, record)
    text = lines(request, averages, ratios, decompositions(results.events))
    plain = content(request, averages, ratios)
    if in_sample:
        text = [f"{line}  {IN_SAMPLE}" if ROW.match(line) else line for line in text]
        for name in JSON_ROWS:
            plain[name] = [{**row, "in_sample": IN_SAMPLE} for row in plain[name]]
    return HindcastResult(folder, text, {**plain, "in_sample": in_sample})


def _read_posterior(request: Request) -> PosteriorFile | None:
    """Read the posterior of the request, if it names one.

    Raises ObservationError if it was fitted to weeks after an origin and the request does not allow that.
    """
    if request.posterior is None:
        return None
    posterior = read_posterior(request.posterior, request.maps)
    if posterior.in_sample(request.origins) and not request.in_sample:
        early = request.origins[request.origins < posterior.last_week][0]
        message = f"was fitted to weeks up to {posterior.last_week}, after the origin {early}; begin later, leave"
        raise ObservationError.of(request.posterior, f"{message} --posterior out, or allow it with --in-sample")
    return posterior


def lines(
    request: Request, averages: Sequence[MeanRow], ratios: Sequence[SkillRow], decomposed: Sequence[dict[str, Any]]
) -> list[str]:
    """Make the printed tables: scores of the total and of the sector vector, and calibration of the total.

    Parameters
    ----------
    request : Request
        What the user asked for.
    averages, ratios, decomposed
        Mean scores, ratios to benchmarks, and decompositions of Brier scores.
    """
    first, last = request.origins[0], request.origins[-1]
    size = f"{len(request.origins)} origin{'' if len(request.origins) == 1 else 's'}"
    head = f"{Path(request.files[0]).name}: {size} from {first} to {last}, {SAMPLES:,} samples"
    printed = [row for row in averages if row.location in PRINTED]
    scores = score_table(printed, [row for row in ratios if row.location in PRINTED])
    calibration = calibration_lines(averages, decomposed)
    return [head, "", *scores, *([""] if calibration else []), *calibration, *_not_scored(request, averages)]


def _not_scored(request: Request, averages: Sequence[MeanRow]) -> list[str]:
    """Make a line that names the horizons for which no origin is followed by enough observed weeks."""
    scored = {row.horizon for row in averages}
    missing = [f"{weeks}w" for weeks in request.horizons if weeks not in scored]
    if not missing:
        return []
    end = f"{Path(request.files[0]).name} ends on {request.maps[0].weeks[-1]}"
    return ["", f"Not scored, because no origin is followed by all of its weeks ({end}): {', '.join(missing)}"]


def content(request: Request, averages: Sequence[MeanRow], ratios: Sequence[SkillRow]) -> dict[str, Any]:
    """Make the object for --json: what was forecast, mean scores, and ratios.

    Parameters
    ----------
    request : Request
        What the user asked for.
    averages, ratios
        Mean scores, and ratios to benchmarks.
    """
    return {
        "observations": list(request.files),
        "origins": [str(origin) for origin in request.origins],
        "horizons": request.horizons,
        "samples": SAMPLES,
        "benchmarks": list(BENCHMARKS),
        **as_json(averages, ratios),
    }


def _progress(note: Callable[..., None]) -> Callable[[int, int], None]:
    def report(done: int, total: int) -> None:
        if done == total or done % 5 == 0:
            note(f"{done} of {total} origins")

    return report
