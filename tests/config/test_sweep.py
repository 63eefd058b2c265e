"""Sweeps: the grid, its labels, and mistakes in it."""

from pathlib import Path

import pytest

from forecast.config import config_hash, load_experiment, sweep_points
from forecast.errors import ConfigError


def with_sweep(minimal: Path, text: str) -> Path:
    minimal.write_text(minimal.read_text() + text)
    return minimal


def refused(path: Path, overrides: tuple[str, ...] = ()) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        sweep_points(path, overrides)
    return str(caught.value).splitlines()


def test_that_a_config_without_a_sweep_is_one_point(minimal: Path) -> None:
    assert sweep_points(minimal, ["design.seed=3"]) == [("", ["design.seed=3"])]


def test_that_each_point_is_a_run_of_its_own(minimal: Path) -> None:
    with_sweep(
        minimal,
        "sweep:\n"
        "  branches.threat.offer.if_refused.surge.duration: [0 weeks, 2 years]\n"
        "  branches.threat.offer.announced: [{prior: offer_week}, 2025-02-01, ]\n"
        "  question: ['1', null is text]\n",
    )
    points = sweep_points(minimal, ["design.seed=3"])
    assert len(points) == 8
    assert points[0][0] == (
        "branches.threat.offer.if_refused.surge.duration=0 weeks, "
        'branches.threat.offer.announced={prior: offer_week}, question="1"'
    )
    experiments = [load_experiment(minimal, overrides) for _, overrides in points]
    assert len({config_hash(experiment) for experiment in experiments}) == 8
    assert {experiment.design.seed for experiment in experiments} == {3}
    assert [experiment.question for experiment in experiments[:2]] == ["1", "null is text"]
    last = experiments[-1].branches["threat"].offer
    assert last and last.announced == 43 / 7 and last.if_refused and last.if_refused.surge
    assert last.if_refused.surge.duration == 104.0


def test_that_a_sweep_changes_nothing_in_a_plain_load(minimal: Path) -> None:
    plain = load_experiment(minimal)
    assert load_experiment(with_sweep(minimal, "sweep: {horizon: [11 years, 12 years]}\n")) == plain


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("sweep: 3\n", "experiment.yaml:20:8: sweep: expected `dotted.key: [values]` lines"),
        ("sweep: {horizon: 12 years}\n", "experiment.yaml:20:18: sweep.horizon: expected a list of values"),
        ("sweep: {horizon: []}\n", "experiment.yaml:20:18: sweep.horizon: expected a list of values"),
        (
            "sweep: {horizon: [12 years, 12]}\n",
            "experiment.yaml:20:29: sweep: horizon: needs a unit: write e.g. '12 weeks' (day, week, month, year)",
        ),
        ("sweep: {horzon: [1]}\n", "experiment.yaml:20:18: sweep: unknown key 'horzon'; did you mean 'horizon'?"),
        (
            "sweep: {branches.thret.about: [x]}\n",
            "experiment.yaml:20:32: sweep: unknown key 'branches.thret'; did you mean 'threat'?",
        ),
        (
            "sweep:\n" + "".join(f"  k{i}: [{', '.join('x' * 32)}]\n" for i in range(3)),
            "experiment.yaml:1:1: sweep: 32,768 points; at most 1,000",
        ),
    ],
)
def test_that_a_faulty_sweep_is_one_line_with_its_place(text: str, line: str, minimal: Path) -> None:
    assert refused(with_sweep(minimal, text)) == [line]
    with pytest.raises(ConfigError) as caught:
        load_experiment(minimal)
    assert str(caught.value) == line


def test_that_a_swept_key_cannot_be_set_too(minimal: Path) -> None:
    with_sweep(minimal, "sweep: {horizon: [11 years, 12 years]}\n")
    assert refused(minimal, ("horizon=12 years",)) == [
        "experiment.yaml:20:18: sweep.horizon: is also set by --set; remove one of them"
    ]
