"""`python -m studies choices RUN SWEEP`: writes docs/choices.md from a finished run and a sweep of the surge."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Finished run of configs/offer.yaml, or its folder.")],
    sweep: Annotated[Path, typer.Argument(metavar="SWEEP", help="Finished sweep of configs/sweep_surge.yaml.")],
    docs: Annotated[Path, typer.Option("--docs", metavar="DIR", help="Folder of the pages.")] = Path("docs"),
) -> None:
    """Answer twelve questions of a policy analyst in words, each with the command that answers it. Takes minutes."""
    from forecast.api import open_run
    from studies.choices.page import page

    path = docs / "choices.md"
    path.write_text(page(open_run(run), sweep), encoding="utf-8")
    print(path)
