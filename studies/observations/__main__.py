"""`python -m studies observations TABLE --out FILE`: a weekly sector table as an observation file."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from forecast.errors import ConfigError, ForecastError

if TYPE_CHECKING:
    from forecast.observations.series import Days, WeeklySeries

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Writes the file and says what is in it; 2, 3 or 4 with one line a problem on stderr if that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m studies observations", description=__doc__)
    parser.add_argument("table", type=Path, metavar="TABLE", help="CSV or Parquet: week_end, sector_id, net_km2")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write: .csv or .parquet")
    parser.add_argument("--mean", type=Path, metavar="TABLE", help="a second map: write the mean of both")
    parser.add_argument("--since", type=_day, metavar="DATE", help="first week: those that end on this day or later")
    parser.add_argument("--until", type=_day, metavar="DATE", help="last week: those that end on this day or earlier")
    parser.add_argument(
        "--losses", type=Path, metavar="DAILY", help="claimed losses of the attacker: date, persons a day"
    )
    parser.add_argument("--losses-column", default="d_personnel", metavar="NAME", help="default d_personnel")
    parser.add_argument("--side", metavar="ID", help="the attacker's id in the config, needed with --losses")
    parser.add_argument("--salient", type=Path, metavar="DAILY", help="salient that the attacker lost: date, km2")
    parser.add_argument("--salient-column", default="ds_km2", metavar="NAME", help="default ds_km2")
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
    from forecast.observations.read import SUFFIXES
    from studies.observations.convert import mean, read_sector_table, trimmed
    from studies.observations.write import write_observations

    out: Path = options.out
    if out.suffix.lower() not in SUFFIXES:
        raise ConfigError.of(f"--out {out}", "must end in .csv or .parquet")
    if options.since is not None and options.until is not None and options.since > options.until:
        raise ConfigError.of(f"--since {options.since}", f"is later than --until {options.until}; exchange them")
    if options.losses is not None and not options.side:
        raise ConfigError.of("--losses", "needs --side ID, the attacker's id in the config (ru in the shipped one)")
    for table in (options.table, options.mean, options.losses, options.salient):
        if table is not None and table.resolve() == out.resolve():
            raise ConfigError.of(f"--out {out}", "is the table that is read; choose another name")
    obs = read_sector_table(options.table, _note)
    if options.mean is not None:
        obs = mean(obs, read_sector_table(options.mean, _note))
    if options.since is not None:
        obs = obs.since(options.since)
    if options.until is not None:
        obs = obs.until(options.until)
    obs = trimmed(obs)
    further = _further(options, obs.weeks)
    write_observations(obs, out, further, options.side or "")
    empty = int(np.isnan(obs.total).sum())
    gaps = f", {empty} without a total" if empty else ""
    beside = "".join(f", {series.target} {series.weeks[0]} to {series.weeks[-1]}" for series in further)
    span = f"{len(obs.weeks)} weeks, {obs.weeks[0]} to {obs.weeks[-1]}"
    return f"{out}: {span}, {len(obs.locations)} sectors{gaps}{beside}"


def _note(text: str) -> None:
    print(text, file=sys.stderr)


def _further(options: argparse.Namespace, weeks: "Days") -> "list[WeeklySeries]":
    from forecast.observations.read import LOSSES, SALIENT
    from studies.observations.daily import read_daily, weekly_losses, weekly_salient

    found = []
    if options.losses is not None:
        found.append(weekly_losses(read_daily(options.losses, options.losses_column, LOSSES), weeks))
    if options.salient is not None:
        found.append(weekly_salient(read_daily(options.salient, options.salient_column, SALIENT), weeks))
    return found


def _day(text: str) -> np.datetime64:
    from forecast.observations.fields import FieldError, day

    try:
        day(text)
    except FieldError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return np.datetime64(text.strip(), "D")


if __name__ == "__main__":
    sys.exit(main())
