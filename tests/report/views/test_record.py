"""The view of what came: the carried numbers are those of the printed record, and the cases are counted right."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from forecast.config.baseline import Baseline
from forecast.report.fan_course import fan_course
from forecast.report.figures import fan
from forecast.report.known_war import known_war
from forecast.report.views import record
from forecast.store.reader import Run

SHIPPED = {"name": "ukraine-2024-12-20", "date": date(2024, 12, 20)}
PAGE = Path(__file__).parents[3] / "docs" / "record.md"


def test_that_the_carried_numbers_are_those_of_the_page(run: Run) -> None:
    known = known_war(run.experiment.baseline.model_copy(update=SHIPPED))
    assert known is not None and known.course is not None
    text = PAGE.read_text(encoding="utf-8")
    tables = re.findall(r"## (?:First|Second) map \(([^)]*)\): median.*?\n\n(.*?)\n\n", text, re.DOTALL)
    assert [name for name, _ in tables] == list(known.course.observed)
    for name, table in tables:
        rows = {row.split("|")[1].strip(): row.split("|")[2:-1] for row in table.splitlines()}
        weeks = [int(cell.split()[-1]) for cell in rows["km2"]]
        assert known.course.observed[name] == {
            week: float(cell.replace(",", "")) for week, cell in zip(weeks, rows["observed gain"], strict=True)
        }
        for week, cell in zip(weeks, rows["**0.1.0**"], strict=True):
            found = [float(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", cell)]
            assert known.course.earlier.km2[week] == tuple(found)


def test_that_the_claims_count_the_cases(run: Run, changed) -> None:  # type: ignore[no-untyped-def]
    view = record.view(changed(baseline=SHIPPED))
    assert view is not None
    assert view.claims[0] == (
        "Missed: version 0.1.0, at weeks 4 and 13 on DeepStateMap.live. 297 km² and 717 km² came, 602 (307-1,050) and "
        "1,870 (766-3,600) were expected."
    )
    assert "too much ground in 9 of 10 cases, and its 80% band held 8 of them" in view.claims[1]
    course = fan_course(changed(baseline=SHIPPED))
    assert course is not None
    gains = run.column("muddle_through", "net_km2_w26").astype(float)
    assert course.run[26].middle == pytest.approx(np.median(gains), rel=0.05)
    held = sum(
        band.low <= gains[week] <= band.high for gains in course.observed.values() for week, band in course.run.items()
    )
    assert f"holds {held} of them" in view.claims[-1]


def test_that_another_war_has_no_record(run: Run, changed) -> None:  # type: ignore[no-untyped-def]
    assert record.view(changed()) is None and fan.panel(changed()) is None
    later = {"name": "ukraine-2025-11-29", "date": date(2025, 11, 29)}
    assert record.view(changed(baseline=later)) is None
    assert known_war(Baseline.model_construct(name="x", date=date(2024, 12, 20))) is None
