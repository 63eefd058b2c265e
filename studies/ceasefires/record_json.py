"""The same numbers as one object, for --json."""

from typing import Any

import numpy as np

from forecast.analysis.estimates import Estimate
from studies.ceasefires.left_out import OURS, YEARS, LeftOut
from studies.ceasefires.study import Study


def plain(value: Any) -> Any:
    """Named tuples as objects, arrays as lists, what is not finite as null."""
    if hasattr(value, "_asdict"):
        rest = {"verdict": value.verdict} if hasattr(value, "verdict") else {}
        return {key: plain(part) for key, part in value._asdict().items()} | rest
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    return value


def record(found: Study) -> dict[str, Any]:
    """published, war_end and, with the case tables, calibration, truces and left_out."""
    out: dict[str, Any] = {
        "draws": found.draws.n,
        "published": [plain(point) | {"curve": point.curve.name, "role": point.curve.role} for point in found.points],
        "war_end": plain(found.ends),
    }
    if found.cases is not None:
        cases = found.cases
        out |= {
            "calibration": plain(cases.calibration),
            "by_baseline": plain(cases.by_baseline),
            "truces": plain(cases.truces),
            "named_truces": plain(cases.truce),
            "learnt": {name: plain(vars(each)) for name, each in cases.learnt.items()},
            "left_out": {name: _scores(left, found) for name, left in cases.left_out.items()},
        }
    return out


def _scores(left: LeftOut, found: Study) -> list[dict[str, Any]]:
    rows = []
    for name in left.failed:
        for k, years in enumerate(YEARS):
            exact = Estimate(left.brier(name, k), 0.0, len(left.lives))
            score = left.monte_carlo(found.draws, k) if name == OURS else exact
            ratios = {other: plain(left.skill(name, other, k)) for other in left.failed if other != name}
            parts = plain(left.parts(name, k))
            row = {"model": name, "years": years, "brier": score.value, "mcse": score.mcse, "n": len(left.lives)}
            rows.append(row | {"ratio": ratios, "decomposition": parts, "concordance": plain(left.order(name))})
    return rows
