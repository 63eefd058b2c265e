"""`forecast plot` and `forecast sectors` on a finished run."""

import json
from pathlib import Path

import pytest


def test_that_the_list_names_every_figure(finished: Path, call) -> None:  # type: ignore[no-untyped-def]
    done = call("plot", finished, "--list")
    assert done.code == 0 and "branches" in done.out and "lasting peace" in done.out
    again = call("plot", finished)
    assert (again.code, again.out) == (2, done.out) and "FIGURE: is missing" in again.err
    assert json.loads(call("plot", finished, "--list", "--json").out)["figures"][0]["name"] == "branches"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["branchs", "--out", "a.svg"], "unknown figure 'branchs'; did you mean 'branches'?"),
        (["branches"], "--out: is missing: name a file, such as --out branches.svg"),
        (["branches", "--out", "a.pdf"], "--out a.pdf: must end in .svg, .png or .csv"),
        (["branches", "--out", "a.png", "--dpi", "5"], "--dpi 5: must be 50 to 1,200"),
    ],
)
def test_that_a_mistake_is_one_line(words: list[str], told: str, finished: Path, call) -> None:  # type: ignore[no-untyped-def]
    done = call("plot", finished, *words)
    assert done.code == 2 and told in done.err and len(done.err.splitlines()) == 1


def test_that_a_figure_is_written_and_an_old_file_replaced(finished: Path, call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "new" / "ceasefire.svg"
    for _ in range(2):
        done = call("plot", finished, "ceasefire", "--out", out)
        assert done.code == 0 and done.out.splitlines()[0] == f"figure    {out}"
    assert out.read_text(encoding="utf-8").startswith("<svg")
    found = json.loads(call("plot", finished, "ceasefire", "--out", out, "--json").out)
    assert found["file"] == str(out) and found["title"].startswith("A ceasefire comes within")


def test_that_sectors_are_printed_by_part_with_the_salient(finished: Path, call) -> None:  # type: ignore[no-untyped-def]
    done = call("sectors", finished, "--weeks", "26")
    assert done.code == 0, done.err
    for words in (
        "DONBAS, mean of the sum",
        "S06 Pokrovsk (Donetsk)",
        "salient abroad",
        "WHOLE FRONT",
        "less reference",
    ):
        assert words in done.out
    assert done.out.splitlines()[-1].startswith("Run ") and done.out.splitlines()[-2].startswith("Every outcome is of")
    found = json.loads(call("sectors", finished, "--weeks", "26", "--json").out)
    assert {row["part"] for row in found["sectors"]} == {"Donbas", "Zaporizhzhia-Kherson", "Kharkiv", "Kursk"}
    assert all(0.0 <= row["lost"]["value"] <= 1.0 and "mcse" in row["lost"] for row in found["salient"])


def test_that_a_week_that_is_not_stored_names_the_nearest(finished: Path, call) -> None:  # type: ignore[no-untyped-def]
    horizon = json.loads((finished / "manifest.json").read_text())["horizon"]
    done = call("sectors", finished, "--weeks", horizon + 1)
    assert done.code == 2 and f"the run has no sectors for week {horizon + 1}; the nearest are" in done.err
    assert call("sectors", finished, "--weeks", "26,x").code == 2
    assert call("sectors", finished, "--branch", "no_ad").code == 2
