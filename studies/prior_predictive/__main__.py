"""`python -m studies prior_predictive CONFIG [--members N] [--data DIR] [--east IDS] [--markdown]`."""

import argparse
import os
import sys
from pathlib import Path

from forecast.errors import ConfigError, ForecastError

MEMBERS = 4096
LEAST = 64
EAST = ",".join(f"S{k:02d}" for k in range(4, 12))


def main(arguments: list[str] | None = None) -> int:
    """Prints the comparison; returns 2 or 3 with one line on stderr if config or series cannot be used."""
    parser = argparse.ArgumentParser(
        prog="python -m studies prior_predictive",
        description="Statistics of the simulated front against those of the training series.",
    )
    parser.add_argument("config", metavar="CONFIG", help="experiment file; its reference branch is simulated")
    parser.add_argument("--members", type=int, default=MEMBERS, help=f"members, one a draw (default {MEMBERS})")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=Path(os.environ.get("FRONTCAST_DATA") or "../shared/data"),
        help="folder of the training series (default FRONTCAST_DATA, else ../shared/data)",
    )
    parser.add_argument("--east", metavar="IDS", default=EAST, help=f"sectors of the eastern push (default {EAST})")
    parser.add_argument("--markdown", action="store_true", help="the page of the documentation instead of a table")
    options = parser.parse_args(arguments)
    try:
        print(_output(options), end="")
    except ForecastError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _output(options: argparse.Namespace) -> str:
    from forecast.runner.cache import use_cache_folder

    use_cache_folder()  # before Numba is imported
    from forecast.config import load_experiment
    from studies.prior_predictive.claims_of_2024 import claims
    from studies.prior_predictive.compare import compare
    from studies.prior_predictive.observed import observed
    from studies.prior_predictive.page import page
    from studies.prior_predictive.simulated import simulated
    from studies.prior_predictive.statistics import statistics
    from studies.prior_predictive.tables import text

    exp = load_experiment(options.config)
    if options.members < LEAST:
        raise ConfigError.of("--members", f"{options.members} is too few; at least {LEAST}")
    sectors, east = list(exp.baseline.sectors), [name.strip() for name in options.east.split(",")]
    unknown = [name for name in east if name not in sectors]
    if unknown:
        raise ConfigError.of("--east", f"no sector '{unknown[0]}'; there are {', '.join(sectors)}")
    members, clusters = simulated(exp, options.members)
    seen = observed(options.data, sectors, members[0].land)
    rows = compare(statistics([sectors.index(name) for name in east]), seen, members, clusters)
    sentences = list(claims(rows, members[0], clusters))
    if not options.markdown:
        return "\n".join([*text(rows), "", *(line.replace("**", "") for line in sentences), ""])
    names = [f"{name} ({exp.baseline.sectors[name].name})" for name in east]
    return page(rows, sentences, config=options.config, branch=exp.reference, members=options.members, east=names)


if __name__ == "__main__":
    sys.exit(main())
