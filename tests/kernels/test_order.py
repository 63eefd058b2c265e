"""Both drivers call the steps of `steps.order`, in its order, under its conditions, with its draws."""

import ast
import inspect
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from forecast_kernels.layout.outcomes import OUTCOMES
from forecast_kernels.layout.regimes import CEASEFIRE, FIGHTING, FRONT_MOVES, HOLDING, LOW, REGIMES, TRUCE
from forecast_kernels.numeric import channels
from forecast_kernels.numeric.draws import week_blocks
from forecast_kernels.steps import clock, order
from tests.kernels.case import ROOT
from tests.kernels.recorded import (
    BLOCKS,
    GLOBAL,
    MODULES,
    N_DONORS,
    N_SECTORS,
    NUMBERS,
    WEEKS,
    Call,
    calls_of_lanes,
    calls_of_member,
    code,
    normal_code,
    nothing,
    student_code,
)  # fmt: skip

DRAWS = {draw.name: draw for draw in order.DRAWS}
SCENES = [(regime.number, False) for regime in REGIMES] + [(TRUCE, True), (CEASEFIRE, True), (LOW, True)]


def function_of(step):
    module, name = step.function.split(".")
    function = getattr(MODULES[module], name)
    return getattr(function, "py_func", function)


def runs(step, regimes, returns, week):
    """Whether a tile with members in these regimes makes this step."""
    return {
        order.ALWAYS: True,
        order.FRONT_MOVES: any(regime in FRONT_MOVES for regime in regimes),
        order.NOT_FIGHTING: any(regime not in FIGHTING for regime in regimes),
        order.HOLDING: any(regime in HOLDING for regime in regimes),
        order.RETURN: returns and any(regime not in FIGHTING for regime in regimes),
        order.BROKEN: returns and any(regime not in FIGHTING for regime in regimes),
        order.SNAPSHOT: week in order.NAMED_WEEKS,
    }[step.runs]


def value(draw, channel, week, sector):
    """The stand-in's value of a draw."""
    (unit, place), *_ = order.counter_words(draw, N_SECTORS, sector)
    return {"normal": normal_code, "uniform": code, "Student t": student_code}[draw.kind](channel, week, unit, place)


def numbers_of(step, week, moves):
    t, now, years, fade2, fade3 = (float(x) for x in clock.times(week - 1))
    known = {"t": t, "week": now, "years": years, "fade2": fade2, "fade3": fade3, "moves": moves, "number": week}
    return tuple((n, float(known[n])) for n in NUMBERS if n in inspect.signature(function_of(step)).parameters)


