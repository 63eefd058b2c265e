"""Runs `python -m studies NAME ...`."""

import sys

from studies.app import main

if __name__ == "__main__":
    sys.exit(main())
