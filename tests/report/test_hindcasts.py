"""Hindcasts in the report: the path that they were scored with, the newest of each file, and what is said of them."""

import json
import re
import shutil
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from forecast.errors import ResultError
from forecast.hindcast import folder as hindcast_folder
from forecast.report.hindcasts import results
from forecast.report.hindcasts.fan_figure import drawn_horizons, observed_path, panel, shown_origins
from forecast.report.hindcasts.hindcast_section import hindcast_figures
from forecast.report.hindcasts.hindcast_text import NONE_FOUND
from forecast.report.hindcasts.results import hindcasts_beside, read_hindcast, read_hindcasts
from forecast.report.material import Material
from forecast.report.report_page import report_page
from forecast.report.svg import drawing
from forecast.scores.records import BENCHMARKS, OURS
from forecast.store.sealed_json import sealed_text
from studies.app import main

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def folder(made_hindcast, tmp_path_factory) -> Path:  # type: ignore[no-untyped-def]
    return made_hindcast.write_hindcast(tmp_path_factory.mktemp("past") / "hindcasts" / "20300101T000000Z-00000000")  # type: ignore[no-any-return]


def test_that_hindcasts_are_looked_for_where_they_are_written() -> None:
    assert (results.NAME, results.PARENT) == (hindcast_folder.NAME, hindcast_folder.PARENT)


