"""Recognises common slips of typing and words the fix: separators in numbers, a missing colon or space."""

import re
from typing import NamedTuple

_GROUPED = re.compile(r"([-+]?)([1-9][0-9]{0,2})((?:[,'’\s][0-9]{3})+|(?:\.[0-9]{3}){2,})(?![0-9,.])")
_THREE_DECIMALS = re.compile(r"([-+]?[1-9][0-9]{0,2})\.([0-9]{2}0)(?![0-9eE_])")
_DECIMAL_COMMA = re.compile(r"([-+]?[0-9]+),([0-9]+)(?![0-9,.])")
_TWO_NUMBERS = re.compile(r"[-+]?[0-9][0-9_.]*\s+[0-9](?!\s*(?:/|$))")
_SUSPICIOUS = re.compile(r"[,'’]|\.[0-9]{2}0|\.[0-9]{3}\.|[0-9]\s+[0-9]")
_COMMAS = re.compile(r"(?<![\w.,'\"])[-+]?[0-9]+(?:, ?[0-9]+)+(?![\w.])")
_JOINED = re.compile(r"(?<![\w.,'\"+-])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![\w.]|,[0-9])")
_COLON_BEHIND = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?[\r\n\x85\u2028\u2029])*[ \t]*:")
_NO_SPACE = re.compile(r"([A-Za-z_][\w-]*)\s*[:=]\s*(\S.*)")
_NO_COLON = re.compile(r"([a-z_][a-z0-9_]*)\s+(\S+)")
_NEXT_BARE_WORD = re.compile(r"\s*,\s*([\w.%-]+)(?=\s*(?:\}|,\s*[^\s,:{}]+\s*:))")


def number_fix(text: str) -> str | None:
    """Return how to write the number at the start of `text`, or None if it has no refused separators.

    A number with three decimals of which the last is 0 is refused too: `20.000` may mean 20 or 20000.
    """
    if not _SUSPICIOUS.search(text):
        return None
    text = text.strip()
    if match := _GROUPED.match(text):
        sign, first, groups = match.groups()
        return _thousands(sign + first, re.findall("[0-9]{3}", groups))
    if match := _THREE_DECIMALS.match(text):
        whole, decimals = match.groups()
        short = f"{whole}.{decimals}".rstrip("0").rstrip(".")
        return f"write {short} or {whole}{decimals}: '{match.group()}' may mean either"
    if match := _DECIMAL_COMMA.match(text):
        return f"write {match.group(1)}.{match.group(2)}, with a decimal point"
    return "write one number" if _TWO_NUMBERS.match(text) else None


def _thousands(first: str, groups: list[str]) -> str:
    return f"write {''.join([first, *groups])} or {'_'.join([first, *groups])}"


def has_colon(text: str, end: int) -> bool:
    """Return whether a ':' follows the key that ends at index `end` of `text`."""
    return text.startswith(":", end) or _COLON_BEHIND.match(text, end) is not None


class Slip(NamedTuple):
    """The message on a slip. It also explains later problems that begin before index `end` of the text."""

    message: str
    end: int


def joined_items(text: str, start: int) -> Slip | None:
    """Return the slip in `[1,500]`, which may be one number or two; None if the item at `start` is not such a case."""
    if text[start - 1 : start] != ",":
        return None
    number = _around(_JOINED, text, start)
    if number is None:
        return None
    first, *groups = number.group().split(",")
    apart = ", ".join([first, *groups])
    fix = f"{_thousands(first, groups)} for one number, or '{apart}' with spaces"
    return Slip(f"'{number.group()}' in [ ] may be one number or {len(groups) + 1}; {fix}", number.end())


def bare_key(text: str, start: int, end: int) -> Slip:
    """Explain a key without a ':'.

    Parameters
    ----------
    text : str
        The whole YAML text.
    start, end : int
        The key is text[start:end].
    """
    key = text[start:end]
    label = key if len(key) <= 80 else f"{key[:77]}..."
    if number := _around(_COMMAS, text, start):
        return Slip(f"'{label}' is not a key: {_commas(number.group())}", number.end())
    if match := _NO_SPACE.fullmatch(key):
        return Slip(f"'{label}' is not a key: write '{match.group(1)}: {match.group(2)}'", end)
    if match := _NO_COLON.fullmatch(key):
        return Slip(f"'{label}' is not a key: did you mean '{match.group(1)}: {match.group(2)}'?", end)
    if match := _NEXT_BARE_WORD.match(text, end):
        return Slip(f"key '{label}' has no ':'; did you mean '{label}: {match.group(1)}'?", match.end())
    return Slip(f"key '{label}' has no ':'; write '{label}: VALUE', or remove it", end)


def _around(pattern: re.Pattern[str], text: str, index: int) -> re.Match[str] | None:
    """Return the match on the line of `index` that begins before `index` and ends after it."""
    low, high = text.rfind("\n", 0, index) + 1, text.find("\n", index)
    matches = pattern.finditer(text, max(low, index - 100), min(index + 100, high if high >= 0 else len(text)))
    return next((match for match in matches if match.start() < index < match.end()), None)


def _commas(number: str) -> str:
    first, *groups = re.split(", ?", number)
    entries = f"{number} inside {{ }} is {len(groups) + 1} entries"
    if first.strip("+-") not in ("", "0") and len(first.strip("+-")) <= 3 and all(len(group) == 3 for group in groups):
        return f"{entries}; {_thousands(first, groups)}"
    if len(groups) == 1:
        return f"{entries}; write {first}.{groups[0]}, with a decimal point"
    return f"{entries}; put a list in [ ]"


def line_hint(lines: list[str], numbers: list[int]) -> str:
    """Return what may be missing on one of these lines (counted from 0) of invalid YAML; may be empty."""
    for number in numbers:
        line = lines[number].strip().removeprefix("- ") if 0 <= number < len(lines) else ""
        if re.search(r"(?:^|[{,])\s*:(?:\s|$)", line):
            return f"; is a key missing before the ':' in line {number + 1}?"
        if re.match(r"[A-Za-z_][\w-]*:[^\s:/]", line):
            return f"; is a space missing after the ':' in line {number + 1}?"
        if re.fullmatch(r"[a-z_][a-z0-9_-]*(?: [^:#]+)?", line):
            return f"; is a ':' missing in line {number + 1}?"
    return ""
