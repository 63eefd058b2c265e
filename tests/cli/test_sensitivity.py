"""`forecast sensitivity`, on an ordinary run and on a design by group, and what other commands say of such a design."""

import json

import pytest


@pytest.fixture(scope="module")
def design(configs, tmp_path_factory: pytest.TempPathFactory):
    from forecast.cli import main

    out = tmp_path_factory.mktemp("design")
    words = ["run", str(configs / "smoke.yaml"), "--set", "design.layout=sobol_groups", "--set", "design.replicates=2"]
    words += ["--set", "design.draws=32", "--set", "horizon=110 weeks", "--set", "success="]
    with pytest.raises(SystemExit) as stop:
        main([*words, "--set", "branches.europe_led=", "--set", "branches.surge_bluff=", "--out", str(out), "--quiet"])
    assert not stop.value.code
    (run,) = (out / "smoke").iterdir()
    return run


def test_that_an_ordinary_run_names_draws_and_errors(configs, tmp_path, call) -> None:
    words = ("--members", 600, "--set", "design.replicates=4", "--set", "horizon=110 weeks", "--set", "success=")
    call("run", configs / "smoke.yaml", *words, "--out", tmp_path, "--quiet")
    found = call("sensitivity", tmp_path / "smoke", "--outcome", "ceasefire_by_w104", "--json")
    assert found.code == 0, found.err
    result = json.loads(found.out)
    assert result["method"] == "given-data" and result["grade"] == "C" and result["draws_used"] == 150
    own = result["outcomes"][0]
    assert len(own["groups"]) == 23 and len(own["inputs"]) > 200
    assert sum(s["share"] for s in own["strata"]) == pytest.approx(1.0)
    text = call("sensitivity", tmp_path / "smoke", "--outcome", "ceasefire_by_w104").out
    assert "cannot be told from" in text and "±" in text and "Every outcome is of grade C" in text
    fixed = call("sensitivity", tmp_path / "smoke", "--outcome", "ceasefire_by_w140")
    assert fixed.code == 2 and "did you mean 'ceasefire_by_w104'?" in fixed.err


def test_that_a_design_gives_first_and_total_indices(design, call) -> None:
    found = call("sensitivity", design, "--outcome", "share_pre2022_w104", "--json")
    assert found.code == 0, found.err
    result = json.loads(found.out)
    assert result["method"] == "sobol_groups" and result["rows"] == 32
    by_group = {g["group"]: g for g in result["outcomes"][0]["groups"]}
    assert by_group["spillover"]["total"]["value"] == 0.0
    assert by_group["pace"]["total"]["value"] != 0.0
    refused = call("sensitivity", design, "--draws", 200)
    assert refused.code == 2 and "is read as a whole" in refused.err


def test_that_other_commands_use_two_blocks_and_say_so(design, call) -> None:
    done = call("summary", design, "--json")
    assert "only its blocks A and B are used, 128 of 1,664 members" in done.err
    result = json.loads(done.out)
    assert (result["members"], result["draws"], result["clusters"]) == (128, 64, 16)


def test_that_a_design_without_replicates_is_refused(configs, call) -> None:
    words = ("--set", "design.layout=sobol_groups", "--set", "design.replicates=1")
    done = call("validate", configs / "smoke.yaml", *words)
    assert done.code == 2 and "must be 2 or more with layout sobol_groups" in done.err
