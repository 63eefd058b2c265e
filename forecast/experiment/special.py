"""Inverse distribution functions of `scipy.special`, without the rest of that package.

To import `scipy.special` takes as long as Numba, since it makes ready for arrays of other libraries. The functions
themselves lie in an extension module that needs none of it.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_NAME = "scipy.special"


def _functions() -> Any:
    """The module that has them: the package if it is there already or if its parts have moved."""
    spec = None if _NAME in sys.modules else find_spec("scipy")
    if spec is None or not spec.submodule_search_locations:
        return import_module(_NAME)
    stand_in = ModuleType(_NAME)
    stand_in.__path__ = [f"{place}/special" for place in spec.submodule_search_locations]
    sys.modules[_NAME] = stand_in
    try:
        found = import_module(f"{_NAME}._ufuncs")
        if all(hasattr(found, name) for name in ("betaincinv", "gammaincinv", "ndtri", "stdtrit")):
            return found
    except ImportError:
        pass
    finally:
        del sys.modules[_NAME]
    return import_module(_NAME)


_found = _functions()
betaincinv, gammaincinv, ndtri, stdtrit = _found.betaincinv, _found.gammaincinv, _found.ndtri, _found.stdtrit
