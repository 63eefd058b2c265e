"""Finds series that can be read but do not mean what a reader takes them for: mixed ids and running totals."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from forecast.observations.series import Floats

MIN_RISING = 10
"""Values that never fall by chance alone with a probability of 1 in 3 million."""

_STEPS = 12.0

_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def spelling(text: str) -> str:
    """What is left of an id without case, blanks, marks that cannot be seen, and zeros in front of a number."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    seen = "".join(c for c in folded if c.isprintable() and not c.isspace() and unicodedata.category(c) != "Cf")
    return _ZEROS.sub("", seen)


def mixed_spellings(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """Pairs of a rare and a usual spelling of what is one id. `counts`: rows by id."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for text in counts:
        groups[spelling(text)].append(text)
    pairs = []
    for texts in groups.values():
        usual, *others = sorted(texts, key=lambda text: (-counts[text], text))
        pairs += [(other, usual) for other in others]
    return pairs


def spelling_message(rare: str, usual: str, quoted: tuple[str, str]) -> str:
    """Say how two spellings differ.

    Parameters
    ----------
    rare, usual : str
        The spellings.
    quoted : tuple of str
        Both, as a message shows them.
    """
    if rare.casefold() == usual.casefold():
        how = "only in upper and lower case"
    elif _ZEROS.sub("", rare) == _ZEROS.sub("", usual):
        how = "only in zeros in front of a number"
    else:
        how = "only in blanks or in how a letter is encoded"
    return f"{quoted[0]} and {quoted[1]} differ {how}; write one id in the same way in every row"


def is_running_total(values: Sequence[float] | Floats) -> bool:
    """Whether a series, in order of time, never falls, mostly rises, and is large beside its steps.

    Counts of single periods go up and down. Fewer than MIN_RISING values, or values below zero, say nothing.
    """
    known = np.asarray(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    if len(known) < MIN_RISING or known[0] < 0.0:
        return False
    steps = np.diff(known)
    rises = bool((steps >= 0.0).all() and (steps > 0.0).sum() * 2 >= len(steps))
    return rises and bool(np.median(known) >= _STEPS * np.median(steps))
