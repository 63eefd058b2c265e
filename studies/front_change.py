"""`python -m studies front_change BEFORE CUT NOW`: docs/front_change.md, what the new front does to every headline."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studies.markdown import markdown_table, paragraph

if TYPE_CHECKING:
    from forecast.analysis.estimates import Estimate
    from forecast.store.reader import Run

OFFER = "surge_offer"
TITLES = ("law before", "new law", "new law, new maps")


def command(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="Run of configs/checks/front_law_before.yaml.")],
    cut: Annotated[Path, typer.Argument(metavar="CUT", help="Run of configs/checks/front_cut_before.yaml.")],
    now: Annotated[Path, typer.Argument(metavar="NOW", help="Run of configs/offer.yaml with the same draws.")],
    docs: Annotated[Path, typer.Option("--docs", metavar="DIR", help="Folder of the pages.")] = Path("docs"),
) -> None:
    """Write the page on what the law of the front and the later maps do to every headline outcome."""
    from forecast.api import open_run
    from forecast.store.atomic import put_bytes

    path = docs / "front_change.md"
    put_bytes(path, change_page([open_run(run) for run in (before, cut, now)]).encode(), docs, sync=False)
    print(path)


def change_page(runs: "list[Run]") -> str:
    """Return the page in Markdown.

    Parameters
    ----------
    runs : list of Run
        The law before, the new law with the same maps, and the study: the same draws in each.

    Raises
    ------
    ResultError
        If the runs differ in members, seed, horizon or branches.
    """
    from forecast.errors import ResultError

    first = runs[0].manifest
    same = ("members", "seed", "horizon", "branches")
    for run in runs[1:]:
        if any(getattr(run.manifest, name) != getattr(first, name) for name in same):
            raise ResultError.of(str(run.path), f"has other members, seed, horizon or branches than {runs[0].path}")
    tables = [_table(runs, branch, None) for branch in (first.reference, OFFER)]
    hashes = ", ".join(f"`{run.manifest.config_hash[:8]}`" for run in runs)
    parts = [
        "# What the new front does to the study",
        "<!-- made by `make front_change`: do not edit -->",
        paragraph(
            "Two things changed in the front of the first study. The law: a weekly shock now fades over some weeks "
            "([decision 10](decisions/0010-two-time-scales.md)); it was thought of when 2025 was known. The maps: "
            "the state at week 0 now takes every map week up to week 0, to 14 December 2024 instead of 30 November. "
            "Nothing else changed: the priors of December 2024 and the branches are the same."
        ),
        paragraph(
            "*Law before*: the law and the posterior of version 0.1.0 (`configs/checks/front_law_before.yaml`). *New "
            "law*: the new law with the maps of then (`configs/checks/front_cut_before.yaml`). *New law, new maps*: "
            f"the study. {first.members:,} members, the same draws and random numbers in all three (config hashes "
            f"{hashes}). ± is the Monte Carlo standard error of each number; differences along a row are paired and "
            "more exact "
            "than these. Every outcome is of grade C."
        ),
        f"## `{first.reference}`",
        tables[0],
        f"## `{OFFER}`",
        tables[1],
        f"## `{OFFER}` less `{first.reference}`",
        _table(runs, OFFER, first.reference),
    ]
    return "\n\n".join(parts) + "\n"


def _table(runs: "list[Run]", branch: str, other: str | None) -> str:
    """A table of the headline outcomes of a branch, or of its paired differences from another one."""
    from forecast.analysis.headlines import headlines
    from forecast.analysis.members import Members
    from forecast.display.digits import format_value

    columns: list[dict[str, Estimate]] = []
    names: dict[str, str] = {}
    for run in runs:
        members = Members(run)
        rows = headlines(members)
        names |= {row.target: f"{row.short}, {row.unit}" if row.unit != "1" else row.short for row in rows}
        values = {row.target: row.linear(members, branch) for row in rows}
        if other is not None:
            values = {row.target: values[row.target] - row.linear(members, other) for row in rows}
        columns.append({target: value.estimate for target, value in values.items()})
    signed = other is not None
    lines = [
        (name, *(format_value(column[target], signed=signed) for column in columns)) for target, name in names.items()
    ]
    return "\n".join(markdown_table(("outcome", *TITLES), lines))
