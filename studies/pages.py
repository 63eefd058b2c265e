"""Regenerates the pages of docs/ that studies write, and lists the command of each page."""

import contextlib
import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from forecast.errors import ConfigError, RunError

Run = Callable[[list[str]], int]
OFFER = "configs/offer.yaml"
LADDER, SELLOUTS = "configs/ladder.yaml", "configs/sellouts.yaml"
FIRST, SECOND, LATER = "territory_weekly_sector.csv", "territory_weekly_sector_uacontrolmap.csv", "2025"
MAPS = {
    "MAP_1": (FIRST,),
    "MAP_2": (SECOND,),
    "LONG_MAP_1": (FIRST, f"{LATER}/{FIRST}"),
    "LONG_MAP_2": (SECOND, f"{LATER}/{SECOND}"),
}
"""Name of each observation file that a page needs -> tables from which it is made, in order of time."""
DATA, DOCS = "DATA", "DOCS"
"""Placeholders in commands, for the folder of the training series and for the folder of the pages."""


class Page(NamedTuple):
    """A generated page: the words after `python -m studies`, and whether it needs the training series."""

    words: tuple[str, ...]
    needs_data: bool = False


PAGES = {
    "config": Page(("config_page",)),
    "results": Page(("results_page",)),
    "parameters": Page(("parameters_page",)),
    "prior_predictive": Page(("prior_predictive", OFFER, "--data", DATA, "--markdown"), True),
    "prior_predictive_2025": Page(
        (
            "prior_predictive", "configs/today.yaml", "--until", "2025-11-29", "--members", "4096", "--data", DATA,
            "--markdown",
        ),
        True,
    ),
    "as_it_came": Page(("as_it_came", "configs/as_it_came.yaml", "--data", DATA, "--markdown"), True),
    "ceasefires": Page(
        (
            "ceasefires", OFFER, "--cases", DATA, "--draws", "4096", "--figure",
            f"{DOCS}/figures/ceasefire_calibration.svg", "--markdown",
        ),
        True,
    ),
    "worlds": Page(
        (
            "worlds", OFFER, "--observations", "MAP_1", "--observations", "MAP_2", "--worlds", "3", "--seed",
            "20241220", "--markdown",
        ),
        True,
    ),
    "record": Page(
        ("record", "docs/record", "--observations", "LONG_MAP_1", "--observations", "LONG_MAP_2"), True
    ),
    "influence": Page(("influence", OFFER, "--wider", "configs/packages.yaml", "--markdown")),
    "ladder": Page(("argument", "ladder", LADDER, "--markdown")),
    "sellouts": Page(("argument", "sellouts", SELLOUTS, "--markdown")),
    "asymmetries": Page(("argument", "asymmetries", SELLOUTS, "--markdown")),
    "break_even": Page(
        ("argument", "break_even", SELLOUTS, "--figure", f"{DOCS}/figures/break_even.svg", "--markdown")
    ),
    "war_goes_on": Page(("argument", "war_goes_on", SELLOUTS, "--markdown")),
    "what_decides": Page(("argument", "what_decides", SELLOUTS, "--markdown")),
    "success": Page(("argument", "success", SELLOUTS, "--markdown")),
    "before_after": Page(("argument", "before_after", SELLOUTS, "--markdown")),
}  # fmt: skip
"""Pages by name: `config` is docs/config.md."""


def regenerate(run: Run, names: Sequence[str], data: Path | None, docs: Path) -> Iterator[Path]:
    """Regenerate pages one after the other, and yield the path of each page when it is written.

    Parameters
    ----------
    run : callable
        Runs `python -m studies` with the words that it gets. It prints to stdout and returns the exit code.
    names : sequence of str
        Names of pages, keys of PAGES. If empty, all pages.
    data : Path or None
        Folder of the training series; may be None if no page needs it.
    docs : Path
        Folder of the pages.

    Raises
    ------
    ConfigError
        If a name is unknown, or a page needs the training series and `data` is None.
    RunError
        If a study fails. Its problems are printed on stderr.
    """
    for name in names:
        if name not in PAGES:
            raise ConfigError.of(name, f"is not a generated page; there are {', '.join(PAGES)}")
    chosen = {name: PAGES[name] for name in PAGES if not names or name in names}
    needing = [name for name, page in chosen.items() if page.needs_data]
    if needing and data is None:
        raise ConfigError.of("--data", f"is needed for {', '.join(needing)}: name the folder of the training series")
    with tempfile.TemporaryDirectory() as folder:
        for name, page in chosen.items():
            text = _output(run, _words(run, page, data, docs, Path(folder)), name)
            path = docs / f"{name}.md"
            path.write_text(text, encoding="utf-8")
            yield path


def _words(run: Run, page: Page, data: Path | None, docs: Path, folder: Path) -> list[str]:
    """Return the words of a page with real paths, and write the observation files that it needs to `folder`."""
    paths = {DATA: str(data)} | {name: str(folder / f"{name}.csv") for name in MAPS}
    for name, tables in MAPS.items():
        if name in page.words:
            _output(run, ["observations", *(f"{data}/{table}" for table in tables), "--out", paths[name]], name)
    return [paths.get(word, word.replace(f"{DOCS}/", f"{docs}/")) for word in page.words]


def _output(run: Run, words: list[str], name: str) -> str:
    """Run a study and return what it prints."""
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        code = run(words)
    if code:
        raise RunError.of(name, f"was not written: the study ended with code {code}")
    return stream.getvalue()
