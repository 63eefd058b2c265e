"""`extends` and named files: what replaces what, where paths count from, and what is missing."""

from pathlib import Path

import pytest

from forecast.config import PriorRef, load_experiment
from forecast.errors import ConfigError


def refused(path: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_experiment(path)
    return str(caught.value).splitlines()


def test_that_the_minimal_config_means_what_it_says(minimal: Path) -> None:
    experiment = load_experiment(minimal)
    assert (experiment.experiment, experiment.horizon, experiment.members) == ("minimal", 624, 4000)
    assert (experiment.baseline.defender, experiment.baseline.attacker) == ("up", "low")
    assert list(experiment.baseline.donors) == ["lead", "rest"]
    north = experiment.baseline.sectors["N1"]
    assert (north.contact, north.share, north.stake, north.active_t0) == (100.0, 0.75, 11000.0, True)
    assert list(experiment.priors)[:4] == ["offer_week", "checked", "force_low", "row_keepers_school"]
    force = experiment.priors["force_low"]
    assert (force.factor, force.distribution.kind, force.at_least) == (0.001, "normal", 1e5)
    assert experiment.priors["offer_week"].factor == 52 / 12
    threat = experiment.branches["threat"]
    assert threat.aid["lead"].change == 5.0  # 2025-01-24 is 35 days after the baseline
    assert threat.aid["lead"].runout == 13.0
    assert threat.offer is not None and threat.offer.announced == PriorRef(prior="offer_week")
    condition = experiment.success["lasting"].all[1]
    assert (condition.quantity, condition.at_least, condition.at_most) == ("peace_weeks", 260.0, None)


def test_that_extends_merges_deeply_and_keeps_the_rest(minimal: Path) -> None:
    bluff, threat = (load_experiment(minimal).branches[name] for name in ("bluff", "threat"))
    assert bluff.about == "the same without deeds"
    assert bluff.offer and threat.offer and bluff.offer.if_refused and threat.offer.if_refused
    assert (bluff.offer.if_refused.executed, threat.offer.if_refused.executed) == (0.0, 1.0)
    assert bluff.offer.if_refused.surge == threat.offer.if_refused.surge
    assert bluff.aid == threat.aid


def test_that_a_list_of_files_is_extended_in_its_order(minimal: Path) -> None:
    Path("branches/one.yaml").write_text("about: one\npackage: {bilateral: true, verification: 100 %}\n")
    Path("branches/two.yaml").write_text("about: two\npackage: {sanctions_relief: true}\n")
    Path("branches/bluff.yaml").write_text("extends: [one.yaml, two.yaml]\npackage: {neutrality: true}\n")
    bluff = load_experiment(minimal).branches["bluff"]
    assert bluff.about == "two" and bluff.package is not None
    assert (bluff.package.bilateral, bluff.package.sanctions_relief, bluff.package.neutrality) == (True, True, True)


def test_that_a_list_with_something_else_in_it_is_refused(minimal: Path) -> None:
    Path("branches/bluff.yaml").write_text("extends: [threat.yaml, 3, gone.yaml]\n")
    lines = refused(minimal)
    assert any(line.startswith("branches/bluff.yaml:1:24: expected the path of a file") for line in lines)
    assert any(line.startswith("branches/bluff.yaml:1:27: 'branches/gone.yaml'") for line in lines)


def test_that_an_empty_value_takes_a_key_away(minimal: Path) -> None:
    Path("branches/bluff.yaml").write_text("extends: threat.yaml\noffer:\npackage: {troops: none}\n")
    bluff = load_experiment(minimal).branches["bluff"]
    assert bluff.offer is None
    assert bluff.package and bluff.package.troops is None and bluff.package.bilateral is True


def test_that_a_name_that_was_taken_away_is_not_there(minimal: Path) -> None:
    Path("child.yaml").write_text("extends: experiment.yaml\nbranches:\n  wait:\npriors: {offer_week: }\n")
    assert refused(Path("child.yaml")) == [
        "experiment.yaml:7:12: reference: unknown branch 'wait'; valid here: threat, bluff",
        "branches/threat.yaml:13:22: branches.threat.offer.announced: unknown prior 'offer_week'; valid here: checked",
    ]


def test_that_a_new_distribution_replaces_the_old_one(minimal: Path) -> None:
    Path("child.yaml").write_text(
        "extends: experiment.yaml\nbaseline: {state: {force_low: {uniform: {low: 5e5, high: 7e5}}}}\n"
    )
    force = load_experiment("child.yaml").priors["force_low"]
    assert force.distribution.kind == "uniform"
    assert force.dimension == 3


def test_that_an_experiment_can_be_extended_from_another_folder(minimal: Path) -> None:
    Path("sub").mkdir()
    Path("sub/child.yaml").write_text(
        "extends: ../experiment.yaml\nexperiment: child\nreference: threat\n"
        "branches:\n  wait:\n  threat: {pressure: 25 %}\n  bluff: ../branches/wait.yaml\n"
    )
    child = load_experiment("sub/child.yaml")
    assert list(child.branches) == ["threat", "bluff"]
    assert child.branches["threat"].pressure == 0.25 and child.branches["threat"].offer is not None
    assert child.branches["bluff"].offer is None, "a path replaces what stood there"


def test_that_absolute_paths_work(minimal: Path) -> None:
    text = minimal.read_text().replace("branches/wait.yaml", str(Path("branches/wait.yaml").resolve()))
    minimal.write_text(text)
    assert load_experiment(minimal).branches["wait"].about == "nothing is done"


def test_that_parts_may_stand_in_the_experiment_file(minimal: Path) -> None:
    plain = load_experiment(minimal)
    start = "".join(f"  {line}\n" for line in Path("baselines/start.yaml").read_text().splitlines())
    text = minimal.read_text().replace("baseline: baselines/start.yaml\n", f"baseline:\n{start}")
    text = text.replace("  wait: branches/wait.yaml", "  wait: {about: nothing is done}")
    text = text.replace("  bluff: branches/bluff.yaml", "  bluff: {extends: branches/bluff.yaml}")
    minimal.write_text(text)
    assert load_experiment(minimal) == plain


def test_that_two_files_of_priors_may_not_share_a_name(minimal: Path) -> None:
    rows = Path("priors/rows.yaml")
    Path("priors/levers.yaml").write_text(
        Path("priors/levers.yaml").read_text()
        + "  row_trend: {about: x, unit: 1/year, fixed: 1, source: x, grade: C}\n"
    )
    lines = rows.read_text().splitlines()
    first = next(index for index, line in enumerate(lines, 1) if line.startswith("  row_trend:"))
    assert refused(minimal) == [
        f"priors/levers.yaml:16:3: prior 'row_trend' is already defined at priors/rows.yaml:{first}:3"
    ]


def test_that_the_state_and_the_priors_may_not_share_a_name(minimal: Path) -> None:
    levers = Path("priors/levers.yaml")
    levers.write_text(levers.read_text().replace("  checked:", "  force_low:"))
    Path("branches/threat.yaml").write_text("offer: {announced: {prior: offer_week}}\npackage: {verification: 1}\n")
    assert refused(minimal) == [
        "priors/levers.yaml:9:3: prior 'force_low' is already defined at baselines/start.yaml:38:3"
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "baselines/start.yaml",
            "baselines/stort.yaml",
            "experiment.yaml:3:11: 'baselines/stort.yaml': no such file; did you mean 'start.yaml'?",
        ),
        (
            "priors/rows.yaml",
            "prior/rows.yaml",
            "experiment.yaml:4:10: 'prior/rows.yaml': no such file; there is no folder 'prior'",
        ),
        ("branches/wait.yaml", "branches", "experiment.yaml:9:9: 'branches': is a directory, not a file"),
        (
            "branches/wait.yaml",
            "https://example.org/wait.yaml",
            "experiment.yaml:9:9: 'https://example.org/wait.yaml' is an address; only files on this machine are read",
        ),
        ("branches/wait.yaml", "7", "experiment.yaml:9:9: expected the path of a file"),
    ],
)
def test_that_a_missing_file_is_a_problem_of_the_line_that_names_it(
    old: str, new: str, line: str, minimal: Path
) -> None:
    minimal.write_text(minimal.read_text().replace(old, new))
    assert refused(minimal) == [line]


