"""`forecast decide`: which branch is better for whom, what is tied, what it costs, and what becomes of the offer."""

from typing import Annotated

import typer

from forecast.cli.options import Json, Quiet, RunPath, open_finished
from forecast.cli.output import Output, width


def command(
    run: RunPath,
    values: Annotated[
        str | None,
        typer.Option(
            "--values",
            metavar="FILE",
            help="Stated values of the actors; copy and change configs/values/actors.yaml. [default: the shipped ones]",
            show_default=False,
        ),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Print which branch is better for whom, and how sure that is.

    Values are stated and can be changed. Also: what becomes of the offer, and what it costs.

    Ties are said as ties. Weights and floors are judgments; change them with --values. For a finished sweep over
    `switches`: also whether the best branch stays the same under every setting.
    """
    from pathlib import Path

    from forecast.cli.conclusions import is_over_switches
    from forecast.decisions.actors import read_values

    output = Output(json, quiet)
    stated = read_values(values)
    folder = Path(run)
    stability = None
    if is_over_switches(folder):
        from forecast.decisions.switch_stability import switch_stability
        from forecast.store.sweep import sweep_runs

        stability = switch_stability(sweep_runs(folder), stated)
        finished = stability.default
        output.note(f"the sweep's run with every switch at its default: {finished.path}")
    else:
        finished = open_finished(run, output)
    from forecast.decisions.decision import decide
    from forecast.text.decision_text import decision_text
    from forecast.text.plain_decision import plain_decision

    result = decide(finished, stated)
    output.text(decision_text(result, width()))
    content = {"run": str(finished.path), **plain_decision(result)}
    if stability is not None:
        from forecast.text.switch_stability_text import plain_stability, stability_lines

        output.text("", *stability_lines(stability, width()))
        content["stability"] = plain_stability(stability)
    output.result(content)
