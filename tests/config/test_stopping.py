"""The block `stopping:`: what is read, what is refused and where, what the hash sees."""

from pathlib import Path

import pytest

from forecast.config import config_hash, json_schema, load_experiment, resolved_yaml, with_members
from forecast.config.outcomes import quantities
from forecast.config.stopping import Asked, Stopping, checked_draws, first_check, stoppable
from forecast.errors import ConfigError
from forecast.store.variables import quantities as variables

RULE = """stopping:
  durable_5y: {mcse: 0.002}
  threat-wait: {durable_5y: {mcse: 1e-3}, losses_up_w104: {mcse: 2}}
  lasting: {mcse: 0.01}
  ceasefire_by_w104: {mcse: 0.004}
  collapse_low_by_w104: {mcse: 0.004}
  max_members: 200_000
"""


def with_text(path: Path, text: str) -> Path:
    path.write_text(path.read_text() + text)
    return path


def refusals(path: Path, text: str, *overrides: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_experiment(with_text(path, text), overrides)
    return str(caught.value).splitlines()


def test_that_outcomes_and_differences_are_read(minimal: Path) -> None:
    assert load_experiment(with_text(minimal, RULE)).stopping == Stopping(
        asked=(
            Asked(outcome="durable_5y", mcse=0.002),
            Asked(outcome="durable_5y", mcse=0.001, branch="threat", minus="wait"),
            Asked(outcome="losses_up_w104", mcse=2.0, branch="threat", minus="wait"),
            Asked(outcome="lasting", mcse=0.01),
            Asked(outcome="ceasefire_by_w104", mcse=0.004),
            Asked(outcome="collapse_low_by_w104", mcse=0.004),
        ),
        max_members=200_000,
    )


def test_that_the_rule_is_part_of_the_hash_and_loads_back(minimal: Path, tmp_path: Path) -> None:
    plain = load_experiment(minimal)
    assert plain.stopping is None and "stopping" not in resolved_yaml(plain)
    ruled = load_experiment(with_text(minimal, RULE))
    tighter = load_experiment(minimal, ["stopping.durable_5y.mcse=0.001"])
    assert len({config_hash(each) for each in (plain, ruled, tighter)}) == 3
    again = tmp_path / "config.yaml"
    again.write_text(resolved_yaml(ruled), encoding="utf-8")
    assert load_experiment(again) == ruled
    assert "threat - wait:" in again.read_text()


def test_that_members_given_by_number_leave_the_rule_out(minimal: Path) -> None:
    plain = load_experiment(minimal)
    ruled = load_experiment(with_text(minimal, RULE))
    for members in (4_000, 8_192):
        assert with_members(ruled, members) == with_members(plain, members)


def test_where_checks_lie() -> None:
    assert [first_check(draws) for draws in (1, 256, 257, 1_000, 1_024, 1_025)] == [256, 256, 512, 1_024, 1_024, 2_048]
    assert list(checked_draws(1_000, 10, 81_920)) == [1_024, 2_048, 4_096, 8_192]
    assert list(checked_draws(1_000, 10, 81_919)) == [1_024, 2_048, 4_096]


def test_that_outcomes_of_a_rule_are_those_that_no_member_lacks(minimal: Path) -> None:
    experiment = load_experiment(minimal)
    known = quantities("up", "low", ("lead", "rest"))
    registry = variables(experiment)
    assert {name for name, quantity in known.items() if quantity.nullable} == {
        name for name, variable in registry.items() if variable.nullable
    }
    allowed = stoppable(known, ["lasting"])
    assert {name for name, variable in registry.items() if not variable.nullable} < set(allowed)
    assert {"lasting", "agreement_by_w104", "package_signed_by_w52"} < set(allowed)
    assert stoppable({}, ["lasting"]) == {}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "durabel_5y: {mcse: 0.1}",
            "2:3: stopping.durabel_5y: unknown outcome 'durabel_5y'; did you mean",
        ),
        ("losses_ua_w104: {mcse: 1}", "2:3: stopping.losses_ua_w104: unknown outcome 'losses_ua_w104'; did you mean"),
        (
            "ceasefire_week: {mcse: 1}",
            "2:3: stopping.ceasefire_week: 'ceasefire_week' is missing in some members",
        ),
        ("durable_5y: {mcse: 0}", "2:22: stopping.durable_5y.mcse: must be above 0, got '0'"),
        ("durable_5y: {mcse: -0.1}", "2:22: stopping.durable_5y.mcse: must be above 0, got '-0.1'"),
        ("durable_5y: {mcse: little}", "2:22: stopping.durable_5y.mcse: expected a number, got 'little'"),
        ("durable_5y: {mcse: 2 %}", "2:22: stopping.durable_5y.mcse: expected a number without a unit"),
        ("durable_5y: 0.1", "2:15: stopping.durable_5y: write {mcse: 0.002}"),
        ("durable_5y: {}", "2:3: stopping.durable_5y.mcse is missing"),
        ("durable_5y: {mse: 0.1}", "2:16: unknown key 'stopping.durable_5y.mse'; did you mean 'mcse'?"),
        ("durable_5y: {mcse: 0.1, on: wait}", "2:27: unknown key 'stopping.durable_5y.on'"),
        ("threat - wiat: {durable_5y: {mcse: 1}}", "2:3: stopping.threat - wiat: unknown branch 'wiat'; did you mean"),
        ("threat - threat: {durable_5y: {mcse: 1}}", "2:3: stopping.threat - threat: needs two different branches"),
        (
            "threat - wait - bluff: {durable_5y: {mcse: 1}}",
            "2:3: stopping.threat - wait - bluff: a difference is",
        ),
        ("threat -: {durable_5y: {mcse: 1}}", "2:3: stopping.threat -: a difference is written 'A - B'"),
        ("threat - wait: {mcse: 1}", "2:3: stopping.threat - wait: name the outcome: {durable_5y: {mcse: 0.001}}"),
        ("threat - wait: {durable_9y: {mcse: 1}}", "2:19: stopping.threat - wait.durable_9y: unknown outcome"),
        ("threat: {durable_5y: {mcse: 1}}", "2:3: stopping.threat: is a branch: an outcome holds for every branch"),
        ("durable_5y:", "2:3: stopping.durable_5y is empty and takes nothing away"),
    ],
)
def test_that_mistakes_are_named_with_their_place(minimal: Path, line: str, message: str) -> None:
    before = len(minimal.read_text().splitlines())
    number, _, rest = message.partition(":")
    found = refusals(minimal, f"stopping:\n  {line}\n  accept_reference_26w: {{mcse: 1}}\n  max_members: 200_000\n")
    assert len(found) == 1
    assert found[0].startswith(f"{minimal}:{before + int(number)}:{rest}")


