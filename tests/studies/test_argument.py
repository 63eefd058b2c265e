"""Pages on what the argument rests on: parts compose as written, shares add up, settings that are missing are named."""

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from forecast.analysis.estimates import Clusters
from forecast.config import Experiment, load_experiment
from forecast.runner.fitting.pilot import NO_COLLAPSE
from studies.app import main
from studies.argument import (
    asymmetries,
    break_even,
    composed,
    ladder,
    names,
    sellouts,
    success,
    war_goes_on,
    what_decides,
)
from studies.argument.before_after import changed_experiment, shift
from studies.argument.gaps import gap
from studies.argument.measures import Measure, Outcomes
from studies.argument.names import Setting
from studies.argument.simulation import Table, designed, simulate

ROOT = Path(__file__).resolve().parents[2]
LADDER, SELLOUTS = (str(ROOT / "configs" / f"{name}.yaml") for name in ("ladder", "sellouts"))
MEMBERS = 60


@pytest.fixture(scope="module")
def menu() -> Experiment:
    return designed(load_experiment(SELLOUTS), MEMBERS)


@pytest.fixture(scope="module")
def outcomes(menu: Experiment) -> Table:
    return simulate(menu, ("agreement", "ceasefire", "durable_5y", "lasts_5y", "quiet_5y", "cost"), 1)


def made_up(values: dict[str, list[float]]) -> Table:
    """A table of one made-up outcome: four members, two draws."""
    measure = Measure("made", "made", (), lambda columns: columns["none"])
    columns = {(branch, "made"): np.array(column, np.float32) for branch, column in values.items()}
    draw = np.array([0, 0, 1, 1])
    return Table(load_experiment(SELLOUTS), {"made": measure}, columns, draw, Clusters(draw))


def test_that_a_step_put_on_again_gives_the_upper_branch() -> None:
    lower = {"aid": {"us": {"keep": 1}}, "package": {"troops": "none", "on_table": 5}}
    upper = {"aid": {"us": {"keep": 1}}, "package": {"troops": {"size": 3}, "on_table": 5}, "compact": {"adopted": 2}}
    patch = composed.step(lower, upper)
    assert patch == {"package": {"troops": {"size": 3}}, "compact": {"adopted": 2}}
    assert composed.patched(lower, patch) == upper
    assert lower["package"] == {"troops": "none", "on_table": 5}


def test_that_the_ladder_of_the_page_is_the_ladder_of_the_config() -> None:
    written = load_experiment(LADDER)
    exp, rungs, branches = ladder.combined(LADDER)
    assert rungs == ("bilateral", "troops", "path", "relief", "swap", "ultimatum", "surge", "compact")
    assert len(branches) == len(exp.branches) == 192
    for count, name in enumerate(written.branches):
        made = exp.branches[branches[ladder.effective_rungs(frozenset(rungs[:count]))]]
        words = {"about": None, "title": None}
        assert made.model_copy(update=words) == written.branches[name].model_copy(update=words)


def test_that_a_surge_needs_an_ultimatum() -> None:
    assert ladder.effective_rungs(frozenset({"surge", "troops"})) == {"troops"}
    assert ladder.effective_rungs(frozenset({"surge", "ultimatum"})) == {"surge", "ultimatum"}
    assert "surge" not in ladder._without("ultimatum", ("troops", "ultimatum", "surge"))


def test_that_the_shapley_means_are_those_over_all_orders_and_add_up() -> None:
    rungs = ("a", "b", "c")
    sets = list(ladder.subsets(rungs))
    rng = np.random.default_rng(3)
    table = made_up({f"s{k}": list(rng.normal(size=4)) for k in range(len(sets))})
    names_of = {subset: f"s{k}" for k, subset in enumerate(sets)}
    measure = table.measures["made"]
    value = {subset: float(np.mean(table.of(name, measure))) for subset, name in names_of.items()}
    found = {r: ladder.shapley(table, names_of, rungs, r, measure).difference.value for r in rungs}
    for rung in rungs:
        steps = []
        for order in permutations(rungs):
            before = frozenset(order[: order.index(rung)])
            steps.append(value[before | {rung}] - value[before])
        assert found[rung] == pytest.approx(np.mean(steps))
    assert sum(found.values()) == pytest.approx(value[frozenset(rungs)] - value[frozenset()])


