"""`forecast voi` on a finished run: rows for every actor and set of inputs, and what is refused."""

import json
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def hundred(configs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from forecast.cli import main

    out = tmp_path_factory.mktemp("voi")
    with pytest.raises(SystemExit) as stop:
        design = ("--set", "design.replicates=2", "--members", "256")
        main(["run", str(configs / "smoke.yaml"), *design, "--out", str(out), "--quiet"])
    assert not stop.value.code
    return out / "smoke"


@pytest.mark.validate
def test_that_every_actor_and_set_has_a_row(hundred, call) -> None:
    done = call("voi", hundred, "--json")
    assert done.code == 0, done.err
    rows = json.loads(done.out)["rows"]
    for row in rows:
        assert {"utility", "group", "mcse", "n"} <= set(row) and ("evpi" in row) != ("evppi" in row)
        assert row["n"] == 128
    perfect = [row for row in rows if "evpi" in row]
    assert {row["utility"] for row in perfect} == {"Kyiv", "Washington"}
    assert all(row["lower"]["value"] <= row["upper"]["value"] for row in perfect)
    assert {"truces", "peace"} <= {row["group"] for row in rows}


@pytest.mark.validate
def test_that_the_text_says_what_is_small_and_what_is_left_out(hundred, call) -> None:
    out = call("voi", hundred, "--branch", "surge_offer", "--branch", "no_aid").out
    assert "for a choice among 2 branches; 128 of 128 draws" in out
    assert "groups of inputs the value is not clearly above 0" in out
    assert "Left out, since the run has no column for the heaviest term: European capitals." in out


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--branch", "no_aid"], 2, "a choice needs two branches or more"),
        (["--branch", "no_ade", "--branch", "no_aid"], 2, "did you mean 'no_aid'"),
        (["--values", "nowhere.yaml"], 2, "nowhere.yaml"),
    ],
)
def test_that_a_wrong_command_line_is_one_line(words, code, message, hundred, call) -> None:
    done = call("voi", hundred, *words)
    assert done.code == code and message in done.err and "Traceback" not in done.err and not done.out


def test_that_too_few_draws_are_refused(finished, call) -> None:
    done = call("voi", finished)
    assert done.code == 3 and "needs 64 draws" in done.err and "run more draws" in done.err