def test_that_a_missing_parent_is_a_problem_of_its_line(minimal: Path) -> None:
    Path("branches/bluff.yaml").write_text("about: x\nextends: threet.yaml\n")
    assert refused(minimal) == [
        "branches/bluff.yaml:2:10: 'branches/threet.yaml': no such file; did you mean 'threat.yaml'?"
    ]


def test_that_a_circle_of_extends_is_refused(minimal: Path) -> None:
    Path("branches/threat.yaml").write_text("extends: bluff.yaml\n")
    assert refused(minimal) == [
        "branches/bluff.yaml:1:10: extends: goes round in a circle: threat.yaml -> bluff.yaml -> threat.yaml"
    ]


def test_that_an_experiment_cannot_extend_itself(minimal: Path) -> None:
    minimal.write_text("extends: ./experiment.yaml\n" + minimal.read_text())
    assert refused(minimal) == [
        "experiment.yaml:1:10: extends: goes round in a circle: experiment.yaml -> experiment.yaml"
    ]


def test_that_a_long_chain_of_extends_is_refused(minimal: Path) -> None:
    for number in range(60):
        Path(f"branches/c{number}.yaml").write_text(f"extends: c{number + 1}.yaml\n")
    Path("branches/wait.yaml").write_text("extends: c0.yaml\n")
    (line,) = refused(minimal)
    assert line.endswith("extends: a chain of more than 50 files")


def test_that_a_problem_keeps_the_place_of_the_file_that_wrote_it(minimal: Path) -> None:
    Path("branches/bluff.yaml").write_text("extends: threat.yaml\noffer:\n  deadline: 8\n  announced: 1 kilo\n")
    assert refused(minimal) == [
        "branches/bluff.yaml:3:13: branches.bluff.offer.deadline: needs a unit: write e.g. '8 weeks' "
        "(day, week, month, year)",
        "branches/bluff.yaml:4:14: branches.bluff.offer.announced: unknown unit 'kilo'; expected a quantity such as "
        "'5 weeks' or a date or {prior: NAME}",
    ]


def test_that_pressure_without_a_package_is_refused(minimal: Path) -> None:
    Path("branches/bluff.yaml").write_text("about: nothing else\npressure: 50 %\n")
    (line,) = refused(minimal)
    assert line == "branches/bluff.yaml:2:1: branches.bluff.pressure: has no effect without a 'package' to press for"
