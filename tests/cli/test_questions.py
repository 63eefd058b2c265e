"""`forecast questions`: the object of the contract, the text, the figure, and registered answers."""

import json
from pathlib import Path

import pytest

QUESTIONS = Path(__file__).resolve().parents[2] / "configs" / "questions"
FILE, RESOLVED = QUESTIONS / "december-2024.yaml", QUESTIONS / "december-2024-resolved.yaml"


def test_that_rows_have_the_keys_of_the_contract(finished, call) -> None:
    done = call("questions", finished, FILE, "--resolved", RESOLVED, "--json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    for row in found["rows"]:
        assert list(row)[:6] == ["id", "probability", "mcse", "outcome", "brier", "status"]
        assert 0.0 <= row["probability"] <= 1.0 and row["mcse"] >= 0.0
        assert row["status"] in ("open", "resolved", "void")
        event = {"yes": 1.0, "no": 0.0}.get(row["outcome"])
        assert row["brier"] == (None if event is None else pytest.approx((row["probability"] - event) ** 2))
    summary = found["summary"]
    assert summary["n"] == len(found["rows"]) == summary["resolved"] + summary["void"] + summary["open"]
    scores = [row["brier"] for row in found["rows"] if row["brier"] is not None]
    assert summary["brier"]["value"] == pytest.approx(sum(scores) / len(scores))
    assert {entry["branch"] for entry in found["branches"]} >= {"surge_offer", "no_aid"}
    assert {entry["to"] for entry in summary["differences"]} == {"crowd", "base_rate"}


def test_that_text_shows_hash_label_table_and_scores(finished, call) -> None:
    done = call("questions", finished, FILE, "--resolved", RESOLVED)
    assert done.code == 0, done.err
    for text in ("sha256", "written with hindsight possible", "left out of any claim of skill", "mean Brier score",
                 "less the crowd", "mean answer", "week 0 on 2024-12-20", "kursk_200_on_2025_03_22"):  # fmt: skip
        assert text in done.out
    without = call("questions", finished, FILE)
    assert "mean Brier" not in without.out and "0 resolved" in without.out


def test_that_one_branch_or_all_can_be_asked(finished, call) -> None:
    one = json.loads(call("questions", finished, FILE, "--branch", "no_aid", "--json").out)
    assert {row["branch"] for row in one["rows"]} == {"no_aid"}
    by_branch = {entry["branch"]: entry["answers"] for entry in one["branches"]}
    assert by_branch["no_aid"] == {row["id"]: row["probability"] for row in one["rows"]}
    every = call("questions", finished, FILE, "--every-branch")
    assert every.code == 0 and "written with hindsight possible" in every.out.splitlines()[0]
    (head,) = (line for line in every.out.splitlines() if line.startswith("question "))
    assert head.split()[-2:] == ["europe_led", "no_aid"]
    wrong = call("questions", finished, FILE, "--branch", "noaid")
    assert wrong.code == 2 and "did you mean 'no_aid'?" in wrong.err


def test_that_registered_answers_can_be_scored_without_the_run(finished, call, tmp_path) -> None:
    out = tmp_path / "answers.json"
    first = json.loads(call("questions", finished, FILE, "--register", out, "--json").out)
    assert first["registered_sha256"] == json.loads(out.read_text())["sha256"]
    again = json.loads(call("questions", out, FILE, "--resolved", RESOLVED, "--json").out)
    assert [row["probability"] for row in again["rows"]] == [row["probability"] for row in first["rows"]]
    assert again["summary"]["brier"]["value"] > 0.0
    twice = call("questions", finished, FILE, "--register", out)
    assert twice.code == 2 and "is not replaced" in twice.err
    refused = call("questions", out, FILE, "--branch", "no_aid")
    assert refused.code == 2 and "needs a run" in refused.err
    edited = tmp_path / "edited.yaml"
    edited.write_text(FILE.read_text().replace("at_least: 8000 km2", "at_least: 9000 km2"))
    changed = call("questions", out, edited)
    assert changed.code == 3 and "net_8000_by_2025_11" in changed.err


def test_that_the_figure_is_drawn_and_names_the_run(finished, call, tmp_path) -> None:
    out = tmp_path / "new" / "reliability.svg"
    assert call("questions", finished, FILE, "--resolved", RESOLVED, "--figure", out, "--quiet").code == 0
    svg = out.read_text()
    assert svg.startswith("<svg xmlns") and finished.name in svg and "config hash" in svg
    needs = call("questions", finished, FILE, "--figure", out)
    assert needs.code == 2 and "--resolved" in needs.err


def test_that_a_problem_has_its_place(finished, call, tmp_path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(FILE.read_text().replace("quantity: ceasefire_week", "quantity: ceasefire_weak", 1))
    done = call("questions", finished, bad)
    line = 1 + next(k for k, text in enumerate(bad.read_text().splitlines()) if "ceasefire_weak" in text)
    assert done.code == 2 and f"{bad}:{line}:" in done.err and "did you mean 'ceasefire_week'?" in done.err


def test_that_nothing_is_registered_if_another_option_is_wrong(finished, call, tmp_path) -> None:
    out = tmp_path / "answers.json"
    refused = call("questions", finished, FILE, "--register", out, "--figure", tmp_path / "figure.svg")
    assert refused.code == 2 and "needs outcomes" in refused.err and not out.exists()
    failed = call("questions", finished, FILE, "--resolved", RESOLVED, "--register", out, "--figure", tmp_path)
    assert failed.code == 4 and not out.exists()
    lost = call("questions", finished, FILE, "--register", tmp_path / "none" / "answers.json")
    assert lost.code == 2 and f"there is no folder {tmp_path / 'none'}" in lost.err and not lost.out
