"""The page on answered questions: misses, every answer, and the figure beside it."""

from pathlib import Path

from forecast.questions.record import record_of_run
from studies.app import main
from studies.question_record import MISS, question_page

QUESTIONS = Path(__file__).resolve().parents[2] / "configs" / "questions"
FILE, RESOLVED = QUESTIONS / "december-2024.yaml", QUESTIONS / "december-2024-resolved.yaml"


def test_that_the_page_lists_every_answer_and_every_miss(run, tmp_path) -> None:
    assert (
        main(["question_record", str(run.path), str(FILE), "--resolved", str(RESOLVED), "--docs", str(tmp_path)]) == 0
    )
    record = record_of_run(run, str(FILE), str(RESOLVED))
    page = (tmp_path / "questions.md").read_text()
    assert page == question_page(record, RESOLVED.name)
    misses = [row for row in record.rows if (row.brier or 0.0) >= MISS]
    assert misses and page.count("The run said") == len(misses)
    assert all(f"- {row.question.text} The run said" in page for row in misses)
    assert all(f"| `{name}` |" in page for name in record.questions.questions)
    assert "left out of any claim of skill" in page
    assert (tmp_path / "figures" / "reliability.svg").is_file()
