"""The first example of every help page does what it says, on a small run of the study."""

import shlex
import shutil
from pathlib import Path

import pytest

from forecast.cli.app import VERBS

NEEDS_MORE = {
    "merge": "shards",
    "hindcast": "maps",
    "score": "maps",
    "calibrate": "maps",
    "warmup": "minutes",
}
"""Verb -> what its examples need that this test does not have."""
SMALL = {"run": ("--members", "320"), "extend": ("--members", "4864"), "plan": ()}
"""Verb -> words that take the place of the size in the example."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like a checkout: `configs/`, and in `results/offer` a small finished run of the study."""
    from forecast.cli import main

    folder = tmp_path_factory.mktemp("examples")
    shutil.copytree(Path(__file__).resolve().parents[2] / "configs", folder / "configs")
    with pytest.raises(SystemExit) as stop:
        main(
            [
                *("run", str(folder / "configs/offer.yaml"), "--members", "4800"),
                *("--out", str(folder / "results"), "--quiet"),
            ]
        )
    assert not stop.value.code
    return folder


def test_that_what_is_left_out_exists() -> None:
    assert {*NEEDS_MORE} <= {verb.name for verb in VERBS}


@pytest.mark.validate
@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb.name not in NEEDS_MORE], ids=lambda verb: verb.name)
def test_that_the_first_example_works(verb, place: Path, call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    words = shlex.split(verb.examples[0].split(" > ")[0])[1:]
    if verb.name in SMALL:
        words = [*words[:2], *SMALL[verb.name]]
    if verb.name == "run":
        words += ["--out", "results/tries"]
    done = call(*words)
    assert done.code == 0, done.err
    assert done.out or done.err
