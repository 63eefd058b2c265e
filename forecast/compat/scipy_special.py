"""Imports distribution functions and their inverses from `scipy.special` without importing that package.

Importing the package takes as long as importing Numba, because it prepares for the arrays of other libraries. The
functions are in an extension module that works without the package. If that module has moved, the package is imported.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_PACKAGE = "scipy.special"
_NAMES = ("betaincinv", "gammaincc", "gammaincinv", "ndtr", "ndtri", "stdtrit")


def _load() -> Any:
    """Import the extension module, or the package if that is imported already or if the module has moved."""
    spec = None if _PACKAGE in sys.modules else find_spec("scipy")
    if spec is None or not spec.submodule_search_locations:
        return import_module(_PACKAGE)
    empty_package = ModuleType(_PACKAGE)
    empty_package.__path__ = [f"{folder}/special" for folder in spec.submodule_search_locations]
    sys.modules[_PACKAGE] = empty_package
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
betaincinv, gammaincc, gammaincinv, ndtr, ndtri, stdtrit = (getattr(_functions, name) for name in _NAMES)
