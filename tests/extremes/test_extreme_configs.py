"""Valid extreme configs either run, with every value within its bounds, or end with a line that says what is wrong.

A run that prints an implausible number and exits with 0 is the defect that these tests look for. `make validate` tries
500 configs; FRONTCAST_EXTREMES=2000 tries more, at about a second of processor time each.
"""

import json
import os
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest

from forecast.cli.app import main
from forecast.config import Experiment
from forecast.errors import ForecastError
from forecast.experiment.inputs import Sampler
from forecast.experiment.sectors import sector_table
from forecast.runner.fitting.emulator import fit_experiment
from forecast.runner.kernel import Kernel
from forecast.store.faults import failed_in_any, failed_members, find_faults
from forecast.store.member_tables import member_table
from forecast.store.reader import open_run
from forecast.store.variables import member_variables
from forecast_kernels.layout.bounds import BOUNDS, DONOR_BOUNDS
from tests.extremes.configs import Extreme, Maker

FEW, BLOCK = 50, 150
MANY = int(os.environ.get("FRONTCAST_EXTREMES", "500"))
MAX_REFUSED = 0.05
ENDS = (0, 2, 4)


class Ended(NamedTuple):
    """What became of a config. problem: why it was refused or has failed members, else empty."""

    extreme: Extreme
    problem: str


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return Maker(tmp_path_factory.mktemp("extremes"))


def simulated(extreme: Extreme) -> Ended:
    """Simulate a config without a run folder, and check each value of each member that did not fail."""
    exp = extreme.experiment
    try:
        sampler, sectors = Sampler(exp), sector_table(exp)
        kernel = Kernel(exp, sampler, sectors, fit_experiment(exp, sectors).array())
        result = kernel.compute(0, exp.members)
    except ForecastError as error:
        assert error.exit_code in ENDS[1:]
        assert error.problems and all(problem.message for problem in error.problems)
        return Ended(extreme, str(error))
    reasons = []
    for branch, block in result.branches.items():
        failed = failed_members(block.out, block.donor_out, exp.horizon)
        assert (block.regimes.sum(axis=1) == np.count_nonzero(~failed)).all()
        assert (block.hist.sum(axis=2) == np.count_nonzero(~failed)).all()
        check_table(exp, member_table(exp, 0, block.out, block.donor_out).to_pydict(), failed)
        reasons += [fault.reason for fault in find_faults(exp, branch, 0, block.out, block.donor_out)]
    return Ended(extreme, "; ".join(dict.fromkeys(reasons)))


def check_table(exp: Experiment, table: dict[str, list[float | None]], failed: np.ndarray) -> None:
    for variable in member_variables(exp)[1:]:
        for value, has_failed in zip(table[variable.name], failed, strict=True):
            if has_failed:
                assert value is None
            elif value is None:
                assert variable.nullable
            else:
                low, high = ends(variable, exp.horizon)
                assert low <= value <= high, f"{variable.name} is {value}"


def ends(variable, horizon: int) -> tuple[float, float]:
    """Lowest and highest plausible value of a column."""
    if variable.kind == "flag":
        return 0.0, 1.0
    bounds = BOUNDS[variable.rule.row] if hasattr(variable.rule, "row") else DONOR_BOUNDS
    return bounds.low, min(bounds.high, horizon) if bounds.in_weeks else bounds.high


def report(endings: list[Ended], capsys: pytest.CaptureFixture[str]) -> None:
    """Print the refused configs, and check that they are few."""
    refused = [ended for ended in endings if ended.problem]
    with capsys.disabled():
        for ended in refused:
            print(f"\n{ended.extreme.number}: {ended.problem[:300]}\n    {'; '.join(ended.extreme.changed[:-1])[:600]}")
    assert len(refused) <= MAX_REFUSED * len(endings), f"{len(refused)} of {len(endings)} refused"


@pytest.fixture
def endings(maker: Maker) -> Callable[[range], list[Ended]]:
    return lambda numbers: [simulated(maker.make(number)) for number in numbers]


@pytest.mark.validate
def test_that_extreme_configs_give_plausible_numbers_or_say_why_not(endings, capsys) -> None:
    report(endings(range(FEW)), capsys)


@pytest.mark.validate
@pytest.mark.parametrize("first", range(FEW, MANY, BLOCK))
def test_that_more_extreme_configs_do(endings, first, capsys) -> None:
    report(endings(range(first, first + BLOCK)), capsys)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_that_the_command_ends_an_extreme_config_in_one_of_three_ways(maker, number, tmp_path, capsys) -> None:
    extreme = maker.make(number)
    words = ["run", str(maker.folder / f"{number}.yaml"), "--threads", "1", "--out", str(tmp_path), "--json"]
    with pytest.raises(SystemExit) as ended:
        main(words)
    printed = capsys.readouterr()
    assert ended.value.code in ENDS
    (line,) = printed.out.splitlines()
    content = json.loads(line)
    assert (ended.value.code == 0) == (content["status"] == "complete" and not content["failed"])
    if content["status"] == "complete":
        run = open_run(content["run"])
        for branch in run.manifest.branches:
            failed = failed_in_any([e for e in run.manifest.failed if e.branch == branch], run.manifest.members)
            check_table(extreme.experiment, run.parts.table(f"members/branch={branch}").to_pydict(), failed)
