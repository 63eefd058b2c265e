"""`forecast decide` on a finished run: text, quiet, stated values, and files that are refused."""

import json
from pathlib import Path

import pytest


def test_that_it_answers_for_every_actor(finished, call) -> None:
    done = call("decide", finished)
    assert done.code == 0, done.err
    for start in ("Kyiv: ", "Washington: ", "Who gains", "What becomes of the offer"):
        assert any(line.startswith(start) for line in done.out.splitlines()), start
    assert call("decide", finished, "--quiet").out == ""


def test_that_stated_values_replace_the_shipped_ones(finished, configs, tmp_path: Path, call) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "title: Two of my own\nactors:\n"
        "  thrift: {name: Thrift, about: money, weights: {cost: {weight: 2, reason: mine}}}\n"
        "  waste: {name: Waste, about: other, decides: false, weights: {losses_defender: {weight: 1, reason: r}}}\n"
    )
    found = json.loads(call("decide", finished, "--values", mine, "--json").out)
    assert list(found["actors"]) == ["thrift", "waste"] and found["values"]["file"] == str(mine)
    assert found["words"][0].startswith("Thrift: ")
    shipped = json.loads(call("decide", finished, "--json").out)
    copied = json.loads(call("decide", finished, "--values", configs / "values" / "actors.yaml", "--json").out)
    assert copied["actors"] == shipped["actors"]


def test_that_a_belief_like_the_prior_changes_no_best_group(configs, tmp_path: Path, call) -> None:
    import forecast

    design = ("--set", "design.replicates=2", "--members", 256)
    assert call("run", configs / "smoke.yaml", *design, "--out", tmp_path, "--quiet").code == 0
    finished = tmp_path / "smoke"
    prior = forecast.open_run(finished).experiment.priors["threat_cred_prior"].distribution
    mine = tmp_path / "same.yaml"
    mine.write_text(f"about: as in the run\npriors:\n  threat_cred_prior: {{beta: {{a: {prior.a}, b: {prior.b}}}}}\n")
    done = call("decide", finished, "--beliefs", mine, "--json")
    assert done.code == 0, done.err
    found = json.loads(done.out)["beliefs"]
    assert found["beliefs"] == [{"name": "same", "effective": pytest.approx(128)}]
    assert {actor["verdict"] for actor in found["actors"].values()} == {"same"}
    assert "every belief" in call("decide", finished, "--beliefs", mine).out


def test_that_a_belief_that_the_draws_cannot_bear_is_refused(finished, tmp_path: Path, call) -> None:
    mine = tmp_path / "far.yaml"
    mine.write_text("about: far off\npriors:\n  threat_cred_prior: {beta: {mean: 0.9, sd: 0.01}}\n")
    done = call("decide", finished, "--beliefs", mine)
    assert done.code == 3 and "far" in done.err and "Traceback" not in done.err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "the file is empty"),
        ("title: x\nactors:\n  a: {name: A, about: a, weights: {pece: {weight: 1, reason: r}}}\n", ":3:36: "),
        ("title: x\nactors: {a: {name: A, about: a, weights: {cost: {weight: 0, reason: r}}}}\n", "must be above 0"),
    ],
)
def test_that_a_bad_file_is_a_wrong_command_line(text: str, expected: str, finished, tmp_path: Path, call) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(text)
    done = call("decide", finished, "--values", mine)
    assert done.code == 2 and expected in done.err and str(mine) in done.err and not done.out
    assert "Traceback" not in done.err
    assert call("decide", finished, "--values", tmp_path / "none.yaml").code == 2
    assert call("decide", tmp_path / "no_run").code == 3


def test_that_without_replicates_there_is_no_band_and_no_floor(configs, tmp_path: Path, call) -> None:
    design = ("--set", "design.replicates=1", "--members", 64)
    assert call("run", configs / "smoke.yaml", *design, "--out", tmp_path, "--quiet").code == 0
    found = json.loads(call("decide", tmp_path / "smoke", "--json").out)
    assert "the draws disagree" not in " ".join(found["words"])
    assert found["actors"]["kyiv"]["floors"] is None
    assert "no bands and no floors" in call("decide", tmp_path / "smoke").out


def test_that_the_shipped_values_are_refused_for_another_war(configs, tmp_path: Path, call) -> None:
    config = configs / "analogues" / "korea.yaml"
    assert call("run", config, "--members", 20, "--out", tmp_path, "--quiet").code == 0
    for verb in ("decide", "voi"):
        done = call(verb, tmp_path)
        assert done.code in (2, 3) and not done.out
    assert "state your own" in call("decide", tmp_path).err
