"""`forecast discover`: mistakes on the command line, and a run that is too small."""

import json
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--above", "3"), "add --outcome TARGET"),
        (("--branch", "surge_ofer"), "unknown branch"),
        (("--against", "nobody"), "unknown branch"),
        (("--outcome", "durable"), "unknown outcome 'durable'"),
    ],
)
def test_that_a_mistake_on_the_command_line_is_one_line(call, finished: Path, words, message: str) -> None:
    done = call("discover", finished, *words)
    assert done.code == 2
    assert message in done.err and "Traceback" not in done.err


def test_that_a_small_run_is_refused_also_as_json(call, finished: Path) -> None:
    done = call("discover", finished, "--json")
    assert done.code == 3
    answer = json.loads(done.out)
    assert answer["exit"] == 3 and "draws; a search for boxes needs 200 or more" in answer["problems"][0]
