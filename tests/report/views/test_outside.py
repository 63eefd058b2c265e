"""The view of three outside voices: its numbers are those of the run and of the printed record, and no other war's."""

from datetime import date

import numpy as np
import pytest

from forecast.report.views import outside
from forecast.store.reader import Run

SHIPPED = {"name": "ukraine-2024-12-20", "date": date(2024, 12, 20)}


def with_level(run: Run) -> dict:  # type: ignore[type-arg]
    priors = dict(run.experiment.priors)
    priors["level_mean"] = priors["level_mean"].model_copy(update={"sets": "level_t0", "unit": "km2/week"})
    return priors


def test_that_the_trend_line_keeps_the_pace_of_week_0(run: Run, changed) -> None:  # type: ignore[no-untyped-def]
    view = outside.view(changed(priors=with_level(run)))
    assert view is not None
    pace = run.draw_column("level_mean")[:: run.manifest.replicates].astype(float)
    row = next(row for row in view.table.rows if row[0] == "trend line")
    assert row[2].startswith(f"{round(52 * np.median(pace), -1):,.0f} km²")
    median = np.median(run.column("muddle_through", "net_km2_w52"))
    told = float(row[3].split(" ")[0].replace(",", ""))
    assert told == pytest.approx(median, rel=0.02)


def test_that_the_base_rate_is_a_chance_within_one_and_two_years(run: Run, changed) -> None:  # type: ignore[no-untyped-def]
    view = outside.view(changed())
    assert view is not None
    rate = run.draw_column("agreement_hazard")[:: run.manifest.replicates].astype(float)
    week = run.column("muddle_through", "ceasefire_week").astype(float)
    for years, row in zip((1, 2), (row for row in view.table.rows if row[0] == "base rate"), strict=True):
        chance = 100.0 * (1.0 - np.exp(-rate * years))
        low, high = np.quantile(chance, [0.1, 0.9])
        assert row[2] == f"{chance.mean():.0f}% ({low:.0f}-{high:.0f})"
        share = 100.0 * np.mean(week <= 52 * years)
        assert row[3].startswith(f"{share:.0f}%")


def test_that_the_crowd_speaks_of_its_own_war_only(run: Run, changed) -> None:  # type: ignore[no-untyped-def]
    other, own = outside.view(changed()), outside.view(changed(baseline=SHIPPED))
    assert other is not None and own is not None
    assert not any("crowd" in text.lower() for text in (*other.claims, *other.caveats))
    assert sum(row[0] == "crowd" for row in own.table.rows) == 4
    claim = next(claim for claim in own.claims if claim.startswith("Crowd"))
    assert "54% for a ceasefire by 28 September 2025" in claim
    week = run.column("muddle_through", "ceasefire_week").astype(float)
    assert f"This run, under “Muddle through”: {100.0 * np.mean(week <= 40):.0f}%" in claim
    assert any("no ceasefire by 28 September 2025" in text for text in own.caveats)
    assert any("two of them" in text for text in own.caveats)
    moved = outside.view(changed(baseline={**SHIPPED, "date": date(2025, 1, 3)}))
    assert moved is not None and not any(claim.startswith("Crowd") for claim in moved.claims)


def test_that_no_voice_gives_no_view(run: Run, changed) -> None:  # type: ignore[no-untyped-def]
    priors = {name: p for name, p in run.experiment.priors.items() if p.sets != "agreement_hazard"}
    assert outside.view(changed(priors=priors)) is None
