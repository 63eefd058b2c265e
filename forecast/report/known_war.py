"""What others said of a war and what came of it, for the baselines that ship with the package.

The figures are in `known_wars.yaml` beside this module, with their sources. No run reads them.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from forecast.config.baseline import Baseline


class Crowd(NamedTuple):
    """A crowd forecast of a ceasefire.

    by: date until which it was to come. chance: the forecast. who, as_of: whose, and of when. source, grade: where the
    figure is printed, and its grade of evidence. is_input: whether the model uses it too. came: whether the ceasefire
    came, None if that is not recorded.
    """

    by: date
    chance: float
    who: str
    as_of: str
    source: str
    grade: str
    is_input: bool
    came: bool | None


class Forecast(NamedTuple):
    """A forecast that was stored: its label, the last day it knew, and median, 10% and 90% in km2 by week."""

    label: str
    state_until: date
    km2: dict[int, tuple[float, float, float]]


class Course(NamedTuple):
    """The net gain of the attacker that came, in km2 by map and week, and an earlier forecast of it.

    benchmarks: how simple rules did. later_knowledge: why a run of the present version is no forecast of it.
    """

    source: str
    observed: dict[str, dict[int, float]]
    earlier: Forecast
    benchmarks: str
    later_knowledge: str


class KnownWar(NamedTuple):
    """What is known of a baseline beside its run; `course` is None where nothing has come yet."""

    crowds: tuple[Crowd, ...]
    course: Course | None


def known_war(baseline: Baseline) -> KnownWar | None:
    """Look a baseline up by its name and date; None for any other war."""
    entry = _entries().get(baseline.name)
    return None if entry is None or entry["date"] != baseline.date else _read(entry)


@cache
def _entries() -> dict[str, Any]:
    import yaml

    text = files("forecast.report").joinpath("known_wars.yaml").read_text(encoding="utf-8")
    entries: dict[str, Any] = yaml.safe_load(text)
    return entries


def _read(entry: Mapping[str, Any]) -> KnownWar:
    crowds = tuple(
        Crowd(c["by"], c["chance"], c["who"], c["as_of"], c["source"], c["grade"], c["input"], c["came"])
        for c in entry.get("crowds", ())
    )
    course = entry.get("course")
    if course is None:
        return KnownWar(crowds, None)
    earlier = course["earlier"]
    forecast = Forecast(
        earlier["label"], earlier["state_until"], {week: tuple(km2) for week, km2 in earlier["km2"].items()}
    )
    observed = {seen["map"]: dict(seen["gains"]) for seen in course["observed"]}
    texts = course["benchmarks"], course["later_knowledge"]
    return KnownWar(crowds, Course(course["source"], observed, forecast, *texts))
