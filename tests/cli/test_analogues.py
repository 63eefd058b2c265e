"""The three shipped wars of the past: they validate, run, and are held against what came of them."""

import json
from pathlib import Path

import pytest

WARS = ("korea", "iran_iraq", "karabakh")


@pytest.mark.parametrize("war", WARS)
def test_that_the_known_ceasefire_lies_inside_the_ensemble(war: str, configs: Path, tmp_path: Path, call) -> None:
    config = configs / "analogues" / f"{war}.yaml"
    done = call("run", config, "--members", 200, "--out", tmp_path, "--json")
    assert done.code == 0
    found = json.loads(done.out)
    known = {each["quantity"]: each for each in found["known"]}
    assert 0.0 < known["ceasefire_week"]["percentile"]["value"] < 100.0
    assert known["ceasefire_week"]["percentile"]["mcse"] > 0.0
    assert known["ceasefire_week"]["known"] == {"korea": 107, "iran_iraq": 319, "karabakh": 71}[war]
    assert 0.0 < known["lasts_10y"]["share"]["value"] < 1.0
    assert found["hindsight"] > 100
    shown = call("summary", found["run"])
    assert "Known outcomes in as_it_was" in shown.out and "Hindsight: " in shown.out
    assert call("report", found["run"]).code == 0
    page = (Path(found["run"]) / "report.html").read_text(encoding="utf-8")
    assert "What is known of this war" in page and "knows nothing later" not in page
    assert "This page follows one policy (branch)" in page and "The order of the branches" not in page
