"""The tree in the README: every room of the code with the first sentence of its `__init__.py`."""

import ast
import re
from pathlib import Path

BEGIN, END = "<!-- tree: made by `make docs` -->", "<!-- end of tree -->"
ROOMS = ("kernels/forecast_kernels", "forecast", "studies")
INDENT, ABOUT = 2, 28


def tree(root: Path) -> str:
    """A fenced block with one line a folder: its name, how many files it holds, what it is for.

    Parameters
    ----------
    root : Path
        The checkout.
    """
    lines = [line for room in ROOMS for line in _folder(root / room, room, 0)]
    return "```text\n" + "\n".join(lines) + "\n```\n"


def write(root: Path) -> None:
    """Replace the tree between the two marks of `README.md`."""
    page = root / "README.md"
    between = re.compile(re.escape(BEGIN) + r"\n.*?" + re.escape(END), re.DOTALL)
    page.write_text(between.sub(lambda _: f"{BEGIN}\n{tree(root)}{END}", page.read_text()))


def _folder(folder: Path, shown: str, depth: int) -> list[str]:
    name = f"{' ' * INDENT * depth}{shown}/"
    lines = [f"{name:{ABOUT}} {_about(folder)}".rstrip()]
    below = sorted(path for path in folder.iterdir() if (path / "__init__.py").is_file())
    return lines + [line for path in below for line in _folder(path, path.name, depth + 1)]


def _about(folder: Path) -> str:
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or ""
    return re.split(r"\.(?:\s|$)", " ".join(text.split()), maxsplit=1)[0]
