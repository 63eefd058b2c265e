"""A run with failed members: every printed estimate has bounds, and the run without failures lies within them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from forecast.cli.app import main
from forecast.store import faults
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout.bounds import BOUNDS, Bounds

SMOKE = Path(__file__).resolve().parents[2] / "configs" / "smoke.yaml"
NOTE = "members failed and are left out; so a value lies between these"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A run in which a gain above 2,000 km2 in 13 weeks is a failure, and the same run with the usual bounds."""
    out = tmp_path_factory.mktemp("runs")
    words = ["run", str(SMOKE), "--members", "160", "--set", "horizon=52 weeks", "--set", "success=", "--threads", "1"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BOUNDS, o.NET_W13, Bounds(-1e6, 2_000.0))
        faults._limits.cache_clear()
        _command([*words, "--out", str(out / "failed"), "--quiet"], 4)
    faults._limits.cache_clear()
    _command([*words, "--out", str(out / "whole"), "--quiet"])
    yield next((out / "failed").glob("smoke/*Z-*")), next((out / "whole").glob("smoke/*Z-*"))


def _command(words: list[str], code: int = 0) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == code


def _object(words: list[str], capsys: pytest.CaptureFixture[str]) -> dict:  # type: ignore[type-arg]
    capsys.readouterr()
    _command([*words, "--json"])
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def _texts(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    _command(words)
    return capsys.readouterr().out


def test_that_the_summary_has_bounds_that_hold(runs, capsys) -> None:
    failed, whole = (_object(["summary", str(run)], capsys) for run in runs)
    assert 0 < failed["failed_members"] < 160 and failed["members"] + failed["failed_members"] == 160
    assert "failed_members" not in whole
    assert failed["rows"] and len(failed["rows"]) == len(whole["rows"])
    for row, complete in zip(failed["rows"], whole["rows"], strict=True):
        for branch, cell in row["branches"].items():
            other = complete["branches"][branch]
            assert "bounds" not in other and "bounds" not in other.get("difference", {})
            low, high = cell["bounds"]
            assert low < high and low - 1e-9 <= other["value"] <= high + 1e-9
            if "difference" in cell:
                low, high = cell["difference"]["bounds"]
                assert low < high and low - 1e-9 <= other["difference"]["value"] <= high + 1e-9


def test_that_a_probability_is_bounded_by_its_counts(runs, capsys) -> None:
    table = _object(["summary", str(runs[0])], capsys)
    (row,) = [row for row in table["rows"] if row["target"] == "ceasefire_by_w52"]
    for cell in row["branches"].values():
        count = round(cell["value"] * cell["n"])
        assert cell["bounds"] == pytest.approx([count / 160, (count + table["failed_members"]) / 160])


def test_that_comparisons_have_bounds_that_hold(runs, capsys) -> None:
    failed, whole = (_object(["compare", str(run)], capsys)["differences"] for run in runs)
    assert failed
    for row, complete in zip(failed, whole, strict=True):
        assert "bounds" not in complete["difference"]
        low, high = row["difference"]["bounds"]
        assert low < high and low - 1e-9 <= complete["difference"]["value"] <= high + 1e-9
    pairs = _object(["compare", str(runs[0]), str(runs[1])], capsys)["differences"]
    assert all(low < 0.0 < high for low, high in (row["difference"]["bounds"] for row in pairs))


def test_that_the_tables_say_so_in_one_line(runs, capsys) -> None:
    for words in (["summary", str(runs[0])], ["compare", str(runs[0])], ["compare", *map(str, runs)]):
        text = _texts(words, capsys)
        assert len([line for line in text.splitlines() if NOTE in line]) == 1
        assert text.count("with failed") > 2
    for words in (["summary", str(runs[1])], ["compare", str(runs[1])]):
        assert "with failed" not in _texts(words, capsys)


@pytest.mark.validate
def test_that_the_report_has_them(runs, tmp_path, capsys) -> None:
    pages = []
    for number, run in enumerate(runs):
        page = tmp_path / f"{number}.html"
        _command(["report", str(run), "--out", str(page)])
        pages.append(page.read_text(encoding="utf-8"))
    assert NOTE in pages[0] and "failed and are left out of every number" in pages[0]
    assert pages[0].count("with failed: ") > 20
    assert "with failed" not in pages[1] and "left out of every number" not in pages[1]
