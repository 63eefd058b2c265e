"""Refuse an interpreter that the lock file cannot serve, in one line that names the fix.

Read by whatever `python3` happens to be, so the syntax is kept to what every Python accepts.
"""

import platform
import sys
import sysconfig

OLDEST = (3, 11)
NEWEST = (3, 14)


def problem():
    """Return what is wrong with this interpreter, or an empty text."""
    found = "%s %s" % (platform.python_implementation(), platform.python_version())  # noqa: UP031
    if sys.platform == "win32":
        return "Windows is served through WSL only: run make inside a WSL shell"
    if platform.python_implementation() != "CPython" or not OLDEST <= sys.version_info[:2] <= NEWEST:
        return "CPython 3.11 to 3.14 is needed and this is " + found
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        return "the ordinary build of CPython is needed and this is the free-threaded one, " + found
    machine = platform.machine()
    if machine not in ("x86_64", "AMD64", "arm64", "aarch64") or sys.maxsize < 2**32:
        return "a 64-bit x86-64 or arm64 Python is needed and this one is for " + machine
    if (sys.platform, machine) == ("darwin", "x86_64") and sys.version_info[:2] > (3, 13):
        return "on an Intel Mac CPython 3.11 to 3.13 is needed and this is " + found
    if "musl" in str(sysconfig.get_config_var("SOABI")):
        return "a Python for glibc is needed and this one is for musl (on Alpine, use a Debian container)"
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        package = "python%d.%d-venv" % sys.version_info[:2]  # noqa: UP031
        return found + " lacks the venv module (on Debian and Ubuntu: apt install " + package + ")"
    return ""


if __name__ == "__main__":
    trouble = problem()
    if trouble:
        sys.stderr.write("frontcast: " + trouble + "; or name another one: make PYTHON=/path/to/python3.12\n")
        sys.exit(1)
