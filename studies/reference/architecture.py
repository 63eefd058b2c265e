"""Writes the tree in the README: every Python package with the first sentence of its `__init__.py`."""

import ast
import re
from pathlib import Path

BEGIN, END = "<!-- tree: made by `make docs` -->", "<!-- end of tree -->"
PACKAGES = ("kernels/forecast_kernels", "forecast", "studies")
INDENT = 2
NAME_WIDTH = 28


def tree(root: Path) -> str:
    """Return a fenced block with one line per package: its name and its purpose.

    Parameters
    ----------
    root : Path
        Root folder of the repository.
    """
    lines = [line for package in PACKAGES for line in _package_lines(root / package, package, 0)]
    return "```text\n" + "\n".join(lines) + "\n```\n"


def write_tree(root: Path) -> None:
    """Replace the tree between the two marks of `README.md`."""
    page = root / "README.md"
    between = re.compile(re.escape(BEGIN) + r"\n.*?" + re.escape(END), re.DOTALL)
    page.write_text(between.sub(lambda _: f"{BEGIN}\n{tree(root)}{END}", page.read_text()))


def _package_lines(folder: Path, label: str, depth: int) -> list[str]:
    name = f"{' ' * INDENT * depth}{label}/"
    lines = [f"{name:{NAME_WIDTH}} {_purpose(folder)}".rstrip()]
    packages = sorted(path for path in folder.iterdir() if (path / "__init__.py").is_file())
    return lines + [line for path in packages for line in _package_lines(path, path.name, depth + 1)]


def _purpose(folder: Path) -> str:
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or ""
    return re.split(r"\.(?:\s|$)", " ".join(text.split()), maxsplit=1)[0]
