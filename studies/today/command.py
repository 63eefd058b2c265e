"""`python -m studies today RUN`: writes docs/today.md from a finished run of configs/today.yaml."""

from pathlib import Path
from typing import Annotated

import typer

from forecast.errors import ConfigError


def command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Finished run of configs/today.yaml, or its folder.")],
    docs: Annotated[Path, typer.Option("--docs", metavar="DIR", help="Folder of the pages.")] = Path("docs"),
) -> None:
    """Write the findings of the study of late 2025 from a finished run."""
    from forecast.api import open_run
    from studies.today.page import page
    from studies.today.sentences import PUT

    finished = open_run(run)
    lacking = [branch for branch in PUT if branch not in finished.manifest.branches]
    if lacking:
        raise ConfigError.of(str(run), f"has no branch '{lacking[0]}'; name a run of configs/today.yaml")
    path = docs / "today.md"
    path.write_text(page(finished), encoding="utf-8")
    print(path)
