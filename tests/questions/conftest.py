"""A finished smoke run, and files of questions that a test writes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from forecast.cli import main
from forecast.config import Experiment, load_experiment
from forecast.store.reader import Run, open_run

CONFIGS = Path(__file__).resolve().parents[2] / "configs"

HEAD = "title: invented\nregistered: 2024-12-01\nwritten: before the outcome\nquestions:\n"
QUESTION = """  {name}:
    text: Does it happen?
    all: [{all}]
    deadline: {deadline}
    resolution: a record
    source: invented
    void: no record
"""

Asked = Callable[..., Path]


@pytest.fixture(scope="session")
def experiment() -> Experiment:
    return load_experiment(CONFIGS / "smoke.yaml")


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A finished run of the smoke study with replicates, so that members share draws."""
    folder = tmp_path_factory.mktemp("questions")
    words = ["run", str(CONFIGS / "smoke.yaml"), "--members", "400", "--out", str(folder), "--quiet"]
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert not stop.value.code
    return open_run(folder / "smoke")


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    """asked(name="{condition}, {condition}", deadline=...): write a file of questions and give its path."""

    def write(deadline: str = "2025-12-20", more: str = "", head: str = HEAD, **questions: str) -> Path:
        text = head + "".join(
            QUESTION.format(name=name, all=conditions, deadline=deadline) + more
            for name, conditions in questions.items()
        )
        path = tmp_path / "questions.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
