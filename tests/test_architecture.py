"""The plan of the rooms: the README's tree is the code's, imports make no circle, nothing serves tests alone."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

from studies.reference.architecture import BEGIN, END, tree

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("forecast", "forecast_kernels", "studies")
# what a user starts: the command, the Python interface, the studies
ENTRANCES = ("forecast", "forecast.__main__", "studies.__main__")


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, include_external_packages=False, cache_dir=None)


def circles(arrows: dict[str, set[str]]) -> Iterator[list[str]]:
    """Groups of modules that import each other (strongly connected components of two or more, Tarjan 1972)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []

    def visit(module: str) -> Iterator[list[str]]:
        number[module] = low[module] = len(number)
        stack.append(module)
        for other in sorted(arrows[module]):
            if other not in number:
                yield from visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], number[other])
        if low[module] == number[module]:
            group = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(group) > 1:
                yield sorted(group)

    for module in sorted(arrows):
        if module not in number:
            yield from visit(module)


def test_that_the_search_for_circles_finds_one() -> None:
    assert list(circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}})) == [["b", "c"]]


def test_that_imports_make_no_circle() -> None:
    arrows = {module: set(graph().find_modules_directly_imported_by(module)) for module in graph().modules}
    for module, others in arrows.items():  # a package's face hands on names of the modules below it
        others -= {other for other in others if module.startswith(f"{other}.")}
    assert not list(circles(arrows))


def test_that_no_module_is_imported_by_tests_only() -> None:
    reached: set[str] = set()
    waiting = [module for module in ENTRANCES if module in graph().modules]
    assert len(waiting) == len(ENTRANCES)
    while waiting:
        module = waiting.pop()
        if module not in reached:
            reached.add(module)
            waiting += [other for other in graph().find_modules_directly_imported_by(module)]
            waiting += [module.rpartition(".")[0]] if "." in module else []
    assert not sorted(graph().modules - reached)


def test_that_the_tree_of_the_readme_is_that_of_the_code() -> None:
    text = (ROOT / "README.md").read_text()
    match = re.search(re.escape(BEGIN) + r"\n(.*?)" + re.escape(END), text, re.DOTALL)
    assert match, "the README has no architecture section"
    assert match.group(1) == tree(ROOT), "run make docs"


@pytest.mark.parametrize("folder", ["forecast", "kernels/forecast_kernels", "studies"])
def test_that_every_room_says_what_it_holds(folder: str) -> None:
    rooms = [path for path in (ROOT / folder).rglob("*") if path.is_dir() and list(path.glob("*.py"))]
    assert not [room.relative_to(ROOT) for room in rooms if not (room / "__init__.py").read_text().startswith('"""')]