def test_that_a_gap_says_what_the_draws_make_of_it_before_its_error(outcomes: Table) -> None:
    found = gap(outcomes, names.OFFER, "cut_oblasts", outcomes.measures["durable_5y"])
    values = [outcomes.of(branch, outcomes.measures["durable_5y"]) for branch in (names.OFFER, "cut_oblasts")]
    assert found.difference.value == pytest.approx(float(np.mean(values[0] - values[1])))
    assert found.text.index("(") < found.text.index("±")
    told = made_up({"a": [1.0, 1.0, 0.1, 0.0], "b": [0.0, 0.0, 0.0, 0.0]})  # the two draws are far apart
    text = gap(told, "a", "b", told.measures["made"]).text
    assert text.index("(") < text.index("%") < text.index("±")
    table = made_up({"a": [1.0, 0.0, 1.0, 0.0], "b": [0.0, 0.0, 0.0, 0.0]})  # both draws have the same mean
    assert "(draws not told apart)" in gap(table, "a", "b", table.measures["made"]).text


def test_that_an_outcome_that_the_version_lacks_is_left_out(menu: Experiment, outcomes: Table) -> None:
    assert {"agreement", "durable_5y", "cost"} <= set(outcomes.measures)
    columns = Outcomes(menu).variables
    assert ("quiet_5y" in outcomes.measures) == ("quiet_5y" in columns)


def test_that_results_do_not_depend_on_threads(menu: Experiment, outcomes: Table) -> None:
    again = simulate(menu, tuple(outcomes.measures), 2)
    for key, values in outcomes.values.items():
        assert np.array_equal(values, again.values[key], equal_nan=True)


def test_that_without_talks_what_is_signed_does_not_depend_on_the_terms(menu: Experiment) -> None:
    rows = {names.READINESS_OF_SIDE_0: names.NO_TALKS}
    calm = simulate(menu, ("agreement",), 1, rows=rows | NO_COLLAPSE)  # nothing but a collapse ends the war then
    assert max(np.max(calm.of(b, calm.measures["agreement"])) for b in menu.branches) == 0.0
    table = simulate(menu, ("agreement", "ceasefire"), 1, rows=rows)
    shares = {b: float(np.mean(table.of(b, table.measures["agreement"]))) for b in menu.branches}
    assert 0.0 < max(shares.values()) < 0.5
    assert shares["cut_neutrality"] == shares["no_aid"] == shares["cut_oblasts"] == shares["cut_only"]


def test_that_the_parts_of_a_branch_add_up_to_one(outcomes: Table) -> None:
    for branch in outcomes.exp.branches:
        assert sum(part.value for part in sellouts._parts(outcomes, branch)) == pytest.approx(1.0)


def test_that_the_sellouts_are_steps_and_bring_no_relief() -> None:
    written = composed.written_branches(SELLOUTS)
    steps = [composed.step(written[a], written[b]) for a, b in zip(names.SELLOUTS, names.SELLOUTS[1:], strict=False)]
    assert set(steps[0]) == {"about", "package", "pressure"}
    assert steps[1]["package"] == {"territory": {"recognition": True}}
    assert set(steps[2]["package"]["territory"]) == {"cession"}
    for name in names.SELLOUTS[1:]:
        package = written[name]["package"]
        assert package["neutrality"] is True and package["sanctions_relief"] is False and package["bilateral"] is True


def test_that_every_part_in_which_branches_differ_is_found_and_can_be_made_equal() -> None:
    standing = {**names.STANDING, "verification": {"prior": "v"}}
    one = {"about": "x", "aid": {"us": {"keep": "0 %"}}, "compact": {"adopted": 1}, "pressure": "0 %"}
    two = {"aid": {"us": {"keep": "100 %"}}, "package": {**standing, "troops": {"size": 3}, "membership": "path"}}
    found = list(asymmetries.differing(one, two, standing))
    assert found == ["aid.us", "compact", "package.membership", "package.troops"]
    made: composed.Written = dict(one)
    for part in found:
        made = asymmetries.with_part(made, two, part, standing)
    assert list(asymmetries.differing(made, two, standing)) == []
    assert "package" not in one


