"""`python -m studies front_statistics DATA_DIR [--json]`: prints the statistics, or one JSON object."""

import argparse
import json
import sys
from pathlib import Path

from forecast.errors import ForecastError
from studies.front_statistics.estimate import SEED, estimate
from studies.front_statistics.tables import render


def main(arguments: list[str] | None = None) -> int:
    """Runs the estimates; returns 3 with one line on stderr if the series cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m studies front_statistics", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DATA_DIR", help="folder of the training series")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    parser.add_argument("--seed", type=int, default=SEED, help=f"seed of the estimates (default {SEED})")
    options = parser.parse_args(arguments)
    try:
        result = estimate(options.folder, options.seed)
    except ForecastError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(json.dumps(result) if options.json else render(result), end="\n" if options.json else "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
