"""Counts the evidence on which outcomes rest, and words it for every table, figure and file.

Grades of evidence: A measured, B from the literature, C judgment.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from forecast_kernels.layout.constants import CONSTANTS, Constant

if TYPE_CHECKING:
    from forecast.config.models import Experiment, Prior, Sector

GRADES = {"A": "measured", "B": "from the literature", "C": "judgment"}


def count_grades(graded: "Iterable[Prior | Sector | Constant]") -> dict[str, int]:
    """Return the number of inputs, sectors or constants of each grade, A to C."""
    counted: Counter[str] = Counter(item.grade for item in graded)
    return {grade: counted[grade] for grade in GRADES}


OF_CONSTANTS = count_grades(CONSTANTS)


class Evidence(NamedTuple):
    """Number of inputs and of constants of the model by grade. Fixed inputs count. All outcomes rest on them."""

    inputs: dict[str, int]
    constants: dict[str, int] = OF_CONSTANTS

    @property
    def by_grade(self) -> dict[str, int]:
        """Number of inputs and constants together, by grade."""
        return {grade: self.inputs.get(grade, 0) + self.constants.get(grade, 0) for grade in GRADES}

    @property
    def total(self) -> int:
        """Number of inputs and constants."""
        return sum(self.by_grade.values())

    @property
    def grade(self) -> str:
        """The lowest grade of any input or constant. No outcome can have a higher grade."""
        return max((grade for grade, count in self.by_grade.items() if count), default="A")

    @property
    def mark(self) -> str:
        """The grade of an outcome, short enough to stand in every table and figure."""
        return f"Grade {self.grade}: {self._judgments}"

    @property
    def line(self) -> str:
        """The grade as a sentence below a table of outcomes. The errors in such a table do not include it."""
        return f"Every outcome is of grade {self.grade}: {self._judgments} (C)."

    @property
    def _judgments(self) -> str:
        return f"{self.by_grade['C']} of {self.total} inputs and constants are judgments"


def evidence(exp: "Experiment") -> Evidence:
    """Return the evidence on which the outcomes of an experiment rest."""
    return Evidence(count_grades(exp.priors.values()))
