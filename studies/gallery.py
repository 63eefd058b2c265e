"""`python -m studies gallery RUN`: writes docs/gallery.md and the figures of a run that it shows."""

from pathlib import Path
from typing import Annotated

import typer

FRAME = """# Gallery

<!-- made by `python -m studies gallery` (`make findings`): do not edit -->

Every figure of the report, from the run of the study that `make run` makes. To make one from your own run, as SVG, PNG
or CSV: `forecast plot RUN NAME` ([figures for a memo](howto/figures.md)). Each figure names its run, config and grade
of evidence.
"""


def command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Finished run of configs/offer.yaml, or its folder.")],
    docs: Annotated[Path, typer.Option("--docs", metavar="DIR", help="Folder of the pages.")] = Path("docs"),
) -> None:
    """Write the gallery and its figures from a finished run."""
    from forecast.api import open_run
    from forecast.report.figure_file import write_plot
    from forecast.report.material import Material
    from forecast.report.registry import FIGURES

    material, parts = Material.of(open_run(run)), [FRAME]
    for entry in FIGURES:
        done = write_plot(material, entry, docs / "figures" / f"{entry.name}.svg")
        title = done.title.rstrip(".")
        parts.append(f"## {entry.name}\n\n{title}.\n\n![{entry.about}](figures/{entry.name}.svg)\n")
    page = docs / "gallery.md"
    page.write_text("\n".join(parts), encoding="utf-8")
    print(page)
