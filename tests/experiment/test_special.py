"""The functions of scipy.special without its package are those of the package, and the package still works."""

import subprocess
import sys

CODE = """
import sys
from forecast.experiment import special
assert "scipy.special" not in sys.modules
found = special.ndtri(0.3), special.betaincinv(2.0, 3.0, 0.4), special.gammaincinv(2.0, 0.4), special.stdtrit(15, 0.975)
import scipy.special
assert scipy.special.ndtri is special.ndtri
assert found == (
    scipy.special.ndtri(0.3),
    scipy.special.betaincinv(2.0, 3.0, 0.4),
    scipy.special.gammaincinv(2.0, 0.4),
    scipy.special.stdtrit(15, 0.975),
)
from scipy import stats
assert abs(stats.norm.ppf(0.3) - found[0]) < 1e-15
"""

MOVED = """
import sys
sys.modules["scipy.special._ufuncs"] = None
from forecast.experiment import special
"""

AFTER = """
import scipy.special
from forecast.experiment import special
assert special.ndtri is scipy.special.ndtri
"""


def test_that_they_are_the_same_functions() -> None:
    subprocess.run([sys.executable, "-c", CODE], check=True, timeout=60)


def test_that_a_package_that_is_there_is_taken() -> None:
    subprocess.run([sys.executable, "-c", AFTER], check=True, timeout=60)


def test_that_a_part_that_has_moved_leads_to_the_package_itself() -> None:
    """There is no such package here without that part: the error is that of the package, not of the stand-in."""
    done = subprocess.run([sys.executable, "-c", MOVED], capture_output=True, text=True, timeout=60)
    assert "scipy/special/__init__.py" in done.stderr
