"""`python -m studies as_it_came CONFIG`: compares the study of December 2024 with the weeks that followed."""

from pathlib import Path
from typing import Annotated

import typer

from forecast.cli.options import Config, Members, within
from forecast.errors import ConfigError
from studies.options import Markdown

BRANCH = "as_it_came"
LEAST, MOST = 320, 1_000_000


def command(
    config: Config,
    members: Members = None,
    data: Annotated[
        Path,
        typer.Option("--data", metavar="DIR", envvar="FRONTCAST_DATA", help="Folder of the training series."),
    ] = Path("../shared/data"),
    later: Annotated[
        Path | None,
        typer.Option("--later", metavar="DIR", help="Folder of the series after them. [default: DIR/2025]"),
    ] = None,
    markdown: Markdown = False,
) -> None:
    """Simulate every branch for 49 weeks and compare it with what was observed. Made with hindsight.

    The printed page is docs/as_it_came.md.
    """
    from forecast.runner.cache import use_cache_folder

    use_cache_folder()  # before Numba is imported
    from forecast.config import load_experiment, with_members
    from studies.as_it_came.observed import read_seen
    from studies.as_it_came.page import page
    from studies.as_it_came.paths import simulated

    exp = load_experiment(config)
    if BRANCH not in exp.branches:
        raise ConfigError.of(str(config), f"has no branch '{BRANCH}'; name configs/as_it_came.yaml")
    exp = exp if members is None else with_members(exp, within("--members", members, LEAST, MOST))
    seen = read_seen(later or data / "2025", exp.baseline.date)
    paths, clusters = simulated(exp)
    print(page(exp, paths, clusters, seen, markdown), end="")
