"""`python -m studies hindcast_figures DIR --out FILE.svg`: the figure of one hindcast as a file."""

import argparse
import sys
from pathlib import Path

from forecast.errors import ForecastError
from forecast.report.hindcasts.hindcast_section import write_hindcast_figure
from forecast.report.hindcasts.results import read_hindcasts


def main(arguments: list[str] | None = None) -> int:
    """Draws one hindcast to an SVG file; returns the exit code, with one line a problem on stderr."""
    parser = argparse.ArgumentParser(prog="python -m studies hindcast_figures", description=__doc__)
    parser.add_argument("folder", metavar="DIR", type=Path, help="folder of a hindcast")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="SVG file to write")
    parser.add_argument("--credit", metavar="TEXT", default="", help="whom to thank for the map")
    options = parser.parse_args(arguments)
    try:
        write_hindcast_figure(read_hindcasts([options.folder])[0], options.out, options.credit)
    except ForecastError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
