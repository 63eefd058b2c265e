"""No text of a config, manifest or observation file acts on a terminal, a page, a figure or a spreadsheet."""

import csv
import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz_results.corruptions import seal

BIDI, ESCAPE, TAG, FORMULA = (
    "\u202e",
    "\x1b[2J\x9b31m",
    "<script>alert(1)</script><img src=x onerror=a>",
    "=1+cmd|'/c'!A1",
)
TYPED = f"{FORMULA} {TAG} $\\frac{{1}}{{0}}$ \" ' &"
"""What a config may hold: it refuses letters that cannot be seen."""

HOSTILE = f"{FORMULA} {BIDI} {TAG} $\\frac{{1}}{{0}}$ \u2066\u200f \" ' & \ufeff"
ELEMENTS = {"script", "img", "iframe", "object", "embed", "form", "link"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A finished run whose config and manifest hold hostile texts wherever a text is free."""
    from forecast.cli import main

    folder = tmp_path_factory.mktemp("hostile")
    config = folder / "smoke.yaml"
    text = json.dumps(TYPED, ensure_ascii=False)
    config.write_text(
        f"extends: {root / 'configs/smoke.yaml'}\nexperiment: hostile\nquestion: {text}\nhorizon: 104 weeks\n"
        "branches: {surge_bluff: null, europe_led: null, no_aid: null, surge_offer: {about: " + text + "}}\n"
        "baseline: {sides: {ua: {name: " + text + "}}, donors: {us: {name: " + text + "}}, "
        "sectors: {S01: {name: " + text + ", source: " + text + ", note: " + text + "}}}\n"
        f"success: {{oped_success: null, kept: {{about: {text}, "
        "all: [{quantity: ceasefire_week, at_most: 52 weeks}]}}\n"
    )
    with pytest.raises(SystemExit) as stop:
        main(["run", str(config), "--members", "40", "--threads", "1", "--out", str(folder / "results"), "--quiet"])
    assert not stop.value.code
    (run,) = (folder / "results/hostile").iterdir()
    content = json.loads((run / "manifest.json").read_text())
    bad = HOSTILE + ESCAPE
    content["overrides"] = [bad]
    content["warnings"] = [bad]
    content["versions"]["frontcast"] = bad
    content["hardware"]["device"] = bad
    content["started"] = content["git_commit"] = content["config_hash"] = bad
    seal(run, content)
    return run


def harmless(text: str) -> None:
    """Only what a terminal prints."""
    assert all(c.isprintable() or c in "\n\u00a0\u202f" for c in text), repr(text)


@pytest.mark.parametrize(
    "words",
    [
        ("summary", "{run}"), ("summary", "{run}", "--json"), ("compare", "{run}"), ("sectors", "{run}"),
        ("info", "{run}"),
        ("info", "{run}", "--json"), ("list", "{parent}"), ("list", "{parent}", "--json"), ("verify", "{run}"),
        ("compare", "{run}", "--reference", "no\x1b[31m"), ("plot", "{run}", "territory", "--out", "{out}.svg"),
    ],
)  # fmt: skip
def test_that_a_terminal_gets_printable_text_only(
    words: tuple[str, ...], hostile: Path, tmp_path: Path, call: Any
) -> None:
    filled = [word.format(run=hostile, parent=hostile.parent, out=tmp_path / "figure") for word in words]
    done = call(*filled)
    assert done.code == (2 if "--reference" in words else 0), done.err
    harmless(done.out)
    harmless(done.err)
    assert not done.out.lstrip().startswith("{") or json.loads(done.out)


class Elements(HTMLParser):
    """Names and attributes of all elements of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)


def test_that_pages_and_figures_hold_texts_as_texts(hostile: Path, tmp_path: Path, call: Any) -> None:
    assert call("report", hostile, "--out", tmp_path / "r.html").code == 0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;" in page and "\\u202e" in page and "$\\frac" in page
    found = Elements(page)
    assert not found.names & ELEMENTS and not any(name.startswith("on") for name in found.attributes)
    harmless(page)
    figures = sorted((tmp_path / "figures").glob("*.svg"))
    assert figures
    for path in figures:
        text = path.read_text(encoding="utf-8")
        harmless(text.replace("\t", ""))
        names = {re.sub(r"^\{.*\}", "", element.tag) for element in ET.fromstring(text).iter()}
        assert not names & ELEMENTS and "foreignObject" not in names


def test_that_no_cell_of_a_table_is_a_formula(hostile: Path, tmp_path: Path, call: Any) -> None:
    assert call("export", hostile, "--to", "csv", "--members", "10", "--out", tmp_path / "out").code == 0
    assert call("plot", hostile, "territory", "--out", tmp_path / "out/figure.csv").code == 0
    for path in sorted((tmp_path / "out").glob("*.csv")):
        text = path.read_text(encoding="utf-8")
        harmless(text)
        for row in csv.reader(text.splitlines()):
            for cell in row:
                is_number = re.fullmatch(r"[+-]?[\d.]+(e[+-]?\d+)?", cell)
                assert is_number or cell.lstrip()[:1] not in ("=", "+", "-", "@", "\t"), (path.name, cell)


def test_that_an_observation_file_is_quoted_as_text(tmp_path: Path, root: Path, call: Any) -> None:
    path = tmp_path / "map.csv"
    path.write_text(
        f"target_end_date,target,location,observation\n2030-01-05,net_km2,{ESCAPE}{BIDI},1\n{ESCAPE},net_km2,x,{FORMULA}\n"
    )
    done = call(
        "hindcast",
        root / "configs/smoke.yaml",
        "--observations",
        path,
        "--origins",
        "2030-01-05:2030-02-02:7d",
        "--out",
        tmp_path,
    )
    assert done.code == 3
    harmless(done.err)


@pytest.mark.parametrize("name", [".work", "figures", "report.html", "run.log", "hindcasts"])
def test_that_links_in_a_prepared_folder_lead_nowhere(name: str, hostile: Path, tmp_path: Path, call: Any) -> None:
    run = Path(shutil.copytree(hostile, tmp_path / "results/hostile" / hostile.name))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "range-000000000000-000000000001.bin").write_bytes(b"keep")
    place = run.parent / name if name == "hindcasts" else run / name
    place.unlink(missing_ok=True)
    place.symlink_to(outside)
    before = sorted(path.name for path in outside.rglob("*"))
    read: Callable[..., Any] = call
    codes = {read("report", run).code, read("verify", run).code, read("list", tmp_path / "results").code}
    assert codes <= {0, 3} and (name == "hindcasts" or 3 in codes)
    assert sorted(path.name for path in outside.rglob("*")) == before
