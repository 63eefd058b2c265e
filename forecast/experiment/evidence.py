"""What the inputs of an experiment rest on, in the words in which every table, figure and file says so."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from forecast.config.models import Experiment, Prior, Sector

GRADES = {"A": "measured", "B": "from the literature", "C": "judgment"}


class Evidence(NamedTuple):
    """How many inputs of each grade (fixed ones included) are behind every outcome."""

    by_grade: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_grade.values())

    @property
    def grade(self) -> str:
        """The lowest grade among the inputs: no outcome can have a higher one."""
        return max((grade for grade, count in self.by_grade.items() if count), default="A")

    @property
    def mark(self) -> str:
        """The grade of an outcome, short enough to stand in every table and figure."""
        return f"Grade {self.grade}: {self.by_grade.get('C', 0)} of {self.total} inputs are judgments"

    @property
    def line(self) -> str:
        """The same as a sentence below a table of outcomes: what none of its errors covers."""
        judged = self.by_grade.get("C", 0)
        return f"Every outcome is of grade {self.grade}: {judged} of {self.total} inputs are judgments (C)."


def evidence(exp: "Experiment") -> Evidence:
    """Of the inputs of an experiment."""
    return Evidence(count_grades(exp.priors.values()))


def count_grades(graded: "Iterable[Prior | Sector]") -> dict[str, int]:
    """How many have each grade, A to C."""
    counted: Counter[str] = Counter(item.grade for item in graded)
    return {grade: counted[grade] for grade in GRADES}
