"""`python -m studies influence CONFIG`: which inputs and mechanisms move no outcome, and what others move."""

import argparse
import sys

from forecast.errors import ForecastError

MEMBERS = 1_024
INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Prints the page; returns 2 with one line a problem on stderr if the config or an option cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m studies influence", description=__doc__)
    parser.add_argument("config", metavar="CONFIG", help="experiment file")
    parser.add_argument("--members", type=int, default=MEMBERS, help=f"members of each branch (default {MEMBERS})")
    parser.add_argument("--threads", type=int, default=0, help="threads (default: one for each processor)")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="inputs or mechanisms to look at")
    parser.add_argument("--wider", metavar="CONFIG", help="look at what moves nothing in the branches of this one too")
    parser.add_argument("--set", nargs="+", default=[], metavar="PATH=VALUE", help="changes to the config")
    parser.add_argument("--markdown", action="store_true", help="a page for docs/ instead of plain text")
    options = parser.parse_args(arguments)
    try:
        print(_text(options), end="")
    except ForecastError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    return 0


def _text(options: argparse.Namespace) -> str:
    from forecast.config import load_experiment
    from forecast.runner.cache import use_cache_folder

    exp = load_experiment(options.config, options.set)
    wide = load_experiment(options.wider, options.set) if options.wider else None
    use_cache_folder()  # before Numba is imported
    from forecast.runner.machine import default_threads
    from studies.influence.page import page
    from studies.influence.plain import plain
    from studies.influence.study import study
    from studies.influence.wider import inert

    threads = options.threads if options.threads > 0 else default_threads()
    told = _tell if sys.stderr.isatty() else None
    found = study(exp, options.members, threads, options.only, told)
    left = inert(found)
    other = study(wide, options.members, threads, left, told) if wide and left else None
    return page(found, other) if options.markdown else plain(found, other)


def _tell(members: int, done: int, total: int) -> None:
    end = "\n" if done == total else ""
    print(f"\r{members:,} members: {done} of {total}", end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
