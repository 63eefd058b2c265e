"""The functions without their package are those of the package, and the package still works."""

import subprocess
import sys

GONE = (
    "SciPy no longer has scipy.special._ufuncs with these functions. Forecasts are still right, but each run imports "
    "scipy.special: find the new extension module for forecast/compat/scipy_special.py, or delete that file and "
    "import scipy.special."
)

SAME = """
import sys
from forecast.compat import scipy_special as fast
print("package" if "scipy.special" in sys.modules else "module")
values = fast.ndtri(0.3), fast.betaincinv(2.0, 3.0, 0.4), fast.gammaincinv(2.0, 0.4), fast.stdtrit(15, 0.975)
import scipy.special
assert scipy.special.ndtri is fast.ndtri
assert values == (
    scipy.special.ndtri(0.3),
    scipy.special.betaincinv(2.0, 3.0, 0.4),
    scipy.special.gammaincinv(2.0, 0.4),
    scipy.special.stdtrit(15, 0.975),
)
from scipy import stats
assert abs(stats.norm.ppf(0.3) - values[0]) < 1e-15
"""

MOVED = """
import sys
sys.modules["scipy.special._ufuncs"] = None
from forecast.compat import scipy_special
"""

AFTER = """
import scipy.special
from forecast.compat import scipy_special
assert scipy_special.ndtri is scipy.special.ndtri
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)


def test_that_they_are_the_functions_of_the_package_and_need_no_package() -> None:
    done = run(SAME)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "module", GONE


def test_that_a_package_that_is_imported_already_is_taken() -> None:
    done = run(AFTER)
    assert done.returncode == 0, done.stderr


def test_that_a_module_that_has_moved_leads_to_the_package() -> None:
    """The package of this SciPy cannot do without the module: the error is that of the package."""
    assert "scipy/special/__init__.py" in run(MOVED).stderr
