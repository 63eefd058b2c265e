"""The axes of a sweep: the swept keys with their values as numbers in one unit where they are numbers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecast.config.units import UnitError, factor_between, parse_unit
from forecast.config.values import NUMBER
from forecast.store.sweep import SweepPoint

if TYPE_CHECKING:
    from forecast.config import Experiment

_QUANTITY = re.compile(rf"({NUMBER})\s*(.*)", re.DOTALL)
RESERVED = frozenset({"branch", "outcome", "value", "mcse", "low", "high", "n", "axis", "difference", "in_favour"})
"""Names that a dataset of curves uses itself, so that no axis can have them."""
_FIXED = ".fixed"


@dataclass(frozen=True)
class Axis:
    """One swept key.

    Attributes
    ----------
    key : str
        Dotted key of the config.
    name : str
        Its last part, or as many of its parts as tell it from the other axes.
    unit : str or None
        Unit of the values; None if the values are texts.
    values : tuple of float or of str
        Numbers in increasing order, or texts in the order of the config.
    texts : tuple of str
        The values as the config writes them, in the same order.
    """

    key: str
    name: str
    unit: str | None
    values: tuple[float, ...] | tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def is_numeric(self) -> bool:
        """Whether the values are numbers, so that one lies beyond another."""
        return self.unit is not None

    def find(self, text: str) -> int | None:
        """Find a value by its text, or by another text of the same quantity; None if the axis does not have it."""
        if text in self.texts:
            return self.texts.index(text)
        number = None if self.unit is None else _number(text, self.unit)
        if self.unit is None or number is None:
            return None
        own = (_number(known, self.unit) for known in self.texts)
        return next((k for k, value in enumerate(own) if value is not None and abs(value - number) < 1e-9), None)


def axes_of(points: Sequence[SweepPoint], experiment: "Experiment") -> tuple[Axis, ...]:
    """List the axes of a sweep.

    Parameters
    ----------
    points : sequence of SweepPoint
        All points, in the order of the sweep.
    experiment : Experiment
        The experiment of any point, for the units of priors.
    """
    names = _names(list(points[0].settings))
    return tuple(
        _axis(key, name, list(dict.fromkeys(point.settings[key] for point in points)), experiment)
        for key, name in names.items()
    )


def _axis(key: str, name: str, texts: list[str], experiment: "Experiment") -> Axis:
    unit = _unit(key, texts[0], experiment)
    numbers = [_number(text, unit) for text in texts] if unit else []
    known = [number for number in numbers if number is not None]
    if unit is None or len(known) < len(texts) or len(set(known)) < len(known):
        return Axis(key, name, None, tuple(texts), tuple(texts))
    order = sorted(range(len(texts)), key=known.__getitem__)
    return Axis(key, name, unit, tuple(known[k] for k in order), tuple(texts[k] for k in order))


def _unit(key: str, text: str, experiment: "Experiment") -> str | None:
    """Find the unit of an axis: that of its first value, else that of the prior that it fixes, else 1."""
    found = _QUANTITY.fullmatch(text.strip())
    if found is None:
        return None
    prior = experiment.priors.get(key.removeprefix("priors.").removesuffix(_FIXED)) if key.endswith(_FIXED) else None
    unit = found.group(2) or (prior.unit if prior else "1")
    try:
        parse_unit(unit)
    except UnitError:
        return None
    return unit


def _number(text: str, unit: str) -> float | None:
    """Read a number in a unit; None if the text is no number or has a unit of another kind."""
    found = _QUANTITY.fullmatch(text.strip())
    if found is None:
        return None
    own = found.group(2) or unit
    try:
        return float(found.group(1).replace("_", "")) * (1.0 if own == unit else factor_between(own, unit))
    except UnitError:
        return None


def _names(keys: list[str]) -> Mapping[str, str]:
    """Find a short name for each key. A part such as `fixed`, which says nothing, is left out."""
    parts = {key: key.removesuffix(_FIXED).split(".") for key in keys}
    names = {}
    for key, own in parts.items():
        for count in range(1, len(own) + 1):
            name = "_".join(own[-count:])
            others = ("_".join(other[-count:]) for rest, other in parts.items() if rest != key)
            if name not in RESERVED and name not in others:
                break
        names[key] = name
    return names
