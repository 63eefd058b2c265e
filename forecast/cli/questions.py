"""`forecast questions`: answers a file of questions from a run, and scores the answers where outcomes are known."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from forecast.cli.options import Json, Quiet, RunPath, known_branch, open_finished
from forecast.cli.output import Output, width
from forecast.errors import ConfigError

if TYPE_CHECKING:
    from forecast.questions.record import Record

QuestionFile = Annotated[str, typer.Argument(metavar="FILE", help="Questions (YAML).", show_default=False)]
Resolved = Annotated[
    str | None, typer.Option("--resolved", metavar="FILE", help="Outcomes (YAML); the answers are scored.")
]
Branch = Annotated[
    str | None, typer.Option("--branch", metavar="NAME", help="Answer from this branch. [default: the reference]")
]
EveryBranch = Annotated[bool, typer.Option("--every-branch", help="Print the answers of all branches instead.")]
Register = Annotated[
    str | None,
    typer.Option("--register", metavar="FILE", help="Write the answers, with date and hashes, to a new file."),
]
Figure = Annotated[
    str | None, typer.Option("--figure", metavar="FILE", help="Draw the reliability diagram to this SVG file.")
]


def command(
    run: RunPath,
    file: QuestionFile,
    resolved: Resolved = None,
    branch: Branch = None,
    every_branch: EveryBranch = False,
    register: Register = None,
    figure: Figure = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Answer questions from a run, and score the answers.

    The answer is the share of members that meet all conditions of a question. RUN may also be a file that --register
    wrote: then its answers are scored, and a question that has changed since is refused. The run does not change.
    """
    from forecast.questions import question_text as text
    from forecast.questions.record import record_of_registered, record_of_run

    output = Output(json, quiet)
    if figure and not resolved:
        raise ConfigError.of("--figure", "needs outcomes; add --resolved FILE")
    if Path(run).is_file():
        for option, value in (("--branch", branch), ("--every-branch", every_branch), ("--register", register)):
            if value:
                raise ConfigError.of(option, f"needs a run; {run} is a file")
        record, known = record_of_registered(run, file, resolved)
        _print(record, figure, output)
        output.result(
            {
                "status": "complete",
                "run": known["run_id"],
                "registered": run,
                "registered_sha256": known["sha256"],
                **text.plain_record(record),
            }
        )
        return
    finished = open_finished(run, output)
    if branch:
        known_branch("--branch", branch, finished.manifest.branches)
    record = record_of_run(finished, file, resolved, branch)
    content: dict[str, Any] = {"run": str(finished.path), "branch": branch or finished.manifest.reference}
    if register:
        from forecast.questions.register import require_new

        require_new(Path(register))
    if every_branch:
        output.text(*text.head_lines(record), "", *text.branch_lines(record.by_branch))
    _print(record, figure, output, with_table=not every_branch)
    if record.score.brier is not None:
        output.text("", *text.mean_by_branch(record.scores_by_branch()))
    if register:
        from datetime import UTC, datetime

        from forecast.questions.register import register as write

        today = datetime.now(UTC).date()
        sha256 = write(Path(register), record.questions, record.answers, finished.manifest, today)
        content |= {"registered": register, "registered_sha256": sha256}
        output.text("", f"answers registered in {register}")
    output.result({"status": "complete", **content, **text.plain_record(record)})


def _print(record: "Record", figure: str | None, output: Output, with_table: bool = True) -> None:
    """Print the table, the scores and the reliability diagram, and draw the figure if one is asked for."""
    from forecast.questions import question_text as text

    if with_table:
        output.text(*text.head_lines(record), "", *text.answer_lines(record.rows, width()))
    output.text("", *text.score_lines(record.score, record.questions.written))
    if record.score.murphy is not None:
        output.text("", *text.reliability_lines(record.score.murphy))
    if figure:
        if record.score.murphy is None:
            raise ConfigError.of("--figure", "needs an outcome of yes or no; the file of --resolved has none")
        from forecast.report.reliability_figure import write_reliability_figure

        write_reliability_figure(Path(figure), record.questions.title, record.score, record.rows, text.note(record))
        output.text("", f"figure    {figure}")
