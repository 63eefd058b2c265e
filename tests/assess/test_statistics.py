"""Pieces of the front statistics against results worked out in another way."""

import math
from pathlib import Path

import numpy as np
import pytest
from scipy import integrate

from forecast.assess.front_statistics import __main__ as command
from forecast.assess.front_statistics import albers, geography
from forecast.assess.front_statistics.blocks import block_errors
from forecast.assess.front_statistics.observations import Weekly, number, weekly
from forecast.assess.front_statistics.sectors import chain, dormant_openings, sector_statistics, shrunk_share
from forecast.assess.front_statistics.share_drift import records, share_drift
from forecast.errors import ObservationError


def test_that_the_projection_keeps_areas_of_the_ellipsoid() -> None:
    west, east, south, north = 33.0, 36.0, 46.5, 50.0
    e2 = albers.ECCENTRICITY**2

    def strip(latitude: float) -> float:
        w = 1 - e2 * math.sin(latitude) ** 2
        return (albers.MAJOR_KM**2 * (1 - e2) / w**2) * math.cos(latitude)

    expected = math.radians(east - west) * integrate.quad(strip, math.radians(south), math.radians(north))[0]
    side = np.linspace(0, 1, 400, endpoint=False)
    corners = np.array([[west, south], [east, south], [east, north], [west, north]])
    edge = [a + (b - a) * side[:, None] for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True)]
    assert albers.ring_area(albers.project(np.concatenate(edge))) == pytest.approx(expected, rel=1e-5)


def test_that_cells_cover_a_shape_with_a_hole_and_know_what_is_near() -> None:
    outer = np.array([[0.0, 0], [100, 0], [100, 60], [0, 60]])
    hole = np.array([[20.0, 20], [60, 20], [60, 40], [20, 40]])
    shape = [[outer, hole]]
    columns, rows = geography.grid(shape)
    inside = geography.covered(shape, columns, rows)
    assert geography.area(shape) == 100 * 60 - 40 * 20
    assert inside.sum() * geography.CELL_KM**2 == pytest.approx(geography.area(shape), rel=0.01)
    in_hole = geography.covered([[hole]], columns, rows)
    strip = geography.near(inside, in_hole, columns, rows, 10.0)
    rounded = 2 * 10 * (40 + 20) + math.pi * 100
    assert strip.sum() * geography.CELL_KM**2 == pytest.approx(rounded, rel=0.12)
    assert not (strip & ~inside).any()


def test_that_block_errors_match_theory_for_independent_and_for_dependent_weeks() -> None:
    rng = np.random.Generator(np.random.PCG64(3))
    weeks = 400
    plain = rng.standard_normal(weeks)
    pairs = np.repeat(rng.standard_normal(weeks // 4), 4)
    for series, expected in ((plain, plain.std() / math.sqrt(weeks)), (pairs, pairs.std() / math.sqrt(weeks / 4))):
        error = float(block_errors(lambda w, s=series: np.array(s[w].mean()), weeks, seed=1))
        assert 0.7 * expected < error < 1.25 * expected


def test_that_chances_of_a_chain_are_counted_and_shrunk_by_hand() -> None:
    states = np.array([[1, 0], [1, 0], [0, 0], [1, 1], [1, 0]], dtype=bool)
    stay, opening, stay_rate, open_rate = chain(states[:-1], states[1:], np.array([True, True]))
    assert stay_rate == pytest.approx(2 / 4) and open_rate == pytest.approx(2 / 4)
    assert stay.tolist() == pytest.approx([(2 + 4 * 0.5) / (3 + 4), (0 + 2) / (1 + 4)])
    assert opening.tolist() == pytest.approx([(1 + 2) / (1 + 4), (1 + 2) / (3 + 4)])


def test_that_a_dormant_sector_that_opens_counts_once() -> None:
    gain = np.zeros((60, 2))
    gain[40:44, 0] = 30.0
    openings, at_risk = dormant_openings(gain)
    assert openings == 1
    assert at_risk == 15 + 31  # the first sector until its gains fill the window, the second throughout


def test_that_every_chance_lies_inside_zero_and_one_also_for_a_sector_never_active() -> None:
    rng = np.random.Generator(np.random.PCG64(8))
    gain = np.where(rng.random((66, 4)) < [0.9, 0.5, 0.1, 0.0], rng.lognormal(2, 1, (66, 4)), 0.0)
    gain[:, 0] = 50.0
    counter = np.where(rng.random((66, 4)) < 0.1, 3.0, 0.0)
    counter[:, 3] = 0.0
    found = sector_statistics(Weekly([""] * 66, list("abcd"), gain - counter, gain, counter), seed=1)
    for values in (found.stay, found.opening, found.counter_active):
        assert ((values > 0) & (values < 1)).all()
    assert found.share.sum() == pytest.approx(1) and found.counter_share.sum() == pytest.approx(1)
    assert found.share[3] == pytest.approx(0.4 / 4)
    assert found.opening[3] == pytest.approx((2 + 0) / (4 + found.pooled["weeks_at_risk"] / 52) / 52, rel=0.6)
    assert found.active_now.tolist() == [True, *found.active_now[1:3].tolist(), False]
    assert all(np.isfinite(error).all() for error in found.errors.values())


def test_that_the_drift_of_shares_is_recovered() -> None:
    rng = np.random.Generator(np.random.PCG64(12))
    gain = rng.gamma(0.5, 20.0, (66, 13)) * (rng.random((66, 13)) < 0.5)
    template = sector_statistics(Weekly([""] * 66, [f"S{i:02d}" for i in range(13)], gain, gain, gain * 0), seed=1)
    base = shrunk_share(np.ones((1, 13)) * np.arange(1.0, 14.0))
    totals = np.full(66, 100.0)
    found = []
    for sd in (0.6, 1.6):
        series = records(base, template, totals, sd, 20.0, seed=4, count=1)[0]
        fitted = share_drift(series, template, seed=5)
        assert abs(fitted.sd[0] - sd) < 2.5 * fitted.sd[1]
        assert fitted.sd[1] < 0.4
        found.append(fitted.sd[0])
    assert found[1] - found[0] > 0.5


def test_that_a_folder_without_series_gives_one_line_and_code_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([str(tmp_path)]) == 3
    error = capsys.readouterr().err.strip()
    assert "territory_weekly_sector.csv" in error and "\n" not in error and "training series" in error


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("week_end,sector_id\n2024-11-30,S01\n", "no column 'net_km2'"),
        ("week_end,sector_id,net_km2,ru_gain_km2,ua_gain_km2\n2024-11-30,S01,x,0,0\n", "'x' is not a number"),
        ("week_end,sector_id,net_km2,ru_gain_km2,ua_gain_km2\n2024-11-30,S01,1,1,0\n", "1 weeks up to 2024-11-30"),
    ],
)
def test_that_a_faulty_table_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "table.csv").write_text(text)
    with pytest.raises(ObservationError, match=r"table\.csv") as caught:
        weekly(tmp_path, "table.csv")
    assert message in str(caught.value)


def test_that_an_empty_field_is_missing_and_not_zero() -> None:
    assert math.isnan(number("", "here"))
