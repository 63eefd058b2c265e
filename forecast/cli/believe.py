"""`forecast believe`: the answers of a finished run under somebody's beliefs about its inputs."""

from typing import TYPE_CHECKING, Annotated

import typer

from forecast.cli.options import Json, Quiet, RunPath, known_branch, open_finished
from forecast.cli.output import Output, width

if TYPE_CHECKING:
    from forecast.analysis.members import Members
    from forecast.beliefs.reweighting import Reweighted

BeliefFile = Annotated[
    str,
    typer.Argument(metavar="BELIEFS", help="Belief file (YAML), or a folder of such files.", show_default=False),
]


def command(
    run: RunPath,
    beliefs: BeliefFile,
    branch: Annotated[
        list[str] | None, typer.Option("--branch", metavar="B", help="Only this branch; repeat for more.")
    ] = None,
    reference: Annotated[
        str | None, typer.Option("--reference", metavar="R", help="Compare with this branch instead of the run's own.")
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Print a finished run under other beliefs, without a new run.

    The draws are weighted by the belief. Old and new answers stand side by side, with the error of the shift, whether
    the answer changes, and what the weighted draws are worth. Beliefs that the draws cannot bear are refused.
    """
    output = Output(json, quiet)
    finished = open_finished(run, output)
    names = finished.manifest.branches
    base = known_branch("--reference", reference, names) if reference else finished.manifest.reference
    chosen = [known_branch("--branch", name, names) for name in branch or ()] or list(names)
    from forecast.analysis.draw_means import DrawTable
    from forecast.analysis.members import Members
    from forecast.beliefs.reweighting import reweight
    from forecast.config.beliefs import read_beliefs
    from forecast.experiment.evidence import evidence
    from forecast.text.belief_text import plain_belief

    believed = read_beliefs(beliefs, finished.experiment)
    members = Members(finished)
    others = [name for name in chosen if name != base]
    results = reweight(DrawTable(members), believed, others, base)
    grade = evidence(finished.experiment)
    _print(results, members, base, grade.line, output)
    output.result(
        {
            "run": str(finished.path),
            "reference": base,
            "grade": grade.grade,
            "inputs": grade.inputs,
            "constants": grade.constants,
            "beliefs": [plain_belief(result) for result in results],
        }
    )


def _print(results: "tuple[Reweighted, ...]", members: "Members", base: str, grade: str, output: Output) -> None:
    from forecast.text import belief_text as text

    wide, manifest = width(), members.manifest
    head = f"{manifest.experiment}: {manifest.members:,} members, {manifest.draws:,} draws"
    if len(results) == 1:
        (result,) = results
        output.text(head, "", *text.belief_lines(result, wide), "", *text.reference_lines(result, base))
        for branch in dict.fromkeys(outcome.branch for outcome in result.differences):
            output.text("", *text.outcome_lines(result, branch, base))
        ends = [*text.NOTES, text.EMULATOR, grade]
        fresh = [f"as a fresh run: {text.fresh_command(result.belief, str(members.run.path))}"]
    else:
        output.text(f"{head}, {len(results)} beliefs", "", *text.size_lines(results))
        output.text(*text.compact_lines(results, members, base, wide))
        ends, fresh = [*text.COMPACT_NOTES, text.EMULATOR, grade], []
    output.text("", "Does the belief change the answer?")
    for result in results:
        output.text(*text.answer_lines(result, base, wide))
    output.text("", *text.wrapped_notes(ends, wide), *fresh)
