"""`python -m studies findings RUN DIR`: writes docs/findings.md and numbers in README.md."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Finished run of configs/offer.yaml, or its folder.")],
    sweeps: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder with finished sweeps: switches, deciding and switch_pairs.")
    ],
    docs: Annotated[Path, typer.Option("--docs", metavar="DIR", help="Folder of the pages.")] = Path("docs"),
    readme: Annotated[Path, typer.Option("--readme", metavar="FILE", help="The page with the table.")] = Path(
        "README.md"
    ),
) -> None:
    """Write the findings and the table of README.md from finished runs."""
    from forecast.api import open_run
    from forecast.store.sweep import sweep_runs
    from studies.findings.page import write
    from studies.findings.texts import Sweeps

    finished = Sweeps(*(sweep_runs(sweeps / name) for name in ("switches", "deciding", "switch_pairs")))
    for path in write(open_run(run), finished, docs, readme):
        print(path)
