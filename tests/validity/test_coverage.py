"""The page of claims: complete, and true of the code that it names."""

import ast
import re
from pathlib import Path

import pytest

from forecast.config import load_experiment
from forecast_kernels.layout import donors, levers, outcomes, parameters
from tests.mutation.mutants import MUTANTS
from tests.validity.claims import SWITCHES
from tests.validity.published import STATISTICS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "coverage.md"
HEADER = ["claim", "kind", "lever or output", "mechanism", "parameters", "test", "mutation", "record"]
KINDS = {"lever", "mechanism", "outcome", "benchmark"}
VERDICTS = ("supported", "not supported", "contested")
CLAIMS = [f"C{k:02d}" for k in range(1, 35)]
SHARED = "tests/validity/test_claims.py::test_that_switching_it_off_changes_what_the_claim_says"
EITHER_WAY = (
    "emboldened_effect", "taiwan_effect", "supplier_growth", "backing_effect", "dmz_effect", "escalation_effect",
    "coerced_effect", "reputation_effect", "type_effect",
)  # fmt: skip
EXEMPT = ("benchmark", "output")
ROWS_OF_TABLE = re.compile(r"^\| (.+) \|$", re.MULTILINE)
QUOTED = re.compile(r"`([^`]+)`")


def table(text: str) -> list[list[str]]:
    """The first table of the page, its header included."""
    first = text[text.index(f"| {HEADER[0]} | ") :].partition("\n\n")[0]
    lines = [m.group(1).split(" | ") for m in ROWS_OF_TABLE.finditer(first)]
    return [[cell.strip() for cell in line] for line in lines]


def rows() -> dict[str, dict[str, str]]:
    return {row[0][:3]: dict(zip(HEADER, row, strict=True)) for row in table(PAGE.read_text())[1:]}


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_that_every_claim_has_one_row_and_no_cell_is_empty():
    lines = table(PAGE.read_text())
    assert lines[0] == HEADER
    assert [row[0][:3] for row in lines[1:]] == CLAIMS
    assert all(len(row) == len(HEADER) and all(row) for row in lines)
    assert all(len(row[0]) > 4 for row in lines[1:]), "a claim is its number and a few words"


@pytest.mark.parametrize("claim", CLAIMS)
def test_that_a_row_says_its_kind_how_its_test_fails_and_what_the_record_says(claim):
    row = rows()[claim]
    kinds = set(row["kind"].split(", "))
    assert kinds <= KINDS
    mutants = sum(mutant.claim == claim for mutant in MUTANTS)
    shifted = any(statistic.claim == claim for statistic in STATISTICS)
    said = row["mutation"].removesuffix(" †").split("; ")
    assert said == [f"fails, {mutants} of {mutants}"] * (mutants > 0) + ["fails, shifted by 2 sd"] * shifted
    assert not shifted or "benchmark" in kinds
    assert row["record"].startswith(VERDICTS) and ":" in row["record"]


def test_that_no_test_demands_a_sign_that_the_record_does_not_support():
    """Their outcomes follow the input in both directions; C21 is tested by each side's own term."""
    for claim in ("C03", "C04", "C05"):
        assert {switch.sign for switch in SWITCHES if switch.claim == claim} == {1, -1}
    for effect in EITHER_WAY:
        assert {switch.sign for switch in SWITCHES if effect in switch.rows} == {1, -1}, effect


@pytest.mark.parametrize("claim", CLAIMS)
def test_that_the_tests_named_exist(claim):
    named = QUOTED.findall(rows()[claim]["test"])
    assert named
    for path, _, function in (name.partition("::") for name in named):
        tree = ast.parse((ROOT / path).read_text())
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, (path, function)


def known_names() -> set[str]:
    """Rows of the kernel, outcomes included, priors of the study, and outcomes made from rows."""
    exp = load_experiment(ROOT / "configs" / "offer.yaml")
    made = {f"durable_{k}y" for k in (1, 2, 5, 10)} | {f"aid_{donor}_eur_bn" for donor in exp.baseline.donors}
    tables = (parameters.PARAMETERS, donors.DONOR_PARAMETERS, levers.LEVERS, levers.DONOR_LEVERS, outcomes.OUTCOMES)
    return {column.name for columns in tables for column in columns} | set(exp.priors) | made


def test_that_levers_outputs_and_parameters_are_those_of_the_model():
    known = known_names()
    for claim, row in rows().items():
        for column in ("lever or output", "parameters"):
            assert set(QUOTED.findall(row[column])) <= known, (claim, column)
        assert QUOTED.findall(row["parameters"]), claim


def test_that_mechanisms_are_sections_of_the_model_page():
    headings = re.findall(r"^## (.+)$", (ROOT / "docs" / "model.md").read_text(), re.MULTILINE)
    known = {anchor(heading) for heading in headings}
    for claim, row in rows().items():
        named = re.findall(r"\(model\.md#([\w-]+)\)", row["mechanism"])
        assert named and set(named) <= known, (claim, named)


def test_that_every_lever_is_switched_off_by_a_test_or_said_not_to_be():
    switched = {switch.claim for switch in SWITCHES}
    assert switched == {claim for claim, row in rows().items() if SHARED in row["test"]}
    for claim, row in rows().items():
        what = row["lever or output"]
        assert claim in switched or any(word in what for word in EXEMPT), claim
        assert "lever" in what or any(word in what for word in EXEMPT), claim


def test_that_what_is_switched_off_is_named_in_the_row():
    """At least one of the rows that a claim's switches change stands in its levers or parameters."""
    for claim, row in rows().items():
        named = set(QUOTED.findall(row["lever or output"] + row["parameters"]))
        for switch in (s for s in SWITCHES if s.claim == claim):
            parts = (switch.rows, switch.levers, *switch.donors.values(), *switch.flows.values())
            assert named & {name for part in parts for name in part}, switch.label
