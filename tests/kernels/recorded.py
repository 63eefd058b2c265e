"""Both drivers run from their source with recording stand-ins for the steps and for the random numbers.

A stand-in for the generator gives words that name their channel, week, unit and place, so that a recorded call shows
which draws its step would have read. `edit` changes the source before it is run.
"""

import importlib.util
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

import forecast_kernels
from forecast_kernels.cpu.buffers import buffers
from forecast_kernels.layout import donors, fitted, levers, outcomes, parameters, sectors, state
from forecast_kernels.layout import state as s
from forecast_kernels.steps import battle, events, ledger, order, peace, resources, rest, start, talks, terms, truces

PACKAGE = Path(forecast_kernels.__file__).parent
STEP_MODULES = (start, terms, truces, resources, battle, rest, talks, peace, events, ledger)
MODULES = {module.__name__.rpartition(".")[2]: module for module in STEP_MODULES}
SEED, MEMBER, WEEKS, N_SECTORS, N_DONORS = 7, 2**32 + 5, 4, 6, 3
BLOCKS, LANES = 3, 4
ROWS = {"P": parameters.N_PARAMETERS, "L": levers.N_LEVERS, "V": state.NV, "S": state.NS, "R": outcomes.N_OUTCOMES,
        "N": state.NN, "X": state.NX, "AP": donors.N_DONOR_PARAMETERS, "AL": levers.N_DONOR_LEVERS, "AS": state.NDS,
        "E": fitted.N_FITTED}  # fmt: skip
NUMBERS = ("t", "week", "years", "fade2", "fade3", "moves", "number")
READS = {step.function: step.draws for step in (*order.START, *order.WEEK)}
DECORATOR = re.compile(r"^@(?:scalar|step|cached|lane|inner|njit\(.*\))$", re.M)

Edit = Callable[[str], str]


class Call(NamedTuple):
    """One call of a step: its function, the sector or donor, its times, and the draws that it reads."""

    function: str
    index: int | None
    numbers: tuple[tuple[str, float], ...]
    draws: tuple[tuple[str, float], ...]


def code(channel: int, week: int, unit: int, place: int) -> float:
    """The number that stands for a random word."""
    return ((channel * 8 + week) * 16 + unit) * 4 + place


def normal_code(channel: int, week: int, unit: int, place: int) -> float:
    """The number that stands for a normal."""
    return code(channel, week, unit, place) + 0.5


def student_code(channel: int, week: int, unit: int, place: int) -> float:
    """The number that stands for a Student shock made of two words from `place` on."""
    return code(channel, week, unit, place) + 0.25


def words(c0, c1, c2, c3, k0, k1):
    assert (int(c0), int(c1), int(k0)) == (MEMBER & 0xFFFFFFFF, MEMBER >> 32, SEED)
    return tuple(np.uint64(code(int(k1), int(c2), int(c3), place)) for place in range(4))


def normals(word0, word1):
    assert int(word1) == int(word0) + 1
    return np.float32(word0) + np.float32(0.5), np.float32(word1) + np.float32(0.5)


def student6(word0, word1):
    assert int(word1) == int(word0) + 1
    return np.float32(word0) + np.float32(0.25)


GENERATOR = {"philox4x32": words, "normals": normals, "uniform": np.float32, "student6": student6}


class Recorder:
    """Stands for a module of steps: its steps record their call, everything else is the module's own."""

    def __init__(self, name: str, calls: dict[int, list[Call]], regimes: list[int], returns: bool) -> None:
        self.name, self.calls, self.regimes, self.returns = name, calls, regimes, returns

    def __getattr__(self, name: str):
        real = getattr(MODULES[self.name], name)
        function = getattr(real, "py_func", real)
        if not inspect.isfunction(function) or "i" not in inspect.signature(function).parameters:
            return real
        signature = inspect.signature(function)
        return lambda *given: self.record(f"{self.name}.{name}", signature.bind(*given).arguments)

    def record(self, function: str, given: dict[str, object]) -> None:
        i = given["i"]
        for letter, rows in ROWS.items():
            assert letter not in given or given[letter].shape[0] == rows, (function, letter)
        self.prepare(function, given, i)
        index = {int(given["C"][0]) - 1} if "C" in given else set()
        index |= {int(given[letter][0, i]) for letter in ("X", "AP", "AL", "AS") if letter in given}
        assert len(index) < 2, f"{function}: rows of different sectors or donors"
        numbers = tuple((name, float(given[name])) for name in NUMBERS if name in given)
        self.calls.setdefault(i, []).append(Call(function, *index or (None,), numbers, self.read(function, given, i)))

    def prepare(self, function: str, given: dict[str, object], i: int) -> None:
        """Gives the rows what the drivers and this recorder look at."""
        if function == "start.shares":
            given["DS"][:, :, i] = np.arange(N_DONORS)[:, None]
        elif function == "start.front_and_supply":
            given["S"][:, i] = 0.0
            given["S"][s.REGIME, i] = self.regimes[i % len(self.regimes)]
        elif function == "start.sector":
            given["X"][:, i] = given["C"][0] - 1
        elif function == "events.turn":
            given["S"][s.EVENT_RESUME, i] = self.returns
            given["S"][s.EVENT_BROKEN, i] = self.returns

    def read(self, function: str, given: dict[str, object], i: int) -> tuple[tuple[str, float], ...]:
        """Those of the draws at hand that the step reads, in the table's order."""
        at_hand = dict(self.draws(given, i))
        names = [name for draw in READS.get(function, ()) for name in at_hand if name.split()[0] == draw]
        return tuple((name, at_hand[name]) for name in names)

    @staticmethod
    def draws(given: dict[str, object], i: int) -> Iterator[tuple[str, float]]:
        if "N" in given:
            yield from ((column, float(given["N"][row, i])) for row, column in enumerate(GLOBAL))
        if "words" in given:
            yield from ((f"once {k}", float(word)) for k, word in enumerate(given["words"][:, i]))
        if "Z" in given:
            yield "z_sector" if "U" in given else "z_start", float(given["Z"][i])
        if "U" in given:
            yield "u_sector", float(given["U"][i])


