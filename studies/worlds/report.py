"""Everything that was found, and the object of --json."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from studies.worlds.alternatives import ALTERNATIVES, OURS
from studies.worlds.fans import Fan
from studies.worlds.ratios import ranked, ratios
from studies.worlds.setting import Setting
from studies.worlds.study import HORIZONS, MODELS, ORIGINS, Scores


class Report(NamedTuple):
    """Scores by world, fans by prior, the setting, the end of the series, and the command that made it."""

    scores: Mapping[str, Scores]
    fans: Mapping[str, list[Fan]]
    now: Setting
    end: str
    command: str

    @property
    def replicates(self) -> int:
        """Continuations of each world."""
        return len(next(iter(self.scores.values())).crps)


def losses(report: Report, model: str = OURS) -> list[tuple[str, int, float, float]]:
    """World, horizon, ratio and its error wherever a model is worse than the best benchmark by two errors."""
    at, found = MODELS.index(model), []
    for world, scores in report.scores.items():
        value, error = ratios(scores)
        for k, weeks in enumerate(HORIZONS):
            if value[at, k] - 2.0 * error[at, k] > 1.0:
                found.append((world, weeks, float(value[at, k]), float(error[at, k])))
    return found


def as_json(report: Report) -> dict[str, Any]:
    """Rows of every world, model and horizon (0 is the geometric mean of all), and of every prior."""
    rows, maps = [], report.now.net.shape[1]
    for world, scores in report.scores.items():
        value, error = ratios(scores)
        inside = scores.inside.mean(axis=0)
        for m, model in enumerate(MODELS):
            for k, weeks in enumerate((*HORIZONS, 0)):
                row = {"world": world, "model": model, "horizon": weeks, "ratio": value[m, k], "mcse": error[m, k]}
                if weeks:
                    row["coverage80"] = inside[m, k]
                rows.append({key: item if isinstance(item, str | int) else float(item) for key, item in row.items()})
    return {
        "status": "complete",
        "continuations": report.replicates,
        "n": report.replicates * ORIGINS * maps,
        "rows": rows,
        "priors": [
            {
                "name": entry.name,
                "about": entry.about,
                "evidence": report.now.fits[entry.name].evidence,
                **{key: _plain(item) for key, item in table[entry.name]._asdict().items()},
                "fans": [{**fan._asdict(), "width": fan.width._asdict()} for fan in report.fans[entry.name]],
            }
            for table in [ranked(report.scores)]
            for entry in ALTERNATIVES
        ],
    }


def _plain(item: Any) -> Any:
    return item if isinstance(item, str) else item._asdict()
