"""The register of parameters: every input once, numbers that its distribution gives, levers with their branches."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from forecast.config import Prior, load_experiment
from forecast.experiment.distributions import quantile, spread_of
from forecast.experiment.evidence import count_grades, evidence
from forecast_kernels.layout.constants import CONSTANTS
from studies.app import main
from studies.reference import parameters_page as register
from studies.reference.input_index import files_of_inputs, levers_of_inputs

OFFER = Path(__file__).parents[2] / "configs" / "offer.yaml"


@pytest.fixture(scope="module")
def page() -> str:
    return register.page(OFFER)


def rows(page: str) -> dict[str, list[str]]:
    """Cells of the tables of inputs by name."""
    tables = page[: page.index("## Constants")]
    found = [[cell.strip() for cell in line.split(" | ")] for line in tables.splitlines() if line.startswith("| `")]
    assert len({cells[0] for cells in found}) == len(found)
    return {cells[0].strip("| `"): cells for cells in found}


def test_that_every_input_stands_once_with_grade_source_and_date(page: str) -> None:
    exp, found = load_experiment(OFFER), rows(page)
    assert set(found) == set(exp.priors)
    for name, prior in exp.priors.items():
        assert len(found[name]) == len(register.HEAD)
        assert found[name][7].strip("*") == prior.grade and found[name][8] == prior.source
        assert found[name][-1].strip(" |") == (prior.as_of.isoformat() if prior.as_of else "")


def test_that_every_constant_of_the_model_stands_in_it(page: str) -> None:
    table = page[page.index("## Constants") : page.index("## Sectors")]
    for constant in CONSTANTS:
        assert f"| `{constant.name}` | {constant.meaning} |" in table


def test_that_every_sector_stands_in_it(page: str) -> None:
    last = page[page.index("## Sectors") :]
    for key, sector in load_experiment(OFFER).baseline.sectors.items():
        assert f"| `{key}` | {sector.name} |" in last


def test_that_the_head_counts_the_inputs_by_grade(page: str) -> None:
    exp = load_experiment(OFFER)
    found = evidence(exp)
    by_grade = count_grades(exp.priors.values())
    assert sum(by_grade.values()) == len(exp.priors) == found.total - len(CONSTANTS)
    judged = by_grade["C"] + sum(constant.grade == "C" for constant in CONSTANTS)
    assert found.mark == f"Grade C: {judged} of {len(exp.priors) + len(CONSTANTS)} inputs and constants are judgments"
    head = page[: page.index("## How to read")]
    assert found.mark[1:] in head
    all_row = next(line for line in head.splitlines() if "**all inputs**" in line)
    assert all_row.split(" | ")[3:] == [str(by_grade["A"]), str(by_grade["B"]), f"{by_grade['C']} |"]


def test_that_inputs_are_grouped_by_the_file_they_stand_in(page: str) -> None:
    for file, names in files_of_inputs(OFFER).items():
        text = (OFFER.parent / file).read_text()
        part = page[page.index(f"## configs/{file}\n") :].split("\n## ")[0]
        for name in names:
            assert f"\n  {name}:" in text and f"| `{name}` |" in part


def test_that_levers_name_their_branches(make_experiment: Callable[..., Any], page: str) -> None:
    assert levers_of_inputs(load_experiment(OFFER))["ultimatum_week"] == {
        "package.on_table": ["surge_offer", "freeze_withdrawn", "surge_bluff"],
        "offer.announced": ["surge_offer", "freeze_withdrawn", "surge_bluff"],
    }
    cells = rows(page)["ultimatum_week"]
    assert cells[2].startswith("lever: `package.on_table` of surge_offer, freeze_withdrawn, surge_bluff")
    assert levers_of_inputs(make_experiment()) == {}


SHAPES: list[dict[str, Any]] = [
    {"fixed": 2.125},
    {"normal": {"mean": 3.0, "sd": 2.0}},
    {"lognormal": {"median": 131.0, "sdlog": 0.54}},
    {"beta": {"a": 7.0, "b": 13.0}},
    {"gamma": {"shape": 6.0, "rate": 21.4}},
    {"triangular": {"min": 6.0, "mode": 18.0, "max": 36.0}},
    {"uniform": {"low": 0.4, "high": 0.9}},
    {"choice": {"values": [1.5, 2.0, 3.0], "weights": [1.0, 3.0, 1.0]}},
    {"normal": {"mean": 3.0, "sd": 2.0}, "at_least": 2.5, "at_most": 4.0},
    {"lognormal": {"median": 1.0, "sdlog": 0.5}, "at_most": 1.2},
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_that_mean_and_interval_are_those_of_the_draws(make_prior: Callable[..., Prior], shape: dict[str, Any]) -> None:
    prior = make_prior("x", None, **shape)
    drawn = quantile(prior, (np.arange(400_000) + 0.5) / 400_000).astype(np.float64)
    found = spread_of(prior)
    assert found.mean == pytest.approx(drawn.mean(), rel=2e-4)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(drawn, [0.1, 0.9])), rel=2e-4)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (1520.4, "1520"), (0.0123456, "0.0123"), (-3.0, "-3"), (2.125, "2.12"), (0.65 - 1e-13, "0.65")],
)
def test_that_numbers_have_three_digits_whatever_the_last_bit(value: float, text: str) -> None:
    assert register.number(value) == text
    assert register.number(value * (1 + 2**-52)) == register.number(value * (1 - 2**-53)) == text


def test_that_a_distribution_is_told_with_its_cuts(make_prior: Callable[..., Prior]) -> None:
    prior = make_prior("x", None, beta={"a": 10.0, "b": 20.0}, at_most=0.62)
    assert register.distribution_text(prior) == "beta, a 10, b 20; at most 0.62"


def test_that_a_config_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["parameters_page", str(tmp_path / "no.yaml")]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.endswith("no.yaml: no such file\n") and err.count("\n") == 1
