"""Copies of the array model with one text replaced, imported under a name of their own."""

import importlib
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from tests.kernels.case import ROOT
from tests.mutation.mutants import Mutant

SOURCE = ROOT / "tests" / "array_model"
PACKAGE = "turned_array_model"


def mutated(text: str, mutant: Mutant) -> str:
    """The text of a module with the mutant's term turned; a name is replaced only where it ends there.

    Raises
    ------
    ValueError
        If the term is not in the text.
    """
    ends = r"(?!\w)" if mutant.old[-1].isalnum() else ""
    found, count = re.subn(rf"(?<!\w){re.escape(mutant.old)}{ends}", lambda _: mutant.new, text)
    if not count:
        raise ValueError(f"{mutant.label}: '{mutant.old}' is not in {mutant.file}.py")
    return found


@contextmanager
def model(mutant: Mutant) -> Iterator[ModuleType]:
    """The array model with one term turned, in a folder that is removed afterwards."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / PACKAGE
        shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
        for path in copy.glob("*.py"):
            text = path.read_text().replace("tests.array_model", PACKAGE)
            path.write_text(mutated(text, mutant) if path.stem == mutant.file else text)
        sys.path.insert(0, folder)
        try:
            importlib.invalidate_caches()
            yield importlib.import_module(PACKAGE)
        finally:
            sys.path.remove(folder)
            for name in [n for n in sys.modules if n.partition(".")[0] == PACKAGE]:
                del sys.modules[name]
