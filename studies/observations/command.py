"""`python -m studies observations TABLE... --out FILE`: converts weekly sector tables to an observation file."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forecast.errors import ConfigError

if TYPE_CHECKING:
    import numpy as np

Tables = Annotated[
    list[Path],
    typer.Argument(
        metavar="TABLE...",
        help="CSV or Parquet: week_end, sector_id, net_km2. Repeat for later weeks of the map, earliest first.",
        show_default=False,
    ),
]


def command(
    tables: Tables,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="File to write: .csv or .parquet.")],
    mean: Annotated[
        list[Path] | None,
        typer.Option("--mean", metavar="TABLE", help="A second map: write the mean of both. Repeat for later weeks."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Leave out weeks that end before this day.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Leave out weeks that end after this day.")
    ] = None,
    losses: Annotated[
        list[Path] | None,
        typer.Option(
            "--losses",
            metavar="DAILY",
            help="Claimed losses of the attacker: date, persons a day. Repeat for later days.",
        ),
    ] = None,
    losses_column: Annotated[
        str, typer.Option("--losses-column", metavar="NAME", help="Column of the losses.")
    ] = "d_personnel",
    side: Annotated[
        str | None, typer.Option("--side", metavar="ID", help="The attacker's id in the config, needed with --losses.")
    ] = None,
    salient: Annotated[
        list[Path] | None,
        typer.Option(
            "--salient", metavar="DAILY", help="Salient that the attacker lost: date, km2. Repeat for later days."
        ),
    ] = None,
    salient_column: Annotated[
        str, typer.Option("--salient-column", metavar="NAME", help="Column of the salient.")
    ] = "ds_km2",
) -> None:
    """Convert weekly sector tables to an observation file, and print what it holds."""
    import numpy as np

    from forecast.observations.read import LOSSES, SALIENT, SUFFIXES
    from studies.observations.daily_tables import read_daily, weekly_losses, weekly_salient
    from studies.observations.join_tables import join_days
    from studies.observations.sector_tables import mean_of_maps, read_sector_tables, trimmed
    from studies.observations.write_observations import write_observations

    first, last = _day("--since", since), _day("--until", until)
    if out.suffix.lower() not in SUFFIXES:
        raise ConfigError.of(f"--out {out}", "must end in .csv or .parquet")
    if first is not None and last is not None and first > last:
        raise ConfigError.of(f"--since {since}", f"is later than --until {until}; exchange them")
    if losses and not side:
        raise ConfigError.of("--losses", "needs --side ID, the attacker's id in the config (ru in the shipped one)")
    for path in (*tables, *(mean or ()), *(losses or ()), *(salient or ())):
        if path.resolve() == out.resolve():
            raise ConfigError.of(f"--out {out}", "is the table that is read; choose another name")
    obs = read_sector_tables(tables, _note)
    if mean:
        obs = mean_of_maps(obs, read_sector_tables(mean, _note))
    obs = obs if first is None else obs.since(first)
    obs = trimmed(obs if last is None else obs.until(last))
    further = []
    if losses:
        daily = join_days(losses, [read_daily(path, losses_column, LOSSES) for path in losses])
        further.append(weekly_losses(daily, obs.weeks))
    if salient:
        daily = join_days(salient, [read_daily(path, salient_column, SALIENT) for path in salient])
        further.append(weekly_salient(daily, obs.weeks))
    write_observations(obs, out, further, side or "")
    empty = int(np.isnan(obs.total).sum())
    gaps = f", {empty} without a total" if empty else ""
    series = "".join(f", {each.target} {each.weeks[0]} to {each.weeks[-1]}" for each in further)
    span = f"{len(obs.weeks)} weeks, {obs.weeks[0]} to {obs.weeks[-1]}"
    print(f"{out}: {span}, {len(obs.locations)} sectors{gaps}{series}")


def _note(text: str) -> None:
    print(text, file=sys.stderr)


def _day(option: str, text: str | None) -> "np.datetime64 | None":
    if text is None:
        return None
    import numpy as np

    from forecast.observations.fields import FieldError, day

    try:
        day(text)
    except FieldError as error:
        raise ConfigError.of(option, str(error)) from None
    return np.datetime64(text.strip(), "D")
