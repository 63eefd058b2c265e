"""`python -m studies ceasefires CONFIG`: compares ceasefires and the ends of wars with the record of other wars."""

from pathlib import Path
from typing import Annotated

import typer

from forecast.cli.options import Config, Json, Set, overrides, whole, within
from forecast.cli.output import Output
from studies.options import Markdown, check_one_format

MIN_DRAWS, MAX_DRAWS = 64, 1_000_000


def command(
    config: Config,
    cases: Annotated[
        Path | None,
        typer.Option("--cases", metavar="DIR", help="Folder of the case tables. [default: published curves only]"),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", metavar="N", parser=whole, help="Draws of the durability priors.")
    ] = 2048,
    set_: Set = None,
    figure: Annotated[
        Path | None, typer.Option("--figure", metavar="FILE", help="Also write the figure of the page there, SVG.")
    ] = None,
    markdown: Markdown = False,
    json: Json = False,
) -> None:
    """Compare the durability of ceasefires and the end of the war with the record of other wars.

    The config gives the durability priors and the reference branch. The printed page is docs/ceasefires.md.
    """
    from forecast.config import load_experiment
    from forecast.runner.cache import use_cache_folder

    check_one_format(markdown, json)
    within("--draws", draws, MIN_DRAWS, MAX_DRAWS)
    exp = load_experiment(config, overrides(set_))
    use_cache_folder()  # before Numba is imported
    from studies.ceasefires.study import as_json, compare_with_record

    comparison = compare_with_record(exp, draws, cases)
    if figure:
        from studies.ceasefires.figure import write_figure

        write_figure(comparison, figure)
    if json:
        Output(json).result(as_json(comparison))
    elif markdown:
        from studies.ceasefires.page import page

        print(page(comparison, config), end="")
    else:
        from studies.ceasefires.tables import tables

        print("\n\n".join("\n".join(table.text()) for table in tables(comparison)))
