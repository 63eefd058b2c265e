"""`python -m studies ceasefires CONFIG`: durability and the end of a war against the record of other wars."""

import argparse
import json
import sys
from pathlib import Path

from forecast.errors import ConfigError, ForecastError

DRAWS, LEAST = 2048, 64
INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Prints the comparison; returns 2, 3 or 4 with one line on stderr if config, tables or run fail."""
    parser = argparse.ArgumentParser(prog="python -m studies ceasefires", description=__doc__)
    parser.add_argument("config", metavar="CONFIG", help="experiment file: its durability priors and reference branch")
    parser.add_argument("--cases", type=Path, metavar="DIR", help="folder of the case tables (default: published only)")
    parser.add_argument("--draws", type=int, default=DRAWS, help=f"draws of the durability priors (default {DRAWS})")
    parser.add_argument("--set", nargs="+", default=[], metavar="PATH=VALUE", help="changes to the config")
    parser.add_argument("--figure", type=Path, metavar="FILE", help="write the figure of the page there, SVG")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="the page of the documentation instead of plain text")
    form.add_argument("--json", action="store_true", help="one object on one line")
    options = parser.parse_args(arguments)
    try:
        print(_output(options), end="")
    except ForecastError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    return 0


def _output(options: argparse.Namespace) -> str:
    from forecast.config import load_experiment
    from forecast.runner.cache import use_cache_folder

    exp = load_experiment(options.config, options.set)
    if options.draws < LEAST:
        raise ConfigError.of("--draws", f"{options.draws} is too few; at least {LEAST}")
    use_cache_folder()  # before Numba is imported
    from studies.ceasefires.study import study
    from studies.ceasefires.war_end import DRAWS as WAR_DRAWS
    from studies.ceasefires.war_end import REPLICATES

    found = study(exp, options.draws, options.cases, (WAR_DRAWS, REPLICATES))
    if options.figure:
        from studies.ceasefires.figure import write

        write(found, options.figure)
    if options.json:
        from studies.ceasefires.record_json import record

        return json.dumps(record(found), allow_nan=False) + "\n"
    if options.markdown:
        from studies.ceasefires.page import page

        return page(found, options.config)
    from studies.ceasefires.tables import tables

    return "\n".join("\n".join((*table.text(), "")) for table in tables(found))


if __name__ == "__main__":
    sys.exit(main())
