"""`forecast decide`: which branch is better for whom, what is tied, what it costs, and what becomes of the offer."""

from typing import TYPE_CHECKING, Annotated

import typer

from forecast.cli.options import Json, Quiet, RunPath, StatedValues, open_finished
from forecast.cli.output import Output, width

if TYPE_CHECKING:
    from forecast.decisions.actors import Values
    from forecast.decisions.belief_stability import BeliefStability
    from forecast.store.reader import Run


def command(
    run: RunPath,
    values: StatedValues = None,
    beliefs: Annotated[
        str | None,
        typer.Option(
            "--beliefs",
            metavar="FILE",
            help="Also rank under the beliefs of this file or folder, such as configs/beliefs.",
            show_default=False,
        ),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Print which branch is better for whom, and how sure that is.

    Values are stated and can be changed. Also: what becomes of the offer, and what it costs.

    Ties are said as ties. Weights and floors are judgments; change them with --values. For a finished sweep over
    `switches`: also whether the best branch stays the same under every setting; with --beliefs, under every belief.
    """
    from pathlib import Path

    from forecast.cli.conclusions import is_over_switches
    from forecast.decisions.actors import read_values, require_own_values

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
    require_own_values(finished, stated)
    from forecast.decisions.decision import decide
    from forecast.text.decision_text import decision_text
    from forecast.text.plain_decision import plain_decision
    from forecast.text.stability_text import plain_stability, stability_lines

    result = decide(finished, stated)
    output.text(decision_text(result, width()))
    content = {"run": str(finished.path), **plain_decision(result)}
    for name, found in (("stability", stability), ("beliefs", _over_beliefs(finished, stated, beliefs))):
        if found is not None:
            output.text("", *stability_lines(found, width()))
            content[name] = plain_stability(found)
    output.result(content)


def _over_beliefs(run: "Run", values: "Values", path: str | None) -> "BeliefStability | None":
    if path is None:
        return None
    from pathlib import Path

    from forecast.analysis.members import Members
    from forecast.config.beliefs import read_beliefs
    from forecast.decisions.belief_stability import belief_stability

    return belief_stability(Members(run), values, read_beliefs(Path(path), run.experiment))
