"""Warnings go to stderr and stop nothing."""

import json
from datetime import date
from pathlib import Path

from forecast.config import load_experiment
from forecast.config.load import load_points
from forecast.report.material import Material
from forecast.report.report_page import report_page
from forecast.store.reader import open_run

TEXT = "branches.surge_offer.offer.deadline=4 weeks"


def test_that_the_bluff_left_behind_is_named(call, configs: Path) -> None:
    config = configs / "offer.yaml"
    done = call("validate", config, "--set", TEXT, "--json", "--quiet")
    assert done.code == 0
    assert json.loads(done.out)["status"] == "valid"
    assert done.err.startswith(f"warning: --set {TEXT}: does not reach branches 'freeze_withdrawn', 'surge_bluff'")
    assert "--set 'branches.freeze_withdrawn.offer.deadline=4 weeks'" in done.err
    assert "--set 'branches.surge_bluff.offer.deadline=4 weeks'" in done.err
    assert len(done.err.splitlines()) == 1


def test_that_the_fix_is_silent(call, configs: Path) -> None:
    fixes = [TEXT.replace("surge_offer", name) for name in ("freeze_withdrawn", "surge_bluff")]
    done = call("validate", configs / "offer.yaml", *(part for text in (TEXT, *fixes) for part in ("--set", text)))
    assert (done.code, done.err) == (0, "")


def test_that_an_old_state_is_in_the_manifest_and_the_report(call, configs: Path, tmp_path: Path) -> None:
    words = ("--set", "baseline.date=2025-06-01", "--members", "200", "--out", tmp_path, "--json")
    done = call("run", configs / "smoke.yaml", *words)
    assert done.code == 0
    (line,) = [line for line in done.err.splitlines() if line.startswith("warning: ")]
    assert line.startswith("warning: --set baseline.date=2025-06-01: baseline.date: week 0 is 2025-06-01")
    run = Path(json.loads(done.out)["run"])
    (kept,) = json.loads((run / "manifest.json").read_text())["warnings"]
    level = next(p for p in load_experiment(configs / "smoke.yaml").priors.values() if p.sets == "level_t0")
    assert level.as_of is not None
    weeks = round((date(2025, 6, 1) - level.as_of).days / 7)
    assert kept in line and f"ends on {level.as_of}, {weeks} weeks before" in kept
    assert "Old state: week 0 is 2025-06-01" in report_page(Material.of(open_run(run)), (), (), ())


def test_that_a_run_with_a_current_state_has_no_warning(results: Path) -> None:
    (manifest,) = results.rglob("manifest.json")
    assert json.loads(manifest.read_text())["warnings"] == []


def test_that_a_changed_input_is_a_judgment_in_the_files_of_a_run(call, configs: Path, tmp_path: Path) -> None:
    change = "priors.level_scale.lognormal.median=20"
    done = call("run", configs / "smoke.yaml", "--set", change, "--members", "200", "--out", tmp_path, "--json")
    run = Path(json.loads(done.out)["run"])
    text = (run / "config.yaml").read_text()
    assert f"source: changed by --set {change} (no source given)\n    grade: C\n" in text


def test_that_a_sweep_over_dates_names_each_old_state_once(configs: Path, tmp_path: Path) -> None:
    config, found = tmp_path / "dates.yaml", []
    dates = "baseline.date: [2024-12-20, 2025-04-01, 2025-05-01], design.seed: [1, 2]"
    config.write_text(f"extends: {configs / 'smoke.yaml'}\nsweep: {{{dates}}}\n")
    load_points(config, warn=lambda problem: found.append(problem.message))
    assert [message[: len("baseline.date: week 0 is 2025-06-01")] for message in found] == [
        "baseline.date: week 0 is 2025-04-01",
        "baseline.date: week 0 is 2025-05-01",
    ]