def test_that_all_mistakes_are_named_at_once(minimal: Path) -> None:
    lines = "durabel_5y: {mcse: 0}", "threat - wiat: {durable_5y: {mcse: x}}", "threat-wait: {durable_5y: {mcse: 1}}"
    text = "".join(f"  {line}\n" for line in (*lines, "threat - wait: {neutral: {mcse: 1}}"))
    found = refusals(minimal, f"stopping:\n{text}")
    assert len(found) == 6
    assert "stopping.max_members is missing; say how many members a run may have at most" in found[0]
    assert found[-1].endswith("stopping.threat - wait: the same as 'threat-wait'")


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("stopping={max_members: 200_000}", "stopping: names no outcome; add one such as durable_5y: {mcse: 0.002}"),
        ("stopping=often", "stopping: expected a mapping such as {durable_5y: {mcse: 0.002}, max_members: 200_000}"),
        ("stopping.max_members=", "stopping.max_members is missing; say how many members a run may have at most"),
        ("stopping.max_members=many", "stopping.max_members: expected a whole number, got 'many'"),
        ("stopping.max_members=1e10", "stopping.max_members: must be at most 2,147,483,647"),
        ("stopping.max_members=4_095", "stopping.max_members: must be at least 4,096, the members of the first check"),
        ("design.layout=lhs", "stopping: a Latin hypercube cannot be extended; use design.layout mc or sobol"),
        ("design.layout=sobol_groups", "stopping: a design for indices by group cannot be extended: its draws depend"),
        ("design.members=3_999", "design.members: leave it out with stopping, which takes whole draws"),
        ("horizon=5 years", "stopping.durable_5y: needs a horizon of 364 weeks or more, it is 260 weeks"),
    ],
)
def test_that_the_rule_has_to_fit_the_run(minimal: Path, override: str, message: str) -> None:
    assert any(message in line for line in refusals(minimal, RULE, override))


def test_that_the_smallest_maximum_is_the_first_check(minimal: Path) -> None:
    rule = load_experiment(with_text(minimal, RULE), ["stopping.max_members=4096", "design.layout=mc"]).stopping
    assert rule is not None and rule.max_members == 4_096


def test_that_editors_know_the_block() -> None:
    block = json_schema()["$defs"]["ExperimentFile"]["properties"]["stopping"]
    assert {"$ref": "#/$defs/Precision"} in block["additionalProperties"]["anyOf"]
