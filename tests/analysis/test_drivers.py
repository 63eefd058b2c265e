"""Which inputs drive an outcome: known answers, noise, grades."""

import numpy as np
import pytest

from forecast.analysis.branch_table import branch_table
from forecast.analysis.comparison import standings
from forecast.analysis.drivers import DriverSearch, by_thirds, collect_inputs
from forecast.analysis.members import Members
from forecast.config.switches import Switches
from forecast.store.reader import Run

SEED = 2718


@pytest.fixture(scope="module")
def members(synthetic, tmp_path_factory: pytest.TempPathFactory) -> Members:  # type: ignore[no-untyped-def]
    return Members(
        synthetic.write_run(tmp_path_factory.mktemp("drivers") / "run", draws=4000, replicates=4, horizon=26)
    )


def test_that_an_additive_outcome_gives_the_known_shares(members: Members) -> None:
    print(f"seed {SEED}")
    rng = np.random.default_rng(SEED)
    threat = (members.run.draw_column("accept_threat") - 0.8) / 0.5
    level = (members.run.draw_column("level_mean") - 60.0) / 20.0
    outcome = 2.0 * threat - level + 3.0 * rng.normal(size=threat.size)
    first, second, *rest = DriverSearch(members).top(outcome)
    assert (first.prior.name, second.prior.name) == ("accept_threat", "level_mean")
    assert (first.grade, second.grade) == ("C", "A")
    assert first.raises and not second.raises
    assert first.first_order.value == pytest.approx(0.8, abs=0.05)
    assert second.first_order.value == pytest.approx(0.2, abs=0.04)
    assert abs(first.first_order.value - 0.8) < 4 * first.first_order.mcse + 0.02
    for driver in rest:
        assert driver.first_order.value < 0.02


def test_that_chance_alone_has_no_drivers_to_speak_of(members: Members) -> None:
    print(f"seed {SEED}")
    noise = np.random.default_rng(SEED).normal(size=members.draw.size)
    for driver in DriverSearch(members).top(noise):
        assert driver.first_order.value < 4 * driver.first_order.mcse + 0.1
    assert DriverSearch(members).top(np.ones(members.draw.size)) == []


def test_that_inputs_are_counted_by_grade_with_the_fixed_ones(members: Members) -> None:
    found = collect_inputs(members)
    assert found.by_grade == {"A": 2, "B": 2, "C": 3}
    assert "held_reference" not in [prior.name for prior in found.drawn]


def test_that_a_comparison_is_split_where_its_judged_input_is_low_and_high(members: Members) -> None:
    threat = members.run.draw_column("accept_threat").astype(float)
    thirds = by_thirds(members, "accept_threat", threat, np.zeros(threat.size))
    assert thirds.low.value == pytest.approx(0.8 - 0.5 * 1.0911, abs=0.03)
    assert thirds.high.value == pytest.approx(0.8 + 0.5 * 1.0911, abs=0.03)
    assert thirds.low.n == pytest.approx(threat.size / 3, rel=0.02)


def test_that_standings_name_those_ahead_and_those_behind(run: Run) -> None:
    members = Members(run)
    table = branch_table(members)
    found = {s.headline.target: s for s in standings(members, table, "surge_offer")}
    assert found["ceasefire_by_w104"].more == ("no_aid",)
    assert "europe_led" in found["ceasefire_by_w104"].less
    assert set(found["collapse_ru_by_w104"].close) == {"muddle_through", "no_aid", "surge_bluff", "europe_led"}


def test_that_an_input_that_the_switches_settle_is_no_driver(synthetic, tmp_path) -> None:  # type: ignore[no-untyped-def]
    opened = synthetic.write_run(tmp_path / "settled", seed=SEED)
    switches = Switches.model_validate({"inputs": {"accept_threat": "low"}})
    opened.__dict__["experiment"] = opened.experiment.model_copy(update={"switches": switches})
    members = Members(opened)
    assert "accept_threat" not in [prior.name for prior in collect_inputs(members).drawn]
    threat = members.drawn("accept_threat")
    assert "accept_threat" not in [driver.prior.name for driver in DriverSearch(members).top(threat)]
