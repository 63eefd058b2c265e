"""`python -m studies influence CONFIG`: finds inputs and mechanisms that move no outcome, and what the others move."""

import sys
from typing import Annotated

import typer

from forecast.cli.options import Config, Members, Set, Threads, overrides, thread_count
from studies.options import Markdown

MEMBERS = 1_024


def command(
    config: Config,
    members: Members = None,
    threads: Threads = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help="Input or mechanism to look at; may be given many times."),
    ] = None,
    wider: Annotated[
        str | None,
        typer.Option("--wider", metavar="CONFIG", help="Also run what moves nothing in the branches of this config."),
    ] = None,
    set_: Set = None,
    markdown: Markdown = False,
) -> None:
    """Move one input or switch off one mechanism at a time, and report which outcomes change.

    1,024 members in each branch unless --members says otherwise. The printed page is docs/influence.md.
    """
    from forecast.config import load_experiment
    from forecast.runner.cache import use_cache_folder

    exp = load_experiment(config, overrides(set_))
    wider_exp = load_experiment(wider, overrides(set_)) if wider else None
    use_cache_folder()  # before Numba is imported
    from studies.influence.cells import inert_names
    from studies.influence.page import page, plain
    from studies.influence.study import study_influence

    n_members, n_threads = MEMBERS if members is None else members, thread_count(threads)
    report = _print_progress if sys.stderr.isatty() else None
    influence = study_influence(exp, n_members, n_threads, only or (), report)
    inert = inert_names(influence)
    elsewhere = study_influence(wider_exp, n_members, n_threads, inert, report) if wider_exp and inert else None
    print((page if markdown else plain)(influence, elsewhere), end="")


def _print_progress(members: int, done: int, total: int) -> None:
    end = "\n" if done == total else ""
    print(f"\r{members:,} members: {done} of {total}", end=end, file=sys.stderr, flush=True)
