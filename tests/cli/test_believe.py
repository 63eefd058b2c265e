"""`forecast believe` on a small run: text, JSON and refusals."""

import json
from pathlib import Path

import pytest

MILD = "about: A little wearier\npriors:\n  ua_weariness: {normal: {mean: 0.5, sd: 0.33}}\n"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smoke study with 320 draws of 3 members."""
    from forecast.cli import main

    out = tmp_path_factory.mktemp("believe")
    words = ["--set", "design={draws: 320, replicates: 3, seed: 5}", "--out", str(out), "--quiet"]
    with pytest.raises(SystemExit) as stop:
        main(["run", str(ROOT / "configs" / "smoke.yaml"), *words])
    assert not stop.value.code
    (folder,) = (out / "smoke").iterdir()
    return folder


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(MILD)
    return path


def test_that_one_belief_is_a_table_for_each_branch(call, run, mine) -> None:
    done = call("believe", run, mine, "--branch", "surge_offer")
    assert done.code == 0, done.err
    for text in (
        "mine: A little wearier",
        "Grade C: the user's belief.",
        "320 draws count as",
        "muddle_through, the reference",
        "surge_offer, and its gap to muddle_through",
        "Does the belief change the answer?",
        "Every outcome is of grade C",
        "--set 'priors.ua_weariness.normal={mean: 0.5, sd: 0.33}'",
    ):
        assert text in done.out
    assert "no_aid, and its gap" not in done.out
    assert call("believe", run, mine, "--quiet").out == ""


def test_that_json_is_one_strict_line(call, run, mine) -> None:
    done = call("believe", run, mine, "--json")
    assert done.code == 0 and done.out.count("\n") == 1
    content = json.loads(done.out, parse_constant=lambda text: pytest.fail(text))
    (belief,) = content["beliefs"]
    assert content["grade"] == "C" and belief["name"] == "mine" and belief["draws"] == 320
    assert 100 < belief["effective"] < 320 and belief["grade"] == "C"
    gaps = [o["difference"] for o in belief["outcomes"] if o["difference"]]
    assert {gap["change"] for gap in gaps} <= {"same", "tie", "reversed", "now a tie", "no longer a tie"}
    for gap in gaps:
        if gap["old"]["value"] is not None and gap["new"]["value"] is not None:
            assert gap["shift"]["value"] == pytest.approx(gap["new"]["value"] - gap["old"]["value"], abs=1e-9)


def test_that_the_prior_itself_shifts_nothing(call, run, tmp_path) -> None:
    path = tmp_path / "same.yaml"
    path.write_text("about: As it is\npriors: {ua_weariness: {normal: {mean: 0.42, sd: 0.35}}}\n")
    (belief,) = json.loads(call("believe", run, path, "--json").out)["beliefs"]
    assert belief["effective"] == 320 and belief["pareto_k"] is None
    assert {outcome["shift"]["value"] for outcome in belief["outcomes"]} <= {0.0, None}


def test_that_several_beliefs_share_a_table(call, run, tmp_path) -> None:
    path = tmp_path / "two.yaml"
    entry = "{about: x, priors: {ua_weariness: {normal: {mean: %s, sd: 0.33}}}}"
    path.write_text(f"beliefs:\n  wearier: {entry % 0.5}\n  firmer: {entry % 0.35}\n")
    done = call("believe", run, path)
    assert done.code == 0, done.err
    assert "2 beliefs" in done.out and "minus muddle_through" in done.out
    assert [line.split()[0] for line in done.out.splitlines()[3:5]] == ["wearier", "firmer"]
    assert "as run" in done.out


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("about: x\npriors: {ua_weariness: {normal: {mean: 3, sd: 0.1}}}\n", 3, "320 draws count as"),
        ("about: x\npriors: {ua_weariness: {fixed: 1}}\n", 2, "run anew with --set"),
        ("about: x\npriors: {ua_wearyness: {normal: {mean: 3, sd: 0.1}}}\n", 2, "did you mean 'ua_weariness'"),
        ("", 2, "the file is empty"),
    ],
)
def test_that_refusals_have_their_code_and_place(call, run, mine, text, code, message) -> None:
    mine.write_text(text)
    done = call("believe", run, mine)
    assert done.code == code and message in done.err and f"{mine}:" in done.err
    assert "Traceback" not in done.err and done.out == ""


def test_that_unknown_branches_and_runs_are_refused(call, run, mine, tmp_path) -> None:
    done = call("believe", run, mine, "--reference", "no_ade")
    assert done.code == 2 and "did you mean 'no_aid'" in done.err
    assert call("believe", tmp_path / "none", mine).code == 3
