"""`python -m studies prior_predictive CONFIG`: compares the simulated front with the training series."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forecast.cli.options import Config, Members, within
from forecast.errors import ConfigError
from studies.options import Markdown

if TYPE_CHECKING:
    from forecast.config import Experiment

MEMBERS = 4096
LEAST, MOST = 64, 1_000_000
EAST = ",".join(f"S{k:02d}" for k in range(4, 12))


def command(
    config: Config,
    members: Members = None,
    data: Annotated[
        Path,
        typer.Option("--data", metavar="DIR", envvar="FRONTCAST_DATA", help="Folder of the training series."),
    ] = Path("../shared/data"),
    east: Annotated[
        str, typer.Option("--east", metavar="IDS", help="Sectors of the eastern push, separated by commas.")
    ] = EAST,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="Last week of a baseline later than the training series."),
    ] = None,
    later: Annotated[
        Path | None,
        typer.Option("--later", metavar="DIR", help="With --until: the series after them. [default: DIR/2025]"),
    ] = None,
    markdown: Markdown = False,
) -> None:
    """Compare statistics of the simulated front and of casualties with those of the training series.

    The reference branch is simulated with one member a draw: 4,096 unless --members says otherwise. The printed page is
    docs/prior_predictive.md, or with --until docs/prior_predictive_2025.md, which has the front alone.
    """
    n_members = within("--members", MEMBERS if members is None else members, LEAST, MOST)
    from forecast.runner.cache import use_cache_folder

    use_cache_folder()  # before Numba is imported
    from forecast.config import load_experiment
    from studies.prior_predictive.compare import compare
    from studies.prior_predictive.findings import argument_claims, text
    from studies.prior_predictive.page import page
    from studies.prior_predictive.record import read_observed
    from studies.prior_predictive.simulated import simulated
    from studies.prior_predictive.statistics import statistics

    exp = load_experiment(config)
    sectors, eastern = list(exp.baseline.sectors), [name.strip() for name in east.split(",")]
    unknown = [name for name in eastern if name not in sectors]
    if unknown:
        raise ConfigError.of("--east", f"no sector '{unknown[0]}'; there are {', '.join(sectors)}")
    if until is not None:
        _later_front(exp, config, n_members, data, later or data / "2025", until, eastern, markdown)
        return
    records, clusters = simulated(exp, n_members)
    observed = read_observed(data, sectors, records[0].land)
    rows = compare(statistics([sectors.index(name) for name in eastern]), observed, records, clusters)
    claims = list(argument_claims(rows, records[0], clusters))
    if markdown:
        names = [f"{name} ({exp.baseline.sectors[name].name})" for name in eastern]
        print(page(rows, claims, config=config, branch=exp.reference, members=n_members, east=names), end="")
    else:
        print("\n".join([*text(rows), "", *(line.replace("**", "") for line in claims)]))


def _later_front(
    exp: "Experiment", config: str, members: int, data: Path, later: Path, until: str, east: list[str], markdown: bool
) -> None:
    """Compare the front alone, for a baseline whose week 0 is `until`."""
    from studies.prior_predictive.compare import compare
    from studies.prior_predictive.findings import text
    from studies.prior_predictive.front_page import NOISE_2025, front_page
    from studies.prior_predictive.record import read_front
    from studies.prior_predictive.simulated import simulated
    from studies.prior_predictive.statistics import front_statistics

    if until != exp.baseline.date.isoformat():
        raise ConfigError.of(f"--until {until}", f"week 0 of {config} is {exp.baseline.date}; name that day")
    sectors = list(exp.baseline.sectors)
    records, clusters = simulated(exp, members, NOISE_2025)
    observed = read_front(data, later, until, sectors, records[0].land)
    rows = compare(front_statistics([sectors.index(name) for name in east]), observed, records, clusters)
    if markdown:
        names = [f"{name} ({exp.baseline.sectors[name].name})" for name in east]
        page = front_page(rows, config=config, branch=exp.reference, members=members, last=until, east=names)
        print(page, end="")
    else:
        print("\n".join(text(rows)))
