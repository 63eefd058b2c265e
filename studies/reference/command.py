"""Commands that write the reference pages (config_page, results_page, parameters_page) and the tree in the README."""

from pathlib import Path
from typing import Annotated

import typer

STUDY = "configs/offer.yaml"


def config_page_command() -> None:
    """Print docs/config.md: every key of every config file, with unit and meaning."""
    from studies.reference.config_page import page

    print(page(), end="")


def results_page_command() -> None:
    """Print docs/results.md: every column and variable of the results, with unit."""
    from studies.reference.results_page import page

    print(page(), end="")


def parameters_page_command(
    config: Annotated[str, typer.Argument(metavar="CONFIG", help="Experiment file (YAML).")] = STUDY,
) -> None:
    """Print docs/parameters.md: every input of the study, with unit, distribution, grade and source."""
    from studies.reference.parameters_page import page

    print(page(config), end="")


def architecture_command() -> None:
    """Write the tree of code folders into README.md, in the current folder."""
    from studies.reference.architecture import write_tree

    write_tree(Path())
