"""Warnings go to stderr and stop nothing."""

import json
from pathlib import Path

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
