"""`forecast info --steps` prints the order of a week, without a run and without compiled code."""

import json

from forecast_kernels.steps.order import WEEK


def test_that_the_steps_of_a_week_are_printed_in_order(call) -> None:  # type: ignore[no-untyped-def]
    lines = call("info", "--steps").out.splitlines()
    assert [line.split()[2] for line in lines[1:]] == [step.function for step in WEEK]
    assert lines[0].split() == ["part", "step", "runs", "in", "repeated", "for", "draws", "does"]
    shown = json.loads(call("info", "--steps", "--json").out)["steps"]
    assert [step["function"] for step in shown] == [step.function for step in WEEK]


def test_that_a_run_or_steps_is_asked_for_and_not_both(call) -> None:  # type: ignore[no-untyped-def]
    assert call("info").code == 2 and "name a RUN, or give --steps" in call("info").err
    assert call("info", "results", "--steps").code == 2
