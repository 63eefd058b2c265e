"""`--set PATH=VALUE`: where it reaches, and what it says when it does not."""

from pathlib import Path

import pytest

from forecast.config import load_experiment
from forecast.config.prior import Fixed, Normal


def test_that_an_override_reaches_into_every_kind_of_file(minimal: Path) -> None:
    experiment = load_experiment(
        minimal,
        [
            "design.seed=11",
            "horizon=10 years",
            "branches.bluff.offer.if_refused.surge.duration=52 weeks",
            "branches.wait.strikes.unrestricted_from=2025-01-03",
            "branches.wait.package={troops: {size: 5 thousand}, verification: 100 %}",
            "branches.wait.pressure={prior: checked}",
            "baseline.state.force_low.normal.mean=700_000",
            "baseline.sectors.N1.contact=80 km",
            "priors.row_trend.fixed=-1e-3",
            "success.lasting.all.0.at_most=1 year",
        ],
    )
    assert (experiment.design.seed, experiment.horizon) == (11, 520)
    bluff, threat, wait = (experiment.branches[name] for name in ("bluff", "threat", "wait"))
    assert bluff.offer and bluff.offer.if_refused and bluff.offer.if_refused.surge
    assert bluff.offer.if_refused.surge.duration == 52.0
    assert threat.offer and threat.offer.if_refused and threat.offer.if_refused.surge
    assert threat.offer.if_refused.surge.duration == 39.0, "the other branch keeps the value of the shared file"
    assert wait.strikes and wait.strikes.unrestricted_from == 2.0
    assert wait.package and wait.package.troops and wait.package.troops.size == 5.0
    assert experiment.priors["force_low"].distribution == Normal(mean=700_000.0, sd=50_000.0)
    assert experiment.priors["row_trend"].distribution == Fixed(value=-1e-3)
    assert experiment.baseline.sectors["N1"].contact == 80.0
    assert experiment.success["lasting"].all[0].at_most == 52.0


def test_that_later_overrides_win_and_an_empty_one_takes_away(minimal: Path) -> None:
    experiment = load_experiment(minimal, ["design.seed=1", "design.seed=2", "branches.threat.offer="])
    assert experiment.design.seed == 2
    assert experiment.branches["threat"].offer is None


def test_that_a_new_distribution_replaces_the_old_one(minimal: Path) -> None:
    experiment = load_experiment(minimal, ["baseline.state.force_low.fixed=650_000"])
    assert experiment.priors["force_low"].distribution == Fixed(value=650_000.0)


def test_that_an_override_may_name_another_file(minimal: Path) -> None:
    experiment = load_experiment(
        minimal, ["branches.threat=branches/wait.yaml", "priors=[priors/levers.yaml, priors/rows.yaml]"]
    )
    assert experiment.branches["threat"].about == "nothing is done"


MESSAGES = {
    "horzon=3 years": "unknown key 'horzon'; did you mean 'horizon'?",
    "branches.thret.offer.deadline=5 weeks": "unknown key 'branches.thret'; did you mean 'threat'?",
    "branches.threat.offer.dedline=5 weeks": "unknown key 'branches.threat.offer.dedline'; did you mean 'deadline'?",
    "priors.force_low.normal.mean=1": "unknown key 'priors.force_low.normal.mean'; "
    "did you mean 'baseline.state.force_low.normal.mean'?",
    "priors.chekced.beta.a=1": "unknown key 'priors.chekced'; did you mean 'checked'?",
    "baseline.donors.leed.name=x": "unknown key 'baseline.donors.leed'; did you mean 'lead'?",
    "success.lasting.all.4.is=true": "'success.lasting.all.4.is': the list has no entry '4'",
    "success.lasting.all.first.is=true": "'success.lasting.all.first.is': the list has no entry 'first'",
    "horizon=12": "horizon: needs a unit: write e.g. '12 weeks' (day, week, month, year)",
    "design.draws=-5": "design.draws: must be at least 1, got '-5'",
    "design.draws.x=1": "design.draws: expected a whole number, got a mapping",
    "question=[a": "not valid YAML: did not find expected ',' or ']'",
    "question=a: b": "put a list in [ ] and a mapping in { }",
    "question=- a": "put a list in [ ] and a mapping in { }",
    "question=!!python/name:os.system x": "tags are refused: remove '!!python/name:os.system'",
    "question=&a b": "anchors are refused: remove '&a'",
    "question=# x": "the value is empty",
    "branches.wait=branches/wayt.yaml": "'branches/wayt.yaml': no such file; did you mean 'wait.yaml'?",
    "extends=other.yaml": "'extends' cannot be set from outside",
    "sweep.horizon=[1]": "'sweep' cannot be set from outside key by key",
    "a..b=1": "'a..b' is not a path: write keys with a dot between them",
    "horizon": "write --set PATH=VALUE",
    "=3": "write --set PATH=VALUE",
    ".".join("a" * 45) + "=1": "the path is longer than 40 keys",
}


@pytest.mark.parametrize("text", MESSAGES)
def test_that_a_faulty_override_is_one_line(text: str, refusal) -> None:
    assert refusal(overrides=(text,)) == [f"--set {text}: {MESSAGES[text]}"]


def test_that_every_faulty_override_is_named(refusal) -> None:
    lines = refusal(overrides=("horizon=1 weeks", "branches.x.about=y", "design.seed=-1"))
    assert [line.split(": ")[0] for line in lines] == [
        "--set horizon=1 weeks",
        "--set branches.x.about=y",
        "--set design.seed=-1",
    ]


def test_that_a_message_has_no_line_break_of_the_user(refusal) -> None:
    assert all(line.isprintable() for line in refusal(overrides=("horizon=\n3\n\x1b[2Jweeks",)))
