"""Gains by sector: read from histograms, with an error that is an upper bound, and never paired."""

from pathlib import Path

import numpy as np
import pytest

from forecast.analysis.draw_band import DrawBand
from forecast.analysis.estimates import Estimate, quantile
from forecast.analysis.histograms import Histogram
from forecast.analysis.members import Members
from forecast.analysis.sector_gains import sector_gains
from forecast.analysis.ties import tie
from forecast.experiment.regions import OTHER, PARTS, region_of
from forecast.store.reader import Run
from forecast.text.sector_text import NOTES, plain_sectors, sectors_text
from forecast_kernels.layout import series as layout

SEED = 11
WEEKS = (26, 52, 104)


@pytest.fixture(scope="module")
def gains(run: Run):  # type: ignore[no-untyped-def]
    return sector_gains(Members(run), WEEKS)


def test_that_a_histogram_bounds_the_error_of_members(run: Run) -> None:
    members = Members(run)
    series = run.timeseries
    for week in WEEKS:
        for branch in run.manifest.branches:
            values = members.values(branch, f"net_km2_w{week}")
            counts = series["net_km2_count"].sel(branch=branch).isel(time=week).values
            histogram = Histogram.of(counts, layout.edges(layout.SERIES[layout.NET]), run.manifest.draws)
            for level in (0.1, 0.5, 0.9):
                true, found = quantile(values, level, members.clusters).estimate, histogram.quantile(level)
                assert abs(found.value - true.value) <= 2.0 * found.mcse, (week, branch, level)
                assert found.mcse >= 0.8 * true.mcse, (week, branch, level)  # the density is itself an estimate


def test_that_the_bound_holds_for_copies_and_for_independent_members() -> None:
    print(f"seed {SEED}")
    rng = np.random.default_rng(SEED)
    edges = np.linspace(-6.0, 6.0, 601)
    draws, replicates = 200, 5
    for copies in (True, False):
        medians, bounds = [], []
        for _ in range(200):
            values = np.repeat(rng.normal(size=draws), replicates) if copies else rng.normal(size=draws * replicates)
            histogram = Histogram.of(np.histogram(values, edges)[0], edges, draws)
            medians.append(histogram.quantile(0.5).value)
            bounds.append(histogram.quantile(0.5).mcse)
        share = np.std(medians) / np.mean(bounds)
        assert (0.85 < share < 1.15) if copies else share < 0.55, (copies, share)


def test_that_an_empty_histogram_and_a_single_bin_are_no_error() -> None:
    assert np.isnan(Histogram.of([0, 0], [0, 1, 2], 5).quantile(0.5).value)
    alone = Histogram.of([0, 8, 0], [0, 1, 2, 3], 4)
    assert 1.0 <= alone.quantile(0.5).value <= 2.0 and alone.quantile(0.5).mcse >= 1.0 / np.sqrt(12.0)
    assert alone.share_below(1.0) == Estimate(0.0, 0.0, 8) and alone.share_below(9.0).value == 1.0


def test_that_sectors_add_up_to_the_front(gains, run: Run) -> None:  # type: ignore[no-untyped-def]
    assert set(gains.sectors) == {"S01", "S02", "S03"}
    for branch in gains.branches:
        for week in WEEKS:
            total = gains.parts[branch, OTHER, week]
            assert total.value == pytest.approx(gains.front[branch, week].mean.value, rel=0.02)
            assert total.mcse >= max(gains.gains[branch, key, week].mean.mcse for key in gains.sectors)


def test_that_only_the_front_is_paired_with_its_band_between_draws(gains, run: Run) -> None:  # type: ignore[no-untyped-def]
    assert all(spread.difference is None for spread in gains.gains.values())
    for (branch, _), spread in gains.front.items():
        assert spread.by_member and (spread.difference is None) == (branch == "muddle_through")
    gap = gains.front["no_aid", 52].difference
    base = np.median(run.column("muddle_through", "net_km2_w52")[: run.manifest.members])
    assert gap.value.value == pytest.approx(np.median(run.column("no_aid", "net_km2_w52")) - base, rel=1e-3)


def test_that_a_week_without_members_has_bounds(run: Run) -> None:
    gains = sector_gains(Members(run), [30], ["no_aid"])
    assert gains.branches == ("muddle_through", "no_aid")
    assert all(not spread.by_member and spread.difference is None for spread in gains.front.values())
    found = plain_sectors(gains)
    assert {"value", "mcse_at_most", "n"} == set(found["front"][0]["median"])


def test_that_the_text_says_what_carries_which_error(gains) -> None:  # type: ignore[no-untyped-def]
    text = sectors_text(gains, "title", 200)
    assert all(note in text for note in NOTES)
    assert "S01 Stretch 1" in text and "OTHER SECTORS, mean of the sum" in text and "salient" not in text.split("±,")[0]


def test_that_every_sector_of_both_baselines_has_an_oblast_and_a_part() -> None:
    import yaml

    root = Path(__file__).resolve().parents[2] / "configs" / "baselines"
    files = sorted(root.glob("*/sectors.yaml"))
    assert files
    for file in files:
        text = yaml.safe_load(file.read_text())
        sectors = text.get("sectors", text)
        assert len(sectors) == 13
        for sector in sectors.values():
            region = region_of(sector["name"])
            assert region.oblast and region.part in PARTS, sector["name"]


@pytest.mark.parametrize(
    ("value", "error", "low", "high", "why"),
    [
        (0.05, 0.04, 0.01, 0.09, "chance"),
        (0.009, 0.001, 0.004, 0.02, "small"),
        (0.05, 0.01, -0.01, 0.09, "draws"),
        (0.05, 0.01, 0.01, 0.09, None),
        (0.05, 0.01, np.nan, np.nan, None),
        (np.nan, np.nan, np.nan, np.nan, "chance"),
    ],
)
def test_that_ties_are_called_ties(value: float, error: float, low: float, high: float, why: str | None) -> None:
    band = DrawBand(*(Estimate(end, 0.0, 9) for end in (low, high, 0.5)))
    assert tie(Estimate(value, error, 9), band, 16) == why
