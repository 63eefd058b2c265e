"""The map of the front and the cost of peace: lines that fit together, and numbers that are those of the members."""

import csv
import io
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from matplotlib.path import Path as Outline

from forecast.analysis.members import Members
from forecast.report.figure_file import write_plot
from forecast.report.figures.map_drawing import NOTHING, middle_of, scale_of
from forecast.report.geography.drawing import Line, read_drawing
from forecast.report.material import Material
from forecast.report.registry import FIGURES
from forecast.store.reader import Run

BY_NAME = {entry.name: entry for entry in FIGURES}


def rows_of(run: Run, name: str, folder: Path) -> list[dict[str, str]]:
    write_plot(run, BY_NAME[name], folder / "a.csv")
    return list(csv.DictReader(io.StringIO((folder / "a.csv").read_text())))


def crosses_itself(line: Line) -> bool:
    def side(a: Line, b: Line, c: Line) -> float:
        return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

    pieces = list(pairwise(line))
    return any(
        side(a, b, c) * side(a, b, d) < 0.0 and side(c, d, a) * side(c, d, b) < 0.0
        for i, (a, b) in enumerate(pieces)
        for c, d in pieces[i + 2 :]
    )


def area(line: Line) -> float:
    """Area in km2 of a small enough figure."""
    x, y = line[:, 0] * np.cos(np.radians(48.5)) * 111.3, line[:, 1] * 111.3
    return abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2.0


def test_that_the_outline_is_a_simple_ring_of_the_right_size() -> None:
    drawing = read_drawing()
    for ring in (drawing.ukraine, drawing.sea, drawing.salient):
        assert np.array_equal(ring[0], ring[-1]) and not crosses_itself(ring)
    low, high = drawing.ukraine.min(axis=0), drawing.ukraine.max(axis=0)
    assert low == pytest.approx([22.1, 44.4], abs=0.2) and high == pytest.approx([40.2, 52.4], abs=0.2)
    assert area(drawing.ukraine) == pytest.approx(603_600, rel=0.04)  # with Crimea


def test_that_places_lie_on_the_side_of_the_border_where_they_are() -> None:
    drawing = read_drawing()
    home = Outline(drawing.ukraine)
    inside = {**drawing.towns, "Simferopol": (34.1, 44.95), "Uzhhorod": (22.3, 48.62), "Luhansk": (39.3, 48.57)}
    assert {name for name, place in inside.items() if not home.contains_point(place)} == {"Kursk"}
    for abroad in ((28.85, 47.0), (36.6, 50.6), (39.7, 47.25), (23.7, 52.1)):  # Chisinau, Belgorod, Rostov, Brest
        assert not home.contains_point(abroad)
    assert home.contains_points(drawing.contact).all()


def test_that_the_line_runs_through_every_sector_once_and_in_order() -> None:
    drawing = read_drawing()
    steps = np.linspace(0.0, 1.0, 50)[:, None]
    points = np.concatenate([a + steps * (b - a) for a, b in pairwise(drawing.front)])
    where = np.full(len(points), -1)
    for i, (_, outline) in enumerate(drawing.sectors.values()):
        where[Outline(outline).contains_points(points)] = i
    seen = [sector for i, sector in enumerate(where) if sector >= 0 and (i == 0 or sector != where[i - 1])]
    assert list(dict.fromkeys(seen)) == list(range(13))
    assert np.mean(where >= 0) > 0.99
    for key, (_, outline) in drawing.sectors.items():
        assert Outline(outline).contains_point(middle_of(drawing, key))


def test_that_a_scale_gives_equal_colours_to_equal_sizes() -> None:
    scale = scale_of([-40.0, 3.0, 130.0])
    assert scale.colour(0.0) == NOTHING and len(scale.colours) == len(scale.edges) + 1 == len(scale.labels())
    assert scale.edges == tuple(sorted(-edge for edge in scale.edges))
    assert len(set(scale.colours)) == len(scale.colours)
    assert scale_of([10.0, 700.0]).edges[0] > 0.0
    assert scale_of([0.0]).colour(0.0) == NOTHING


def test_that_another_war_has_no_map(run: Run, front: Run) -> None:
    for name in ("map", "map_differences"):
        assert BY_NAME[name].draw(Material.of(run)) is None
        assert BY_NAME[name].draw(Material.of(front)) is not None


def test_that_the_map_has_every_sector_and_week_and_adds_up(front: Run, tmp_path: Path) -> None:
    rows = [row for row in rows_of(front, "map", tmp_path) if row["sector"] != "salient"]
    assert {(row["sector"], row["week"]) for row in rows} == {
        (key, week) for key in front.manifest.sectors for week in ("26", "52", "104")
    }
    for week in (26, 52, 104):
        total = sum(float(row["mean_net_km2"]) for row in rows if row["week"] == str(week))
        assert total == pytest.approx(np.mean(front.column("muddle_through", f"net_km2_w{week}")), rel=0.03)
    assert all(float(row["p10"]) <= float(row["p50"]) <= float(row["p90"]) for row in rows)


def test_that_differences_are_those_of_the_means(front: Run, tmp_path: Path) -> None:
    rows = rows_of(front, "map_differences", tmp_path)
    assert {row["branch"] for row in rows} == set(front.manifest.branches) - {"muddle_through"}
    assert {row["branch"] for row in rows if row["drawn"] == "1"} >= {"surge_offer"}
    for branch in ("surge_offer", "no_aid"):
        total = sum(float(row["mean_net_km2_less_reference"]) for row in rows if row["branch"] == branch)
        means = [np.mean(front.column(b, "net_km2_w52")) for b in (branch, "muddle_through")]
        assert total == pytest.approx(means[0] - means[1], abs=0.03 * abs(float(means[1])))


def test_that_the_cost_is_all_aid_and_the_troops(run: Run, tmp_path: Path) -> None:
    rows = rows_of(run, "cost", tmp_path)
    members = Members(run)
    for branch in run.manifest.branches:
        columns = ("aid_us_eur_bn", "aid_europe_eur_bn", "keepers_cost_eur_bn")
        total = sum(members.values(branch, column) for column in columns)
        (cost,) = [row for row in rows if row["branch"] == branch and row["quantity"] == "cost_eur_bn"]
        (peace,) = [row for row in rows if row["branch"] == branch and row["quantity"] == "durable_5y"]
        assert float(cost["mean"]) == pytest.approx(np.mean(total), rel=1e-6)
        assert float(peace["mean"]) == pytest.approx(np.mean(run.column(branch, "durable_5y")), abs=1e-12)
        assert float(peace["draws_low"]) <= float(peace["mean"]) <= float(peace["draws_high"])
