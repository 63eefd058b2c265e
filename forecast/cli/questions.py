"""`forecast questions`: answers a file of questions from a run, and scores the answers where outcomes are known."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from forecast.cli.options import Json, Quiet, RunPath, known_branch, open_finished
from forecast.cli.output import Output, width
from forecast.errors import ConfigError

if TYPE_CHECKING:
    from forecast.config.questions import Questions
    from forecast.questions.answers import Answer

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
    output = Output(json, quiet)
    if Path(run).is_file():
        for option, value in (("--branch", branch), ("--every-branch", every_branch), ("--register", register)):
            if value:
                raise ConfigError.of(option, f"needs a run; {run} is a file")
        _registered_answers(run, file, resolved, figure, output)
        return
    from forecast.analysis.members import Members
    from forecast.config.questions import read_outcomes, read_questions
    from forecast.questions.answers import answer_all
    from forecast.questions.question_text import branch_lines, mean_by_branch, mean_value
    from forecast.questions.scoring import rows_of, score

    finished = open_finished(run, output)
    questions = read_questions(file, finished.experiment)
    outcomes = read_outcomes(resolved, questions) if resolved else None
    members, names = Members(finished), finished.manifest.branches
    chosen = known_branch("--branch", branch, names) if branch else members.reference
    answers = answer_all(questions, members, names)
    rows = {name: rows_of(questions, answers[name], outcomes) for name in names}
    free = {name: [row for row in rows[name] if row.question.branch is None] for name in names}
    scores = {name: score(free[name]) for name in names}
    manifest = finished.manifest
    run_line = (
        f"{manifest.experiment}/{manifest.run_id}, version {manifest.versions.get('frontcast', '?')}, config hash "
        f"{manifest.config_hash[:8]}, week 0 on {members.origin}, branch {chosen}"
    )
    content = {
        "run": str(finished.path),
        "branch": chosen,
        "branches": [
            {
                "branch": name,
                "brier": mean_value(scores[name]),
                "answers": {row.answer.id: row.answer.probability.value for row in rows[name]},
            }
            for name in names
        ],
    }
    if register:
        from datetime import UTC, datetime

        from forecast.questions.register import register as write

        today = datetime.now(UTC).date()
        content["registered"] = register
        content["registered_sha256"] = write(Path(register), questions, answers[chosen], manifest, today)
    if every_branch:
        output.text(*branch_lines(rows))
    _print(questions, answers[chosen], outcomes, run_line, figure, output, content, not every_branch)
    if any(scores[name].brier for name in names):
        output.text("", *mean_by_branch(scores))
    if register:
        output.text("", f"answers registered in {register}")


def _registered_answers(path: str, file: str, resolved: str | None, figure: str | None, output: Output) -> None:
    """Score the answers of a file that --register wrote."""
    from forecast.config.questions import read_outcomes, read_questions
    from forecast.questions.register import read_registered

    questions = read_questions(file)
    found = read_registered(Path(path), questions)
    outcomes = read_outcomes(resolved, questions) if resolved else None
    record = found.record
    run_line = (
        f"answers registered on {record['date']} from {record['experiment']}/{record['run_id']}, version "
        f"{record['version']}, config hash {record['config_hash'][:8]}, week 0 on {record['week_0']}"
    )
    content = {"run": record["run_id"], "registered": path, "registered_sha256": record["sha256"]}
    _print(questions, found.answers, outcomes, run_line, figure, output, content, True)


def _print(
    questions: "Questions",
    answers: "dict[str, Answer]",
    outcomes: Any,
    run_line: str,
    figure: str | None,
    output: Output,
    content: dict[str, Any],
    with_table: bool,
) -> None:
    from forecast.questions import question_text as text
    from forecast.questions.scoring import rows_of, score

    rows = rows_of(questions, answers, outcomes)
    total = score(rows)
    if with_table:
        output.text(
            f"{questions.title} ({len(rows)} questions of {questions.registered}, written {questions.written})",
            f"content of the file: sha256 {questions.sha256}",
            run_line,
            "",
            *text.answer_lines(rows, width()),
        )
    output.text("", *text.score_lines(total, questions.written))
    if total.murphy is not None:
        output.text("", *text.reliability_lines(total.murphy))
    if figure:
        if total.murphy is None:
            raise ConfigError.of("--figure", "needs outcomes; add --resolved FILE")
        from forecast.report.reliability_figure import Case, write_reliability_figure

        cases = [Case(row.answer.probability.value, row.outcome == "yes") for row in rows if row.status == "resolved"]
        note = f"{run_line}. Questions: sha256 {questions.sha256[:8]}."
        note += f" {text.NO_CLAIM}" if questions.written == text.HINDSIGHT else ""
        write_reliability_figure(Path(figure), questions.title, total.murphy.bins, cases, note)
        output.text("", f"figure    {figure}")
    output.result(
        {
            "status": "complete",
            **content,
            "questions": questions.path,
            "questions_sha256": questions.sha256,
            "questions_dated": questions.registered.isoformat(),
            "written": questions.written,
            "outcomes_dated": outcomes.dated.isoformat() if outcomes else None,
            "outcomes_sha256": outcomes.sha256 if outcomes else None,
            "rows": [text.plain_row(row) for row in rows],
            "summary": text.plain_score(total),
        }
    )