def test_that_the_path_is_the_sum_of_the_weeks(folder: Path, made_hindcast) -> None:  # type: ignore[no-untyped-def]
    path = observed_path(read_hindcast(folder))
    sums = np.concatenate([[0.0], np.cumsum(made_hindcast.weekly())])
    assert len(path) > 15 and list(path) == sorted(path)
    for day, level in path.items():
        assert level == pytest.approx(sums[(day - made_hindcast.FIRST).days // 7])


def test_that_the_path_ends_where_sums_no_longer_lead_on(made_hindcast, tmp_path) -> None:  # type: ignore[no-untyped-def]
    hindcast = read_hindcast(made_hindcast.write_hindcast(tmp_path / "past", step=20, origins=3))
    path = observed_path(hindcast)
    assert list(path) == [made_hindcast.FIRST + timedelta(weeks=h) for h in (0, 1, 4, 13)]
    assert shown_origins(hindcast, path, 13) == [made_hindcast.FIRST]


def test_that_no_more_than_two_fans_overlap(folder: Path) -> None:
    hindcast = read_hindcast(folder)
    assert drawn_horizons(hindcast) == [4, 13]
    for longest in drawn_horizons(hindcast):
        shown = shown_origins(hindcast, observed_path(hindcast), longest)
        assert len(shown) >= 5
        for day in shown:
            assert sum(day <= other < day + timedelta(weeks=longest) for other in shown) <= 2


def test_that_the_best_benchmark_is_the_one_with_the_lowest_mean(folder: Path) -> None:
    hindcast = read_hindcast(folder)
    for horizon in hindcast.horizons:
        scores = {m: hindcast.means["crps", m, horizon].value for m in BENCHMARKS[:2]}
        assert hindcast.best(horizon) == min(scores, key=scores.__getitem__)


def test_that_the_newest_of_each_file_is_taken_and_broken_ones_are_named(made_hindcast, tmp_path) -> None:  # type: ignore[no-untyped-def]
    parent = tmp_path / "hindcasts"
    for name, file in (("2031", "a.csv"), ("2030", "a.csv"), ("2029", "b.csv")):
        made_hindcast.write_hindcast(parent / name, file)
    shutil.copytree(parent / "2031", parent / "2032")
    (parent / "2032" / "quantiles.parquet").write_bytes(b"nothing")
    shutil.copytree(parent / "2031", parent / "2033")
    (parent / "2033" / "hindcast.json").write_text("[]")
    for name, said in (("2032", "quantiles.parquet: differs"), ("2033", "hindcast.json: cannot be read")):
        with pytest.raises(ResultError, match=said):
            hindcasts_beside(tmp_path / "run")
        with pytest.raises(ResultError, match=said):
            read_hindcasts([parent])
        shutil.rmtree(parent / name)
    assert [h.path.name for h in hindcasts_beside(tmp_path / "run")] == ["2031", "2029"]
    assert [h.path.name for h in read_hindcasts([parent / "2030", parent / "2029"])] == ["2030", "2029"]
    with pytest.raises(ResultError, match="holds no finished hindcast"):
        read_hindcasts([tmp_path])


def test_that_a_page_shows_those_that_are_named(run, folder, made_hindcast, tmp_path) -> None:  # type: ignore[no-untyped-def]
    second = made_hindcast.write_hindcast(tmp_path / "second", "Second Map.csv", in_sample=True)
    drawn = hindcast_figures(read_hindcasts([folder, second]))
    text = report_page(Material.of(run), [], drawn)
    assert text.count('role="img"') == 2
    section = text[text.index("Hindcasts: the front forecast") :]
    section = section[: section.index("</section>")]
    known, unknown = section.split('<figure id="hindcast_second_map">')[::-1]
    assert "IN-SAMPLE: The front forecast from 10 past dates, against Second Map.csv" in known
    assert re.search(r"<caption>IN-SAMPLE: ", known) and "IN-SAMPLE" in known[: known.index("</svg>")]
    assert "IN-SAMPLE" not in unknown and "against map.csv" in unknown
    rows = re.findall(r'<tr><th scope="row">(\d+)</th>(.*?)</tr>', section)
    assert [week for week, _ in rows] == ["1", "4", "13"] * 2
    assert all("±" in row for _, row in rows)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert "nan" not in re.sub(r"<svg.*?</svg>", "", section, flags=re.DOTALL)
    assert [svg for _, svg in hindcast_figures(read_hindcasts([folder, second]))] == [svg for _, svg in drawn]


def test_that_a_run_with_none_says_how_to_make_one(page: str) -> None:
    assert NONE_FOUND.split("`")[0] in page and 'id="hindcast' not in page


def test_that_the_figure_draws_fans_and_truth(folder: Path) -> None:
    hindcast = read_hindcast(folder)
    with drawing():
        drawn = panel(hindcast)
    near, far, _, ratios, covered = drawn.figure.axes
    path = observed_path(hindcast)
    for axes, longest in ((near, 4), (far, 13)):
        origins = shown_origins(hindcast, path, longest)
        assert len(axes.collections) == 3 * len(origins)
        lines = [line.get_xydata() for line in axes.lines]
        observed = max(lines, key=len)
        assert observed[:, 1] == pytest.approx(list(path.values()))
        end = hindcast.fans[OURS, origins[0], longest]
        assert axes.collections[0].get_datalim(axes.transData).max[1] == pytest.approx(end[0.975])
    assert [label.get_text() for label in ratios.get_xticklabels()] == ["1", "4", "13"]
    points = [line.get_ydata()[0] for line in covered.lines if len(line.get_ydata()) == 1]
    assert points[:3] == [hindcast.means["coverage80", OURS, h].value for h in (1, 4, 13)]


def test_that_the_command_writes_one_file_the_same_each_time(folder, tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    for name in ("a.svg", "b.svg"):
        words = ["hindcast_figures", str(folder), "--out", str(tmp_path / "new" / name)]
        assert main([*words, "--credit", "Map: made <up>."]) == 0
    texts = [(tmp_path / "new" / name).read_bytes() for name in ("a.svg", "b.svg")]
    assert texts[0] == texts[1]
    root = ElementTree.fromstring(texts[0])
    described, titled = root.find(f"{SVG}desc"), root.find(f"{SVG}title")
    assert described is not None and (described.text or "").endswith("Observations: map.csv. Map: made <up>.")
    assert titled is not None and "10 past dates" in (titled.text or "")
    assert main(["hindcast_figures", str(tmp_path), "--out", str(tmp_path / "c.svg")]) == 3
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("key", ["horizons", "in_sample", "observations"])
def test_that_a_record_that_is_none_is_refused(folder: Path, tmp_path: Path, key: str) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    record = json.loads((copy / "hindcast.json").read_text())
    del record[key]
    (copy / "hindcast.json").write_text(json.dumps(record))
    with pytest.raises(ResultError, match="differs from what was written"):
        read_hindcast(copy)
    del record["seal"]
    (copy / "hindcast.json").write_text(sealed_text(record))
    with pytest.raises(ResultError, match="record of a hindcast"):
        read_hindcast(copy)
