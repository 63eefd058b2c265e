"""`forecast plot`: writes one figure of a finished run for a memo."""

from typing import TYPE_CHECKING, Annotated

import typer

from forecast.cli.options import Json, Quiet, RunPath, open_finished, whole, within
from forecast.cli.output import Output
from forecast.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from forecast.report.registry import FigureEntry

MIN_DPI, MAX_DPI = 50, 1200


def command(
    run: RunPath,
    figure: Annotated[
        str | None, typer.Argument(metavar="FIGURE", help="Name of the figure; --list shows all.", show_default=False)
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Write here, in the form of the ending: .svg, .png, or .csv for the numbers. An old file is replaced. "
            "[default: FIGURE.svg in this folder]",
        ),
    ] = None,
    dpi: Annotated[
        int, typer.Option("--dpi", metavar="N", parser=whole, help="Dots per inch of a PNG.", show_default=True)
    ] = 300,
    show_list: Annotated[bool, typer.Option("--list", help="List the figures and stop.")] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write one figure of a run as SVG or PNG, or its numbers as CSV.

    Each figure has its title, how to read it, the evidence grade of its numbers, and the run that it comes from.
    """
    output = Output(json, quiet)
    if show_list or figure is None:
        _list(output)
        if not show_list:
            raise ConfigError.of("FIGURE", "is missing; for example: forecast plot RUN branches")
        return
    entry = _entry(figure)
    path = _out(out, entry.name)
    within("--dpi", dpi, MIN_DPI, MAX_DPI)
    finished = open_finished(run, output)
    from forecast.report.figure_file import write_plot

    done = write_plot(finished, entry, path, dpi)
    if done.missing:
        letters = "".join(done.missing[:8])
        output.note(f"note: {path} has empty boxes for {letters}, which the font lacks; an SVG file shows them")
    output.text(f"figure    {path}", done.title, done.caption)
    output.result({"run": str(finished.path), "figure": entry.name, "file": str(path), **done._asdict()})


def _list(output: Output) -> None:
    from forecast.report.registry import FIGURES
    from forecast.text.table import aligned

    output.text(*aligned(("figure", "what it shows"), [(entry.name, entry.about) for entry in FIGURES], left=2))
    output.result({"figures": [{"name": entry.name, "about": entry.about} for entry in FIGURES]})


def _entry(name: str) -> "FigureEntry":
    from difflib import get_close_matches

    from forecast.report.registry import FIGURES

    known = {entry.name: entry for entry in FIGURES}
    if name not in known:
        close = get_close_matches(name, known, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"there are {', '.join(known)}"
        raise ConfigError.of("FIGURE", f"unknown figure '{name}'; {hint}")
    return known[name]


def _out(out: str | None, name: str) -> "Path":
    from pathlib import Path

    from forecast.report.figure_file import ENDINGS

    path = Path(f"{name}.svg" if out is None else out)
    if path.suffix.lower() not in ENDINGS:
        raise ConfigError.of(f"--out {out}", f"must end in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")
    if path.is_dir():
        raise ConfigError.of(f"--out {out}", "is a folder; name a file in it")
    return path
