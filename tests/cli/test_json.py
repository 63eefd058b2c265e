"""--json: one object, on one line, on stdout, and nothing else there."""

import json
import math

import pytest

from forecast.analysis.comparison import compare
from forecast.store.reader import open_run


def read(done) -> dict:
    (line,) = done.out.splitlines()
    found = json.loads(line, parse_constant=lambda text: pytest.fail(f"{text} is not JSON"))
    assert isinstance(found, dict)
    return found


def test_that_run_says_where_the_run_is(configs, tmp_path, call) -> None:
    done = call("run", configs / "smoke.yaml", "--members", 60, "--out", tmp_path, "--json")
    found = read(done)
    assert done.code == 0
    assert found["status"] == "complete"
    assert found["run"].startswith(str(tmp_path / "smoke"))
    assert (found["members"], found["resumed"]) == (60, False)
    assert {row["target"] for row in found["table"]["rows"]} >= {"ceasefire_by_w52", "net_km2_w52"}
    assert found["run_id"] in done.err  # progress and notes are there


def test_that_quiet_leaves_the_object_alone(configs, tmp_path, call) -> None:
    done = call("run", configs / "smoke.yaml", "--members", 60, "--out", tmp_path, "--json", "--quiet")
    assert read(done)["status"] == "complete"
    assert [line for line in done.err.splitlines() if "compiling" not in line] == []


@pytest.mark.parametrize(
    "words",
    [
        ["summary", "RUN"],
        ["summary", "RUN", "--bands", "--values"],
        ["compare", "RUN"],
        ["decide", "RUN"],
        ["info", "RUN"],
        ["list", "RESULTS"],
        ["replay", "RUN", "--branch", "no_aid", "--member", "7"],
        ["validate", "CONFIG"],
        ["plan", "CONFIG"],
        ["schema"],
        ["warmup"],
    ],
    ids=lambda words: words[0],
)
def test_that_every_verb_has_one_object(words, finished, results, configs, call) -> None:
    named = {"RUN": finished, "RESULTS": results, "CONFIG": configs / "smoke.yaml"}
    done = call(*[named.get(word, word) for word in words], "--json")
    assert done.code == 0
    assert read(done)


@pytest.mark.parametrize(
    ("words", "code"),
    [(["run", "nowhere.yaml"], 2), (["run"], 2), (["summary", "nowhere"], 3), (["runn"], 2)],
)
def test_that_a_failure_is_an_object_too(words, code, call) -> None:
    done = call(*words, "--json")
    found = read(done)
    assert (done.code, found["exit"], found["status"]) == (code, code, "error")
    assert found["problems"] == done.err.splitlines()


def test_that_compare_has_errors_for_all_it_says(finished, call) -> None:
    found = read(call("compare", finished, "--json"))
    assert {item["branch"] for item in found["differences"]} == {"no_aid", "surge_offer", "surge_bluff", "europe_led"}
    for item in found["differences"]:
        for name in ("difference", "low", "high", "in_favour", "share_above", "share_below"):
            assert set(item[name]) == {"value", "mcse", "n"}
            assert item[name]["n"] <= 300


def test_that_compare_agrees_with_the_branch_table(finished, call) -> None:
    table = {row["target"]: row["branches"] for row in read(call("summary", finished, "--json"))["rows"]}
    for item in read(call("compare", finished, "--json"))["differences"]:
        assert item["difference"] == table[item["target"]][item["branch"]]["difference"]
    turned = read(call("compare", finished, "--branch", "muddle_through", "--reference", "no_aid", "--json"))
    for item in turned["differences"]:
        other = table[item["target"]]["no_aid"]["difference"]["value"]
        assert item["difference"]["value"] == pytest.approx(-other) if other is not None else True


def test_that_the_command_prints_what_the_function_computes(finished, call) -> None:
    table = compare(open_run(finished))
    rows = read(call("compare", finished, "--json"))["differences"]
    assert len(rows) == len(table) > 0
    for item, row in zip(rows, table.itertuples(index=False), strict=True):
        assert (item["branch"], item["target"], item["difference"]["n"]) == (row.branch, row.target, row.n)
        for name, stored in (("value", item["difference"]["value"]), ("mcse", item["difference"]["mcse"])):
            assert stored == (None if math.isnan(getattr(row, name)) else getattr(row, name))
        for name in ("low", "high", "in_favour"):
            value = getattr(row, name)
            assert item[name]["value"] == (None if math.isnan(value) else value)
            assert item[name]["mcse"] is not None or math.isnan(value)


def test_that_a_run_minus_itself_is_nothing(finished, call) -> None:
    run = open_run(finished)
    table = compare(run, open_run(finished))
    assert set(table.branch) == set(run.manifest.branches)
    assert set(table.value.dropna()) == {0.0} and set(table.in_favour.dropna()) == {0.5}
    rows = read(call("compare", finished, finished, "--json"))["differences"]
    assert [(item["branch"], item["target"]) for item in rows] == list(zip(table.branch, table.target, strict=True))
    assert {item["difference"]["value"] for item in rows} <= {0.0, None}
    one = call("compare", finished, finished, "--branch", "no_aid")
    assert one.out.startswith(f"no_aid, {run.path.name} minus {run.path.name}: 300 members, value")
    refused = call("compare", finished, finished, "--reference", "no_aid")
    assert (refused.code, refused.out) == (2, "") and refused.err.startswith(
        "--reference: compares branches of one run"
    )
