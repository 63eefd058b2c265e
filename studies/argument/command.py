"""`python -m studies argument PAGE CONFIG`: the pages on what the argument rests on."""

import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forecast.cli.options import Config, Members, Set, Threads, overrides, thread_count
from forecast.errors import ConfigError
from studies.options import Markdown

if TYPE_CHECKING:
    from studies.argument.page import Page

PAGES = ("ladder", "sellouts", "asymmetries", "break_even", "war_goes_on", "what_decides", "success", "before_after")


def command(
    page: Annotated[str, typer.Argument(metavar="PAGE", help=f"One of {', '.join(PAGES)}.", show_default=False)],
    config: Config,
    members: Members = None,
    threads: Threads = None,
    figure: Annotated[
        Path | None, typer.Option("--figure", metavar="FILE", help="Draw the figure of break_even here, as SVG.")
    ] = None,
    set_: Set = None,
    markdown: Markdown = False,
) -> None:
    """Run the branches that a page compares, in memory, and print the page.

    ladder takes configs/ladder.yaml, all others take configs/sellouts.yaml.
    """
    if page not in PAGES:
        raise ConfigError.of(page, f"is not a page; there are {', '.join(PAGES)}")
    if figure is not None and page != "break_even":
        raise ConfigError.of("--figure", "belongs to the page break_even")
    from forecast.runner.cache import use_cache_folder

    use_cache_folder()  # before Numba is imported
    from studies.argument import (
        asymmetries,
        before_after,
        break_even,
        ladder,
        sellouts,
        success,
        war_goes_on,
        what_decides,
    )

    studies: tuple[Callable[[str, int | None, int, Sequence[str]], Page], ...] = (
        ladder.study,
        sellouts.study,
        asymmetries.study,
        partial(break_even.study, figure=figure),
        war_goes_on.study,
        what_decides.study,
        success.study,
        before_after.study,
    )
    study, start = dict(zip(PAGES, studies, strict=True))[page], time.monotonic()
    written = study(config, members, thread_count(threads), overrides(set_))
    print(written.text(markdown), end="")
    if sys.stderr.isatty():
        print(f"{page}: {time.monotonic() - start:.0f} s", file=sys.stderr)
