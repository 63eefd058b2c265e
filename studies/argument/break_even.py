"""Where the offer breaks even, over the troops' penalty and the pull of the threat."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from forecast.analysis.estimates import Estimate
from forecast.config import Experiment, load_experiment
from forecast.display.digits import share_of_draws, value_text
from forecast.errors import ConfigError
from studies.argument import names
from studies.argument.figure import Surface, write_figure
from studies.argument.gaps import Gap, gap
from studies.argument.page import Page, provenance
from studies.argument.simulation import designed, simulate
from studies.markdown import TitledTable

MEMBERS = 1_500
TROOPS = (-2.5, -2.0, -1.5, -1.0, -0.5, 0.0)
THREAT = (-0.4, 0.0, 0.4, 0.8, 1.2, 1.6)
MEASURES = ("durable_5y", "durable_10y")


def study(
    config: str, members: int | None, threads: int, overrides: Sequence[str] = (), figure: Path | None = None
) -> Page:
    """Run the grid of means, draw the figure if one is asked for, and write the page.

    Parameters
    ----------
    config : str
        Experiment with the offer, the reference and the sell-outs.
    members : int or None
        Members of each branch and point.
    threads : int
        Number of threads.
    overrides : sequence of str
        `PATH=VALUE` texts.
    figure : Path, optional
        File of the figure.
    """
    exp = designed(load_experiment(config, overrides), members or MEMBERS)
    surfaces = surfaces_of(exp, threads)
    means = (_mean(exp, names.TROOPS), _mean(exp, names.THREAT))
    if figure is not None:
        write_figure([s for s in surfaces if s.label == surfaces[0].label], TROOPS, THREAT, means, figure)
    tables = [_table(surface) for surface in surfaces]
    return Page(
        "break_even",
        "Where the offer breaks even",
        (
            provenance(exp),
            f"The mean of `{names.TROOPS}` (what European troops do to Moscow's readiness, in logits) and that of "
            f"`{names.THREAT}` (what a fully believed threat does to it) are moved; their spread and all else stay, "
            f"and the fit is made anew. The study has {means[0]:g} and {means[1]:g}. Above the pull of break-even the "
            "offer has more lasting ceasefires than the other branch, below it fewer. The figure shows the lead in "
            "points of 100 for the first outcome: the thick line is break-even, the dashed lines are two Monte Carlo "
            "errors from it, the dot is the study.",
        ),
        tuple(tables),
        figure="break_even.svg" if figure is not None else "",
    )


def surfaces_of(exp: Experiment, threads: int) -> list[Surface]:
    """Run every point of the grid. `exp`: with its members; `threads`: number of threads."""
    others = [branch for branch in exp.branches if branch != names.OFFER]
    cells: dict[tuple[str, str, int, int], Gap] = {}
    labels: dict[str, str] = {}
    for i, troops in enumerate(TROOPS):
        for j, threat in enumerate(THREAT):
            moved = with_mean(with_mean(exp, names.TROOPS, troops), names.THREAT, threat)
            table = simulate(moved, MEASURES, threads)
            for name, measure in table.measures.items():
                labels[name] = measure.label
                for other in others:
                    cells[name, other, i, j] = gap(table, names.OFFER, other, measure)
    return [
        Surface(
            other,
            label,
            tuple(tuple(cells[name, other, i, j] for j in range(len(THREAT))) for i in range(len(TROOPS))),
        )
        for name, label in labels.items()
        for other in others
    ]


def with_mean(exp: Experiment, name: str, value: float) -> Experiment:
    """Return the experiment with the mean of a normal input moved.

    Parameters
    ----------
    exp : Experiment
        The experiment.
    name : str
        The input.
    value : float
        Its new mean.

    Raises
    ------
    ConfigError
        If there is no such input, or it has no mean.
    """
    _mean(exp, name)
    prior = exp.priors[name]
    moved = prior.model_copy(update={"distribution": prior.distribution.model_copy(update={"mean": value})})
    return exp.model_copy(update={"priors": {**exp.priors, name: moved}})


def break_even(row: Sequence[Gap]) -> Estimate | None:
    """Return the pull of the threat at which a row of the grid crosses zero, with its error; None if it does not."""
    values = np.array([found.difference.value for found in row])
    signs = np.flatnonzero(np.sign(values[:-1]) != np.sign(values[1:]))
    if not signs.size:
        return None
    k = int(signs[0])
    slope = (values[k + 1] - values[k]) / (THREAT[k + 1] - THREAT[k])
    error = max(row[k].difference.mcse, row[k + 1].difference.mcse) / abs(slope)
    return Estimate(float(THREAT[k] - values[k] / slope), float(error), row[k].difference.n)


def _mean(exp: Experiment, name: str) -> float:
    mean = getattr(exp.priors[name].distribution, "mean", None) if name in exp.priors else None
    if mean is None:
        raise ConfigError.of(f"priors.{name}", "has no mean that a surface could be drawn over")
    return float(mean)


def _table(surface: Surface) -> TitledTable:
    head = ("troops \\ threat", *(f"{threat:g}" for threat in THREAT), "breaks even at a pull of")
    rows = []
    for troops, row in zip(TROOPS, surface.gaps, strict=True):
        crossing = break_even(row)
        always = "no crossing, ahead" if row[0].points > 0.0 else "no crossing, behind"
        end = always if crossing is None else f"{value_text(crossing)} ±{crossing.mcse:.1g}"
        cells = (f"{value_text(g.difference, 100.0, True)} ({share_of_draws(g.draws.in_favour)})" for g in row)
        rows.append((f"{troops:g}", *cells, end))
    error = max(found.difference.mcse for row in surface.gaps for found in row)
    note = (
        "In brackets the share of draws in favour; 100% also stands where the run is too small to tell the draws "
        f"apart. No error is above {100.0 * error:.1f} points. A lead of less than two errors may be chance, and `no "
        "crossing` says no more than that the mean has one sign in the whole row"
    )
    return TitledTable(f"{surface.label.capitalize()}: `{names.OFFER}` less `{surface.other}`", head, rows, note)
