"""Inverse distribution functions of `scipy.special` without the import of that package.

The package prepares for the arrays of other libraries, which takes as long as the import of Numba. The functions
themselves are in an extension module that needs none of it. Where that module has moved, the package is imported.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_PACKAGE = "scipy.special"
_NAMES = ("betaincinv", "gammaincinv", "ndtri", "stdtrit")


def _load() -> Any:
    """The extension module; the package if it is imported already or if the extension module has moved."""
    spec = None if _PACKAGE in sys.modules else find_spec("scipy")
    if spec is None or not spec.submodule_search_locations:
        return import_module(_PACKAGE)
    stand_in = ModuleType(_PACKAGE)
    stand_in.__path__ = [f"{folder}/special" for folder in spec.submodule_search_locations]
    sys.modules[_PACKAGE] = stand_in
    try:
        functions = import_module(f"{_PACKAGE}._ufuncs")
        if all(hasattr(functions, name) for name in _NAMES):
            return functions
    except ImportError:
        pass
    finally:
        del sys.modules[_PACKAGE]
    return import_module(_PACKAGE)


_functions = _load()
betaincinv, gammaincinv, ndtri, stdtrit = (getattr(_functions, name) for name in _NAMES)
