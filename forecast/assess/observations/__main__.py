"""`python -m forecast.assess.observations TABLE --out FILE`: a weekly sector table as an observation file."""

import argparse
import sys
from pathlib import Path

import numpy as np

from forecast.errors import ConfigError, ForecastError

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Writes the file and says what is in it; 2, 3 or 4 with one line a problem on stderr if that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m forecast.assess.observations", description=__doc__)
    parser.add_argument("table", type=Path, metavar="TABLE", help="CSV or Parquet: week_end, sector_id, net_km2")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write: .csv or .parquet")
    parser.add_argument("--mean", type=Path, metavar="TABLE", help="a second map: write the mean of both")
    parser.add_argument("--since", type=_day, metavar="DATE", help="first week: those that end on this day or later")
    parser.add_argument("--until", type=_day, metavar="DATE", help="last week: those that end on this day or earlier")
    options = parser.parse_args(arguments)
    try:
        print(_convert(options))
    except ForecastError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    return 0


def _convert(options: argparse.Namespace) -> str:
    from forecast.assess.observations.convert import mean, read_sector_table, trimmed
    from forecast.assess.observations.table import SUFFIXES
    from forecast.assess.observations.write import write_observations

    out: Path = options.out
    if out.suffix.lower() not in SUFFIXES:
        raise ConfigError.of(f"--out {out}", "must end in .csv or .parquet")
    if options.since is not None and options.until is not None and options.since > options.until:
        raise ConfigError.of(f"--since {options.since}", f"is later than --until {options.until}; exchange them")
    for table in (options.table, options.mean):
        if table is not None and table.resolve() == out.resolve():
            raise ConfigError.of(f"--out {out}", "is the table that is read; choose another name")
    obs = read_sector_table(options.table)
    if options.mean is not None:
        obs = mean(obs, read_sector_table(options.mean))
    if options.since is not None:
        obs = obs.since(options.since)
    if options.until is not None:
        obs = obs.until(options.until)
    obs = trimmed(obs)
    write_observations(obs, out)
    empty = int(np.isnan(obs.total).sum())
    gaps = f", {empty} without a total" if empty else ""
    return f"{out}: {len(obs.weeks)} weeks, {obs.weeks[0]} to {obs.weeks[-1]}, {len(obs.locations)} sectors{gaps}"


def _day(text: str) -> np.datetime64:
    from forecast.assess.observations.fields import FieldError, day

    try:
        day(text)
    except FieldError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return np.datetime64(text.strip(), "D")


if __name__ == "__main__":
    sys.exit(main())
