"""`python -m studies findings RUN SWITCHES DECIDING`: writes docs/findings.md and numbers in README.md."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Finished run of configs/offer.yaml, or its folder.")],
    switches: Annotated[Path, typer.Argument(metavar="SWITCHES", help="Finished sweep of configs/switches.yaml.")],
    deciding: Annotated[Path, typer.Argument(metavar="DECIDING", help="Finished sweep of configs/deciding.yaml.")],
    docs: Annotated[Path, typer.Option("--docs", metavar="DIR", help="Folder of the pages.")] = Path("docs"),
    readme: Annotated[Path, typer.Option("--readme", metavar="FILE", help="The page with the table.")] = Path(
        "README.md"
    ),
) -> None:
    """Write the findings and the table of README.md from finished runs."""
    from forecast.api import open_run
    from forecast.store.sweep import sweep_runs
    from studies.findings.page import write

    for path in write(open_run(run), sweep_runs(switches), sweep_runs(deciding), docs, readme):
        print(path)
