"""Reading the case tables; the end of the war; the command."""

import json
from pathlib import Path

import numpy as np
import pytest

from forecast.analysis.estimates import Clusters
from forecast.errors import ObservationError
from studies.app import main
from studies.ceasefires.cases import (
    CASES,
    EPISODES,
    TRUCES,
    WARS,
    read_cases,
    read_episodes,
    read_truces,
    read_wars_between_same_states,
)
from studies.ceasefires.study import OTHERS, STATES, compare_with_cases
from studies.ceasefires.war_end import WarEnds, compare_base_rates, spread_over_draws
from tests.studies.ceasefires.simulated_cases import CONFIG, draws

CASE = (
    "case_id,side_a,side_b,kind,formal_agreement,peacekeepers,monitors,outside_guarantee,decisive_outcome,"
    "event_small,days_small,event_large,days_large\n"
    "C06,One,Two,ii,1,0,1,0,0,1,3,1,0\n"
    "C07,Three,Four,ii,1,0,1,1,0,0,700,0,700\n"
    "C10,Two,One,ip,1,1,0,1,1,0,70,0,70\n"
)
EPISODE = (
    "conflict_id,side_a,side_b,episode_start,episode_end,max_intensity,recurred_25,quiet_days_25,recurred_1000,quiet_days_1000\n"
    "1,One; Three,Two,1950-01-01,1951-01-01,2,0,9000,0,9000\n"
    "2,Two,Three,1960-01-01,1961-01-01,2,1,800,0,900\n"
    "3,One,Three,1970-01-01,1971-01-01,2,0,900,0,900\n"
    "4,One,Four,1970-01-01,1971-01-01,1,0,900,0,900\n"
)


def folder(at: Path, **files: str) -> Path:
    for name, text in ({CASES: CASE, EPISODES: EPISODE, TRUCES: "life_lo_days,life_hi_days\n1,9\n"} | files).items():
        (at / name).write_text(text, encoding="utf-8")
    return at


def test_that_a_row_becomes_a_ceasefire_with_terms_and_war(tmp_path: Path) -> None:
    first, ally, third = read_cases(folder(tmp_path))
    assert first.war == third.war != ally.war
    assert first.failed and first.weeks == pytest.approx(0.5 / 7) and first.abandoned == 3
    assert ally.terms.alliance and ally.terms.bilateral and not ally.failed and ally.weeks == 100
    assert third.terms.keepers == 4.0 and third.terms.decisive and third.abandoned == float("inf")


def test_that_an_old_enemy_in_a_new_dispute_is_a_return(tmp_path: Path) -> None:
    wars = read_wars_between_same_states(folder(tmp_path))
    assert [(case.failed, round(case.weeks)) for case in wars] == [(True, 470), (False, 3335), (False, 2813)]
    assert [case.failed for case in read_episodes(tmp_path, to_war=False)] == [False, True, False, False]
    assert len(read_episodes(tmp_path, to_war=True)) == 3
    assert read_truces(tmp_path) == [(1.0, 9.0)]


def test_that_no_case_is_in_two_wars() -> None:
    numbers = [number for group in WARS for number in group]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    ("text", "message"), [("a,b\n1,2\n", ":2: not the table"), (CASE.replace("700", "x"), ":3: not the table")]
)
def test_that_another_table_is_refused_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ObservationError) as caught:
        read_cases(folder(tmp_path, **{CASES: text}))
    assert message in str(caught.value) and "\n" not in str(caught.value)


def test_that_the_command_refuses_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ceasefires", str(CONFIG), "--draws", "3"]) == 2
    assert main(["ceasefires", str(CONFIG), "--draws", "64", "--cases", str(tmp_path / "none")]) == 3
    assert main(["ceasefires", str(tmp_path / "none.yaml")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3 and not any("Traceback" in line for line in lines)


def test_that_the_spread_over_draws_has_no_noise_of_replicates(seed: int) -> None:
    """2,000 draws of a known chance, 40 replicates each: the ends within 0.03 of the true quantiles (over 5 errors)."""
    rng = np.random.default_rng(seed)
    chance = rng.beta(3.0, 7.0, 2000)
    draw = np.repeat(np.arange(2000), 40)
    event = rng.random(draw.size) < chance[draw]
    low, high = spread_over_draws(event, np.ones(draw.size, bool), draw)
    assert (low, high) == pytest.approx(tuple(np.quantile(chance, (0.1, 0.9))), abs=0.03)
    alike = rng.random(draw.size) < 0.3
    low, high = spread_over_draws(alike, np.ones(draw.size, bool), draw)
    assert high - low < 0.06
    few = np.where(draw < 1000, np.arange(draw.size) % 40 < 4, True)  # the last thousand draws have nine tenths
    low, high = spread_over_draws(np.asarray(draw >= 1000), few, draw)
    assert low > 0.9 and high <= 1.0


def test_that_base_rates_meet_a_war_that_ends_at_them(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 20_000
    ends = rng.exponential(52 / -np.log1p(-18 / 52), n)
    wars = WarEnds(ends, np.full(n, np.inf), np.arange(n) // 20, Clusters(np.arange(n) // 20))
    rows = compare_base_rates(wars)
    yearly = [row for row in rows if row.base.name.startswith("over in year")]
    assert len(yearly) == 5 and {row.verdict for row in yearly} <= {"inside", "inside with error"}
    assert all(abs(row.model.value - 18 / 52) < 5 * row.model.mcse for row in yearly)
    assert next(row for row in rows if row.base.name.startswith("won")).verdict == "OUTSIDE"


@pytest.mark.validate
def test_that_ceasefires_between_states_return_to_war_about_as_often_as_expected(training_data: Path) -> None:
    """The finding of docs/ceasefires.md, and the one that goes against the module."""
    past = read_cases(training_data)
    assert (len(past), len({case.war for case in past})) == (71, 32)
    cases = compare_with_cases(draws(512), training_data)
    assert not [row.name for row in cases.returns[STATES] if row.verdict == "MISS"]
    assert cases.returns[OTHERS][-1].verdict == "MISS"
    for year in range(3):
        for other in ("constant", "rates_by_age", "kaplan_meier"):
            assert cases.left_out[STATES].brier_ratio("frontcast", other, year).value < 1.0


@pytest.mark.validate
def test_that_the_command_gives_one_object_and_a_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = [tmp_path / name for name in ("one.svg", "two.svg")]
    for figure in figures:
        assert main(["ceasefires", str(CONFIG), "--draws", "64", "--json", "--figure", str(figure)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == second and set(json.loads(first)) == {"draws", "published", "war_end"}
    assert figures[0].read_bytes() == figures[1].read_bytes()