GLOBAL = [column.name for column in state.DRAWS]


def load(name: str, folder: Path, edit: Edit):
    """A module of the kernels without decorators, from its changed source."""
    text = DECORATOR.sub("", edit((PACKAGE / f"{name}.py").read_text()))
    path = folder / f"{name.replace('/', '_')}_{abs(hash(text))}.py"
    path.write_text(text)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stand_in(module, calls: dict[int, list[Call]], regimes: list[int], returns: bool) -> None:
    for name, function in GENERATOR.items():
        if hasattr(module, name):
            setattr(module, name, function)
    for name in MODULES:
        if hasattr(module, name):
            setattr(module, name, Recorder(name, calls, regimes, returns))


def inputs(members: int) -> tuple[np.ndarray, ...]:
    """params, donors, levers, donor_levers, sectors, fitted; donors and sectors show their number."""
    each = np.arange(N_DONORS, dtype=np.float32)[:, None, None]
    sector = np.arange(1, N_SECTORS + 1, dtype=np.float32)[:, None]
    return (
        np.ones((parameters.N_PARAMETERS, members), np.float32),
        np.ones((N_DONORS, donors.N_DONOR_PARAMETERS, members), np.float32) * each,
        np.ones((levers.N_LEVERS, members), np.float32),
        np.ones((N_DONORS, levers.N_DONOR_LEVERS, members), np.float32) * each,
        np.ones((N_SECTORS, sectors.N_SECTOR_COLUMNS), np.float32) * sector,
        np.ones(fitted.N_FITTED, np.float32),
    )


def nothing(text: str) -> str:
    return text


def calls_of_member(folder: Path, regime: int, returns: bool, edit: Edit = nothing) -> list[Call]:
    """What `member` calls for one member in this regime."""
    calls: dict[int, list[Call]] = {}
    module = load("member", folder, edit)
    stand_in(module, calls, [regime], returns)
    params, donor_params, lever_rows, donor_levers, table, coefficients = inputs(1)

    def room(*shape):
        return np.zeros(shape, np.float32)

    derived, state_rows, results, draws = room(s.NV, 1), room(s.NS, 1), room(outcomes.N_OUTCOMES, 1), room(s.NN, 1)
    donor_state, sector_state = room(N_DONORS, s.NDS, 1), room(N_SECTORS, s.NX, 1)
    week_normals, week_uniforms = room(4 * BLOCKS, 1), room(4 * BLOCKS, 1)
    seed, member = np.uint64(SEED), np.uint64(MEMBER)
    shared = (params, lever_rows, donor_params, donor_levers, table)
    module.begin(
        seed, member, *shared, coefficients, derived, state_rows, results, donor_state, sector_state, week_normals,
        np.zeros((4 * start.ONCE_BLOCKS, 1), np.uint32), 0,
    )  # fmt: skip
    for step in range(WEEKS):
        module.week(
            seed, member, step, *shared, derived, state_rows, results, draws, donor_state, sector_state, week_normals,
            week_uniforms, 0,
        )  # fmt: skip
    return calls[0]


def calls_of_lanes(
    folder: Path, regimes: list[int], returns: bool, edit: Edit = nothing, edit_simulate: Edit = nothing
) -> list[Call]:
    """What the lane loops call for every member of a tile, in which members take turns in these regimes."""
    calls: dict[int, list[Call]] = {}
    lanes, driver = load("cpu/lanes", folder, edit), load("cpu/simulate", folder, edit_simulate)
    stand_in(lanes, calls, regimes, returns)
    driver.lanes, tiles = lanes, load("cpu/tiles", folder, nothing)
    lanes.W = tiles.W = driver.W = driver.POOL = LANES  # a pool of one narrow tile: loops are slow in plain Python
    driver.TILES = 1
    driver.kinds, driver.any_of, driver.pack = tiles.kinds, tiles.any_of, tiles.pack
    driver.all_at_rest = tiles.all_at_rest
    params, donor_params, lever_rows, donor_levers, table, coefficients = inputs(1)
    driver.simulate(
        SEED, MEMBER, WEEKS, params, donor_params, lever_rows, donor_levers, table, coefficients,
        *buffers(1, N_DONORS, N_SECTORS, WEEKS),
    )  # fmt: skip
    assert sorted(calls) == list(range(LANES)), "a loop leaves members out"
    assert all(lane == calls[0] for lane in calls.values()), "members of a tile are treated differently"
    return calls[0]
