"""Answers, scores and reliability as plain text, and as data for JSON."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from forecast.display.digits import format_value, number_or_none
from forecast.questions.record import Record
from forecast.questions.scoring import MeanBrier, Row, Score
from forecast.scores.probability import Murphy
from forecast.text.table import aligned

HEAD = ("question", "deadline", "probability", "outcome", "Brier", "text")
NAMES = {"crowd": "the crowd", "base_rate": "the base rate"}
HINDSIGHT = "with hindsight possible"
NO_CLAIM = "These questions were written with hindsight possible. They are left out of any claim of skill."
BAR = 20
SHORTEST = 24


def head_lines(record: Record) -> list[str]:
    """Write what was asked, its hash, and where the answers come from."""
    asked = record.questions
    return [
        f"{asked.title} ({len(record.rows)} questions of {asked.registered}, written {asked.written})",
        f"content of the file: sha256 {asked.sha256}",
        record.source,
        *late_lines(record),
    ]


def late_lines(record: Record) -> list[str]:
    """Say which answers came after their deadline, if the file says that they were asked before it."""
    if record.questions.written == HINDSIGHT or not record.late:
        return []
    names = ", ".join(record.late[:5]) + (" and more" if len(record.late) > 5 else "")
    return [
        f"{len(record.late)} of these answers came after the deadline of their question (on {record.answered}): "
        f"{names}. Their outcomes can have been known. They are left out of any claim of skill."
    ]


def note(record: Record) -> str:
    """Write on one line where the answers come from and what they may be used for."""
    claim = f" {NO_CLAIM}" if record.questions.written == HINDSIGHT else "".join(f" {s}" for s in late_lines(record))
    return f"{record.source}. Questions: sha256 {record.questions.sha256[:8]}.{claim}"


def answer_lines(rows: Sequence[Row], width: int) -> list[str]:
    """Write the table of answers, one line a question, cut to `width` characters."""
    cells = [
        (
            row.answer.id,
            row.question.deadline.isoformat(),
            _probability(row),
            row.outcome or "open",
            "" if row.brier is None else f"{row.brier:.3f}",
        )
        for row in rows
    ]
    used = sum(max(len(cell[k]) for cell in (HEAD, *cells)) + 2 for k in range(5))
    room = max(width - used, SHORTEST)
    texts = [
        row.question.text if len(row.question.text) <= room else row.question.text[: room - 3] + "..." for row in rows
    ]
    lines = aligned(HEAD, [(*cell, text) for cell, text in zip(cells, texts, strict=True)], left=2, right=3)
    if any(row.answer.basis == "weekly" for row in rows):
        lines += ["*: read from a weekly histogram; its error is that of independent draws whose members all agree."]
    return lines


def branch_lines(by_branch: Mapping[str, Sequence[Row]]) -> list[str]:
    """Write the probability of every question in every branch."""
    names = [row.answer.id for row in next(iter(by_branch.values()))]
    cells = [
        (name, *(f"{rows[k].answer.probability.value:.3f}" for rows in by_branch.values()))
        for k, name in enumerate(names)
    ]
    return aligned(("question", *by_branch), cells)


def score_lines(score: Score, written: str) -> list[str]:
    """Write the counts and the mean scores."""
    share = score.void_share
    counts = f"{score.n} questions: {score.resolved} resolved, {score.void} void, {score.open} open"
    lines = [counts + ("" if share is None else f"; {100.0 * share:.0f}% of the closed ones are void")]
    if score.brier is None or score.murphy is None:
        return lines
    lines += [
        f"mean Brier score {_mean(score.brier)}; always 50% would have 0.250, and always the share of yes "
        f"{score.murphy.uncertainty:.3f}",
        *(
            f"less {NAMES[rival.name]}, on {rival.difference.n}: {rival.ours:.3f} - {rival.theirs:.3f} = "
            f"{_mean(rival.difference, signed=True)}; below 0 the run is better"
            for rival in score.rivals
        ),
        "±: standard error over questions as if they were independent. They share one future, so it is too small.",
    ]
    return lines + ([NO_CLAIM] if written == HINDSIGHT else [])


def mean_by_branch(scores: Mapping[str, Score]) -> list[str]:
    """Write the mean Brier score of every branch, best first, over questions that do not name a branch."""
    known = sorted((score.brier.value, name, score.brier) for name, score in scores.items() if score.brier is not None)
    cells = [(name, f"{brier.value:.4f}", _error(brier.mcse), str(brier.n)) for _, name, brier in known]
    return aligned(("branch", "mean Brier", "± Monte Carlo", "questions"), cells)


def reliability_lines(table: Murphy) -> list[str]:
    """Write the reliability diagram: by bin of the probability, the mean answer and the share of yes."""
    cells = [
        (
            f"{100 * cell.low:.0f} to {100 * cell.high:.0f}%",
            str(cell.n),
            f"{100 * cell.forecast:.0f}%",
            f"{100 * cell.observed:.0f}%",
            _bar(cell.forecast, cell.observed),
        )
        for cell in table.bins
    ]
    head = ("probability", "n", "mean answer", "share of yes", "0%" + " " * (BAR - 5) + "100%")
    return [*aligned(head, cells, left=1, right=3), "|: mean answer. o: share of yes. #: both."]


def plain_record(record: Record) -> dict[str, Any]:
    """Turn a record into data for JSON."""
    asked, outcomes = record.questions, record.outcomes
    scores = record.scores_by_branch()
    return {
        "questions": asked.path,
        "questions_sha256": asked.sha256,
        "questions_dated": asked.registered.isoformat(),
        "written": asked.written,
        "answered": record.answered.isoformat() if record.answered else None,
        "after_deadline": record.late,
        "outcomes_dated": outcomes.dated.isoformat() if outcomes else None,
        "outcomes_sha256": outcomes.sha256 if outcomes else None,
        "rows": [plain_row(row) for row in record.rows],
        "summary": plain_score(record.score),
        "branches": [
            {
                "branch": name,
                "brier": mean.value if (mean := scores[name].brier) else None,
                "answers": {row.answer.id: row.answer.probability.value for row in rows},
            }
            for name, rows in record.by_branch.items()
        ],
    }


def plain_row(row: Row) -> dict[str, Any]:
    """Turn a row into data for JSON."""
    answer, question = row.answer, row.question
    return {
        "id": answer.id,
        "probability": answer.probability.value,
        "mcse": number_or_none(answer.probability.mcse),
        "outcome": row.outcome,
        "brier": row.brier,
        "status": row.status,
        "text": question.text,
        "branch": answer.branch,
        "deadline": question.deadline.isoformat(),
        "week": answer.week,
        "basis": answer.basis,
        "bin_share": answer.bin_share,
        "n": answer.probability.n,
        "crowd": question.crowd.probability if question.crowd else None,
        "base_rate": question.base_rate.probability if question.base_rate else None,
    }


def plain_score(score: Score) -> dict[str, Any]:
    """Turn counts and scores into data for JSON: None for what is unknown."""
    counts = {"n": score.n, "resolved": score.resolved, "void": score.void, "open": score.open}
    table = score.murphy
    return {
        **counts,
        "void_share": score.void_share,
        "brier": _plain_mean(score.brier) if score.brier else None,
        "differences": [
            {"to": rival.name, "ours": rival.ours, "theirs": rival.theirs, **_plain_mean(rival.difference)}
            for rival in score.rivals
        ],
        "reliability": [cell._asdict() for cell in table.bins] if table else [],
        "decomposition": {name: getattr(table, name) for name in ("reliability", "resolution", "uncertainty", "within")}
        if table
        else None,
    }


def _probability(row: Row) -> str:
    text = format_value(row.answer.probability, max_decimals=3)
    return f"{text}*" if row.answer.basis == "weekly" else f"{text} "


def _mean(mean: MeanBrier, signed: bool = False) -> str:
    sign = "+" if signed and mean.value > 0.0 else ""
    return f"{sign}{mean.value:.3f} ±{_error(mean.se, 3)} (Monte Carlo ±{_error(mean.mcse)})"


def _error(value: float, places: int = 4) -> str:
    return "?" if math.isnan(value) else f"{value:.{places}f}"


def _plain_mean(mean: MeanBrier) -> dict[str, Any]:
    return {"value": mean.value, "se": number_or_none(mean.se), "mcse": number_or_none(mean.mcse), "n": mean.n}


def _bar(forecast: float, observed: float) -> str:
    places = [round(value * BAR) for value in (forecast, observed)]
    marks = {places[1]: "o", places[0]: "|"} if places[0] != places[1] else {places[0]: "#"}
    return "".join(marks.get(k, ".") for k in range(BAR + 1))
