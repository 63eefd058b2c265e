"""The table of model constants: complete, graded, and what the kernels compute with."""

import ast
from pathlib import Path

import pytest

import forecast_kernels
from forecast_kernels.layout import constants

KERNELS = Path(forecast_kernels.__file__).parent
SOURCES = {path: path.read_text() for path in sorted(KERNELS.rglob("*.py")) if path.name != "constants.py"}
SWITCHES = KERNELS.parents[1] / "forecast" / "config" / "switches.py"
GUARDS = {0.0, 1.0, 2.0, 0.5, -1.0}


def test_that_every_constant_has_a_name_a_unit_a_meaning_a_grade_and_a_source():
    assert len({c.name for c in constants.CONSTANTS}) == len(constants.CONSTANTS)
    for c in constants.CONSTANTS:
        assert getattr(constants, c.name.upper()) == c.value
        assert c.unit and c.meaning and c.source and c.grade in "ABC", c.name
        assert c.grade == "C" or "judgment" not in c.source, c.name


def test_that_something_computes_with_every_constant():
    text = "\n".join([*SOURCES.values(), SWITCHES.read_text()])
    names = [c.name.upper() for c in constants.CONSTANTS]
    assert not [name for name in names if f"k.{name}" not in text and f"import {name}" not in text]


@pytest.mark.parametrize("path", [p for p in SOURCES if p.parent.name in ("model", "steps")], ids=lambda p: p.stem)
def test_that_functions_of_the_model_hold_no_bare_numbers(path):
    """Numbers stand at the head of a module, under a name; guards against division by zero may stand in a formula."""
    for function in (node for node in ast.parse(SOURCES[path]).body if isinstance(node, ast.FunctionDef)):
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "F":
                numbers = [n.value for n in ast.walk(call) if isinstance(n, ast.Constant)]
                small = all(abs(n) < 0.06 or n in GUARDS or 0.94 < n < 1.0 for n in numbers)
                assert small, f"{path.name}, {function.name}: {ast.unparse(call)}"
