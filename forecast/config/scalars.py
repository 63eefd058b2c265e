"""What a plain YAML scalar means here. Fewer surprises than YAML 1.1: `NO`, `12:30` and dates stay text.

Only `true` and `false` are booleans, `1_000` is a whole number, `1e6` a number, and nothing at all is empty.
"""

import re

INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*(?:_[0-9]+)*)")
FLOAT = re.compile(r"[-+]?(?:(?:[0-9]+(?:_[0-9]+)*)?\.[0-9]+|[0-9]+(?:_[0-9]+)*\.?)(?:[eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "": None, "~": None, "null": None, "Null": None, "NULL": None}
_LONGEST = 40


def resolve(text: str) -> bool | int | float | str | None:
    """The value of an unquoted scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _LONGEST:
        return text
    if INT.fullmatch(text):
        return int(text)
    if FLOAT.fullmatch(text) and not re.fullmatch(r"[-+]?0[0-9_]+", text):
        return float(text)
    return text
