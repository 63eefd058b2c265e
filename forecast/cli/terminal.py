"""The terminal's size."""

import shutil
import sys

NO_TERMINAL = 200


def width() -> int:
    """Columns to print in; many where nobody's screen is in the way."""
    return shutil.get_terminal_size((100, 40)).columns if sys.stdout.isatty() else NO_TERMINAL
