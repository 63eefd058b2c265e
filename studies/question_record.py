"""`python -m studies question_record RUN FILE --resolved FILE`: writes docs/questions.md and its figure."""

from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated

import typer

from studies.markdown import WIDTH

if TYPE_CHECKING:
    from forecast.questions.record import Record

MISS = 0.36
"""Brier score from which a question is listed as a miss: 60% or more for what did not happen."""


def command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Finished run of configs/offer.yaml, or its folder.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Questions.")],
    resolved: Annotated[Path, typer.Option("--resolved", metavar="FILE", help="Outcomes.")],
    docs: Annotated[Path, typer.Option("--docs", metavar="DIR", help="Folder of the pages.")] = Path("docs"),
) -> None:
    """Write the page on answered questions, and the reliability diagram."""
    from forecast.api import open_run
    from forecast.questions.question_text import note
    from forecast.questions.record import record_of_run
    from forecast.report.reliability_figure import write_reliability_figure
    from forecast.store.atomic import put_bytes

    record = record_of_run(open_run(run), str(file), str(resolved))
    page, figure = docs / "questions.md", docs / "figures" / "reliability.svg"
    write_reliability_figure(figure, record.questions.title, record.score, record.rows, note(record))
    put_bytes(page, question_page(record, resolved.name).encode(), page.parent, sync=False)
    for path in (page, figure):
        print(path)


def question_page(record: "Record", resolved: str) -> str:
    """Return the page in Markdown: the score, the misses, every answer, the reliability table, and the branches."""
    from forecast.questions.question_text import HINDSIGHT, NO_CLAIM, mean_by_branch, reliability_lines, score_lines

    rows = record.rows
    misses = sorted((row for row in rows if (row.brier or 0.0) >= MISS), key=lambda row: -(row.brier or 0.0))
    listed = [
        f"- {row.question.text} The run said {100 * row.answer.probability.value:.0f}%; the outcome was "
        f"{row.outcome}. Brier {row.brier:.2f}."
        for row in misses
    ]
    table = [
        f"| `{row.answer.id}` | {row.question.deadline} | {100 * row.answer.probability.value:.0f}% | "
        f"{row.outcome or 'open'} | {'' if row.brier is None else f'{row.brier:.3f}'} |"
        for row in rows
    ]
    dated = record.outcomes.dated if record.outcomes else ""
    lines = [
        f"# {record.questions.title}",
        "<!-- made by `python -m studies question_record` (`make findings`): do not edit -->",
        fill(
            f"{NO_CLAIM if record.questions.written == HINDSIGHT else ''} They say how this run did. Its "
            "law of the front was made when 2025 was known ([decision 10](decisions/0010-two-time-scales.md)), so "
            "these are not the answers that the study of December 2024 would have given. The page "
            "[howto/answer_questions.md](howto/answer_questions.md) explains the conditions, the errors and the "
            "files.".strip(),
            WIDTH,
        ),
        fill(
            f"Answers: {record.source}. Questions: `{Path(record.questions.path).name}`, SHA-256 "
            f"`{record.questions.sha256[:16]}`. Outcomes: `{resolved}`, from sources up to {dated}.",
            WIDTH,
        ),
        "## Score",
        "```text\n" + "\n".join(score_lines(record.score, "")) + "\n```",
        fill(
            "The *base rate* of a question on the front is a simple rule, the year before resampled "
            "(`climatology_52`); that of a ceasefire is the record of other wars. A difference smaller than about "
            "twice its ± may be chance.",
            WIDTH,
        ),
        "## Misses",
        f"On {len(misses)} of {record.score.resolved} questions the run gave 60% or more to the wrong answer:",
        "\n".join(listed),
        "## Every answer",
        "\n".join(["| question | deadline | answer | outcome | Brier |", "|---|---|---|---|---|", *table]),
    ]
    if record.score.murphy is not None:
        lines += [
            "## Reliability",
            "```text\n" + "\n".join(reliability_lines(record.score.murphy)) + "\n```",
            "![Reliability diagram: share of yes by answer of the run](figures/reliability.svg)",
        ]
    lines += [
        "## Branches",
        fill(
            "The branch with the lowest score need not be the policy that was followed. One future differs from the "
            "next far more than the branches differ.",
            WIDTH,
        ),
        "```text\n" + "\n".join(mean_by_branch(record.scores_by_branch())) + "\n```",
    ]
    return "\n\n".join(lines) + "\n"
