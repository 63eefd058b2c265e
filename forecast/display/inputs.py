"""Inputs for people: what an input is, its unit, and how to say that it is high or low."""

from dataclasses import dataclass

from forecast.config.models import Prior
from forecast.display.units import UnitWords, unit_words

_DATES = ("Week in which", "Week at which", "Week from which")
LATER = UnitWords("weeks", more="later", less="earlier")


@dataclass(frozen=True)
class InputWords:
    """An input as people read it: `name` in words, its unit, its grade of evidence, and its id in the config."""

    id: str
    name: str
    unit: UnitWords
    grade: str

    def beyond(self, bound: float, above: bool) -> str:
        """Say that the input lies above or below a value: 'Weeks of surge above 30 weeks'."""
        number = f"{bound * self.unit.scale:.3g}"
        unit = f" {self.unit.name}" if self.unit.name else ""
        return f"{self.name} {'above' if above else 'below'} {number}{unit}"


def input_words(prior: Prior) -> InputWords:
    """Describe an input of a run."""
    unit = LATER if prior.about.startswith(_DATES) else unit_words(prior.unit)
    return InputWords(prior.name, prior.about.replace("km2", "km²"), unit, prior.grade)
