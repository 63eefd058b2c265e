"""A process that ends quickly has its exit code, ran what was registered, and flushed its streams."""

import subprocess
import sys

CODE = (
    "import atexit; from forecast.compat.quick_exit import leave_quickly\n"
    "atexit.register(print, 'registered'); print('printed'); leave_quickly(3)"
)


def test_that_a_process_ends_with_its_code_and_what_was_registered() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, timeout=60)
    message = f"atexit changed, mend or drop forecast/compat/quick_exit.py: {done.stderr}"
    assert (done.returncode, done.stdout) == (3, "printed\nregistered\n"), message
