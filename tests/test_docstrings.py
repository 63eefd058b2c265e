"""Docstrings that can be scanned: parameters where there are several, errors where they are raised."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("forecast", "studies")
MANY = 3
ERRORS = {"ConfigError", "ResultError", "RunError", "ObservationError", "ForecastError", "ValueError"}


def public(body: list[ast.stmt], names: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Public functions and methods of a module, with their dotted names."""
    for node in body:
        name = getattr(node, "name", "_")
        if name.startswith("_"):
            continue
        if isinstance(node, ast.ClassDef):
            yield from public(node.body, f"{names}{name}.")
        elif isinstance(node, ast.FunctionDef) and not name.endswith("command"):
            yield f"{names}{name}", node


def raised(node: ast.FunctionDef) -> set[str]:
    """Names of our own errors, and ValueError, that the body raises itself."""
    names = set()
    for step in ast.walk(node):
        if isinstance(step, ast.Raise) and step.exc is not None:
            called = step.exc.func if isinstance(step.exc, ast.Call) else step.exc
            names |= {part.id for part in ast.walk(called) if isinstance(part, ast.Name)}
    return names & ERRORS


def lacking(source: str) -> Iterator[str]:
    """What docstrings of a module lack, one line each."""
    for name, node in public(ast.parse(source).body):
        text = ast.get_docstring(node) or ""
        arguments = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        count = len([a for a in arguments if a not in ("self", "cls")])
        overload = any("overload" in ast.unparse(d) for d in node.decorator_list)
        if overload or (not text and any("override" in ast.unparse(d) for d in node.decorator_list)):
            continue
        if count >= MANY and "Parameters\n----------" not in text:
            yield f"{name}: {count} parameters, no section Parameters"
        if raised(node) and "Raises\n------" not in text:
            yield f"{name}: raises {', '.join(sorted(raised(node)))}, no section Raises"


def test_that_the_check_sees_what_is_missing() -> None:
    source = 'def f(a, b, c):\n    """Text."""\n    raise ConfigError.of("x", "y")\n'
    assert len(list(lacking(source))) == 2
    good = '''def f(a, b, c):
    """Text.

    Parameters
    ----------
    a, b, c : int
        Numbers.

    Raises
    ------
    ConfigError
        Always.
    """
    raise ConfigError.of("x", "y")
'''
    assert not list(lacking(good))


@pytest.mark.parametrize("room", ROOMS)
def test_that_public_docstrings_can_be_scanned(room: str) -> None:
    missing = {
        path.relative_to(ROOT).as_posix(): lines
        for path in sorted((ROOT / room).rglob("*.py"))
        if (lines := list(lacking(path.read_text())))
    }
    assert not missing