def expected(regimes, returns):
    """The calls that the table asks for; draws are those that the steps read."""
    calls = []
    for step in order.START:
        for index in range(N_SECTORS) if step.over else (None,):
            draws = {"z_start": normal_code(channels.SECTOR_START, 0, (index or 0) // 4, (index or 0) % 4)}
            draws |= {
                f"once {k}": code(channels.ONCE, 0, k // 4, k % 4) for k in range(4 * MODULES["start"].ONCE_BLOCKS)
            }
            read = [name for name in draws if name.split()[0] in step.draws]
            calls.append(Call(step.function, index, (), tuple((name, draws[name]) for name in read)))
    moves = any(regime in FRONT_MOVES for regime in regimes)
    for week in range(1, WEEKS + 1):
        for step in order.WEEK:
            if runs(step, regimes, returns, week):
                channel = channels.RETURN if step.runs == order.RETURN else channels.WEEKLY
                for index in range({order.DONOR: N_DONORS, order.SECTOR: N_SECTORS}.get(step.over, 1)):
                    draws = tuple((n, value(DRAWS[n], channel, week - 1, index)) for n in step.draws)
                    lead = 0 if step.function in ("resources.threat", "peace.danger") else None
                    calls.append(
                        Call(step.function, index if step.over else lead, numbers_of(step, week, moves), draws)
                    )
    return calls


@pytest.mark.parametrize(("regime", "returns"), SCENES)
def test_that_one_member_follows_the_table(tmp_path, regime, returns):
    assert calls_of_member(tmp_path, regime, returns) == expected([regime], returns)


@pytest.mark.parametrize(("regime", "returns"), SCENES)
def test_that_the_lane_loops_follow_the_table(tmp_path, regime, returns):
    assert calls_of_lanes(tmp_path, [regime], returns) == expected([regime], returns)


@pytest.mark.parametrize("regimes", list(combinations(range(len(REGIMES)), 2)))
def test_that_a_tile_of_two_regimes_makes_the_steps_of_both(tmp_path, regimes):
    assert calls_of_lanes(tmp_path, list(regimes), True) == expected(regimes, True)


def swap(first, second):
    def edit(text):
        assert text.count(first) == text.count(second) == 1
        return text.replace(first, "SWAPPED").replace(second, first).replace("SWAPPED", second)

    return edit


def replace(old, new, count=1):
    def edit(text):
        assert text.count(old) >= 1, old
        return text.replace(old, new, count)

    return edit


MEMBER_SLIPS = {
    "two calls exchanged": swap("battle.share_out(derived, state, i)", "battle.settle_front(state, i)"),
    "a step dropped": replace("battle.live(derived, state, i)", "pass"),
    "a step repeated": replace(
        "ledger.beyond(params, derived, state, i)", "[ledger.beyond(params, derived, state, i) for _ in range(2)]"
    ),
    "another condition": replace("    if holding(regime):", "    if rests:"),
    "a row of sector draws shifted": replace("number = GLOBAL_DRAWS + k", "number = GLOBAL_DRAWS + k + 1"),
    "the row of a normal shifted": replace(
        "draws[s.Z_LEVEL, i] = week_normals[2, i]", "draws[s.Z_LEVEL, i] = week_normals[3, i]"
    ),
    "units of uniforms shifted": replace("member, week, blocks + b)", "member, week, blocks + b + 1)"),
    "the Student shock from other words": replace("student6(w1, w2)", "student6(w2, w3)"),
    "another time": replace(
        "battle.level(params, derived, state, outcomes, draws, t, fade2, i)",
        "battle.level(params, derived, state, outcomes, draws, fade2, t, i)",
    ),
    "another sector": replace(
        "battle.advance(params, derived, state, sectors[k], sector_state[k], i)",
        "battle.advance(params, derived, state, sectors[0], sector_state[0], i)",
    ),
    "another channel": replace("draw_week(seed, RETURN,", "draw_week(seed, WEEKLY,"),
}
LANE_SLIPS = {
    "two calls exchanged": swap("battle.live(derived, state, i)", "battle.attrit(params, derived, state, draws, i)"),
    "a step dropped": replace("rest.caught_up(state, i)", "pass"),
    "a row of sector normals shifted": replace("week_normals[GLOBAL_DRAWS + k]", "week_normals[GLOBAL_DRAWS + k + 1]"),
    "a row of sector uniforms shifted": replace(
        "week_uniforms[GLOBAL_DRAWS + k]", "week_uniforms[GLOBAL_DRAWS + k + 1]"
    ),
    "the pair of a normal exchanged": replace(
        "draws[s.Z_OIL, i], draws[s.Z_LOSS, i] =", "draws[s.Z_LOSS, i], draws[s.Z_OIL, i] ="
    ),
    "units of uniforms shifted": replace("ids, week, blocks + b, i)", "ids, week, b, i)"),
    "the lead donor is another": replace("lead = donors[0, END_DL:]", "lead = donors[1, END_DL:]"),
    "another condition": replace("    if ledger.has_snapshot(number):", "    if True:"),
}
SIMULATE_SLIPS = {
    "two loops exchanged": swap("lanes.week_quiet(P, V, S, t)", "lanes.week_still(S)"),
    "a loop dropped": replace("lanes.week_danger(P, L, d, V, S)", "pass"),
    "another condition for a loop": replace("if calm:", "if rests:"),
    "the constant of a tile wrong": replace(
        "lanes.week_turn(P, L, V, S, R, week, False)", "lanes.week_turn(P, L, V, S, R, week, True)"
    ),
}


@pytest.mark.parametrize("slip", MEMBER_SLIPS)
def test_that_a_slip_in_the_order_of_one_member_is_seen(tmp_path, slip):
    seen = [calls_of_member(tmp_path, *scene, MEMBER_SLIPS[slip]) for scene in SCENES]
    assert seen != [expected([regime], returns) for regime, returns in SCENES]


@pytest.mark.parametrize("slip", [*LANE_SLIPS, *SIMULATE_SLIPS])
def test_that_a_slip_in_the_lane_loops_is_seen(tmp_path, slip):
    edits = LANE_SLIPS.get(slip, nothing), SIMULATE_SLIPS.get(slip, nothing)
    seen = [calls_of_lanes(tmp_path, [regime], returns, *edits) for regime, returns in SCENES]
    assert seen != [expected([regime], returns) for regime, returns in SCENES]


def test_that_the_table_names_the_draws_that_a_step_reads():
    for step in order.WEEK:
        function = function_of(step)
        parameters = inspect.signature(function).parameters
        tree = ast.parse(inspect.getsource(function))
        rows = {
            node.slice.elts[0].attr.lower()
            for node in ast.walk(tree)
            if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "N"
        }
        sector = {"z_sector": "Z", "u_sector": "U"}
        rows |= {name for name, letter in sector.items() if letter in parameters}
        assert rows == set(step.draws), step.function
        assert (step.over == order.SECTOR) == ("C" in parameters), step.function
        assert (step.over == order.DONOR) == ("AP" in parameters), step.function


def test_that_blocks_and_rows_of_draws_are_counted_alike():
    assert week_blocks(N_SECTORS) == BLOCKS and set(GLOBAL) < set(DRAWS)
    for n_sectors in range(1, 40):
        used = [w for d in order.DRAWS for k in range(n_sectors if "sector" in d.name else 1)
                for w in order.counter_words(d, n_sectors, k)]  # fmt: skip
        assert len(used) == len(set(used)) and max(unit for unit, _ in used) < 2 * week_blocks(n_sectors)


def test_that_named_weeks_are_those_of_the_outcomes():
    weeks = {int(c.name.rpartition("_w")[2]) for c in OUTCOMES if c.name.rpartition("_w")[2].isdigit()}
    assert weeks == set(order.NAMED_WEEKS) == {w for w in range(1, 700) if MODULES["ledger"].has_snapshot(w)}


def test_that_the_page_of_the_model_shows_the_table():
    page = Path(ROOT, "docs", "model.md").read_text()
    assert order.markdown() in page, f"docs/model.md, 'Order of a week', should read:\n\n{order.markdown()}"


def test_that_the_order_can_be_read_without_compiled_code():
    source = Path(order.__file__).read_text()
    assert "numpy" not in source and "numba" not in source and np.float32(order.DRAWS[0].numbers[0]) == 0