def test_that_success_has_each_clause_left_out_and_other_shares_of_land(menu: Experiment) -> None:
    entry = menu.success["oped_success"]
    found = dict(success.variants(entry))
    assert len(found) == 1 + 2 * len(entry.all) + len(success.SHARES)
    assert found["without `neutral` is false"] == tuple(c for c in entry.all if c.quantity != "neutral")
    land = [c.at_least for c in found["all clauses, land at least 80%"] if c.quantity.startswith(success.LAND)]
    assert land == [0.80]


def test_that_a_setting_is_applied_or_named_as_missing() -> None:
    assert changed_experiment(SELLOUTS, Setting("x", "y", ("switches.nothing_of_the_kind=none",))) is None
    assert changed_experiment(SELLOUTS, Setting("x", "y", inputs=(("no_such_row", 0.0),))) is None
    blunt = changed_experiment(SELLOUTS, Setting("x", "y", ("switches.threat=none",)))
    assert blunt is not None and blunt.switches.chosen == {"threat": "none"}
    calm = changed_experiment(SELLOUTS, Setting("x", "y", inputs=(("optimism_1", 0.0),)))
    assert calm is not None and calm.priors["optimism_ru"].distribution.value == 0.0  # type: ignore[union-attr]


def test_that_a_shift_is_the_change_of_the_difference(outcomes: Table) -> None:
    pair, measure = (names.OFFER, names.REFERENCE), outcomes.measures["agreement"]
    before, change = shift(outcomes, outcomes, pair, measure)
    assert change.difference.value == 0.0 and before.difference.value == gap(outcomes, *pair, measure).difference.value


def test_that_a_mean_is_moved_and_a_crossing_found(menu: Experiment) -> None:
    moved = break_even.with_mean(menu, names.TROOPS, -2.0)
    assert moved.priors[names.TROOPS].distribution.mean == -2.0  # type: ignore[union-attr]
    assert menu.priors[names.TROOPS].distribution.mean != -2.0  # type: ignore[union-attr]
    table = made_up({"base": [0.0] * 4, **{f"x{k}": [k - 2.5] * 4 for k in range(6)}})
    row = [gap(table, f"x{k}", "base", table.measures["made"]) for k in range(6)]
    crossing = break_even.break_even(row)
    assert crossing is not None and crossing.value == pytest.approx((break_even.THREAT[2] + break_even.THREAT[3]) / 2)
    assert break_even.break_even(row[3:]) is None


def test_that_an_input_that_decides_is_found_with_its_switch(menu: Experiment) -> None:
    assert what_decides.switches_of(menu.priors[names.THREAT]) == ["threat"]
    exp = what_decides.independent(menu, 128)
    pilot = what_decides.fit_experiment(exp, what_decides.sector_table(exp)).array()
    limits = {names.THREAT: what_decides.ends(menu.priors[names.THREAT], None)}
    effects = what_decides.effects(exp, pilot, limits, 1)[names.THREAT]
    change = {(e.pair, e.measure.name): e.change.value for e in effects}
    assert change[(names.OFFER, names.REFERENCE), "agreement"] > 0.0


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["argument", "nonsense", SELLOUTS], "nonsense: is not a page; there are ladder, "),
        (["argument", "ladder", LADDER, "--figure", "x.svg"], "--figure: belongs to the page break_even"),
        (["argument", "sellouts", "no.yaml"], "no.yaml"),
    ],
)
def test_that_a_mistake_is_one_line(words: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    problems = capsys.readouterr().err
    assert problems.startswith(line) and problems.count("\n") == 1


def test_that_a_page_has_its_provenance_its_tables_and_its_mark() -> None:
    page = war_goes_on.study(SELLOUTS, 20, 1)
    text = page.text(markdown=True)
    assert text.startswith("# If the war goes on\n") and "do not edit -->" in text and "20 members in each of 7" in text
    assert "| collapse ua by w104 |" in text and "`" not in page.text(markdown=False)
