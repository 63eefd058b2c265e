"""Pieces of the front statistics against results worked out in another way."""

import math
from pathlib import Path

import numpy as np
import pytest
from scipy import integrate

from forecast.errors import ObservationError
from forecast.scores.block_bootstrap import block_errors
from studies.app import main
from studies.front_statistics import geography
from studies.front_statistics.block_estimates import estimate_turnover
from studies.front_statistics.training_series import LAST_WEEK, number, read_weekly


def test_that_the_projection_keeps_areas_of_the_ellipsoid() -> None:
    west, east, south, north = 33.0, 36.0, 46.5, 50.0
    e2 = geography.ECCENTRICITY**2

    def strip(latitude: float) -> float:
        w = 1 - e2 * math.sin(latitude) ** 2
        return (geography.MAJOR_KM**2 * (1 - e2) / w**2) * math.cos(latitude)

    expected = math.radians(east - west) * integrate.quad(strip, math.radians(south), math.radians(north))[0]
    side = np.linspace(0, 1, 400, endpoint=False)
    corners = np.array([[west, south], [east, south], [east, north], [west, north]])
    edge = [a + (b - a) * side[:, None] for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True)]
    assert geography.ring_area(geography.project(np.concatenate(edge))) == pytest.approx(expected, rel=1e-5)


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


def test_that_turnover_is_that_of_the_gross_gains(tmp_path: Path) -> None:
    lines = ["week_end,sector_id,net_km2,ru_gain_km2,ua_gain_km2"]
    last = np.datetime64(LAST_WEEK)
    for k in range(104):
        lines += [
            f"{last - 7 * (103 - k)},{sector},{gain - 4.0},{gain},4.0" for sector, gain in (("a", k + 1.0), ("b", 1.0))
        ]
    (tmp_path / "table.csv").write_text("\n".join(lines))
    estimates = estimate_turnover(tmp_path, ("table.csv",), seed=1)
    expected = 2.0 * math.sqrt(8.0 * np.mean(np.arange(1.0, 105.0) + 1.0))
    assert estimates["map_1"][0] == pytest.approx(expected)
    assert estimates["trend_1"][0] > 0.0 and estimates["map_1"][1] > 0.0


def test_that_a_folder_without_series_gives_one_line_and_code_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["front_statistics", str(tmp_path)]) == 3
    error = capsys.readouterr().err.strip()
    assert "sectors.csv" in error and "\n" not in error and "training series" in error


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
        read_weekly(tmp_path, "table.csv")
    assert message in str(caught.value)


def test_that_an_empty_field_is_missing_and_not_zero() -> None:
    assert math.isnan(number("", "here"))
