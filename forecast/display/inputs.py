"""Inputs for people: what an input is, its unit, and how to say that it is high or low."""

from dataclasses import dataclass

from forecast.config.models import Prior
from forecast.display.numbers import rounded
from forecast.display.units import UnitWords, unit_words

PICKS = {
    "truce_class_pick": ("Which truces these are like", "those between states", "those with proxies"),
    "keepers_school": ("Which school is right on peacekeepers", "the hopeful one", "the sceptical one"),
    "submodel_pick": ("What sets how ready sides are to agree", "an early anchor", "a late anchor"),
    "baseline_pick": ("Which record sets how long peace lasts", "the long sample", "a later record"),
}
"""Inputs that only choose between views: name, what a low value chooses, what a high value chooses."""

_DATES = ("Week in which", "Week at which", "Week from which")
LATER = UnitWords("weeks", more="later", less="earlier")


@dataclass(frozen=True)
class InputWords:
    """An input as people read it.

    Attributes
    ----------
    id, name : str
        Its id in the config, and its name in words.
    unit : UnitWords
        Its unit.
    grade : str
        Grade of the evidence, A to C.
    choices : (str, str) or None
        What a low and a high value choose, for an input that only chooses between views.
    """

    id: str
    name: str
    unit: UnitWords
    grade: str
    choices: tuple[str, str] | None = None

    def beyond(self, bound: float, above: bool) -> str:
        """Say that the input lies above or below a value: 'Length of the surge above 30 weeks'."""
        if self.choices is not None:
            return f"{self.name}: {self.choices[above]}"
        number = rounded(bound * self.unit.scale)
        unit = f" {self.unit.name}" if self.unit.name else ""
        return f"{self.name} {'above' if above else 'below'} {number}{unit}"


def input_words(prior: Prior) -> InputWords:
    """Describe an input of a run."""
    unit = LATER if prior.about.startswith(_DATES) else unit_words(prior.unit)
    name, *choices = PICKS.get(prior.sets or "", (prior.about.replace("km2", "km²"),))
    return InputWords(prior.name, name, unit, prior.grade, (choices[0], choices[1]) if choices else None)
