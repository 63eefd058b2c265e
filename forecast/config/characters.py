"""Characters that a config may not have: they are invisible, or they change the order or the lines of the text."""

import re
import unicodedata

JOINERS = "\u200c\u200d"
"""Invisible too, but part of the writing of some languages and of emoji."""

_ASCII = re.compile(r"[\x20-\x7e\t\n\r]*")
_NO_BREAK = {0x00A0: None, 0x202F: None}
_SPACES = {"Zs": "space", "Zl": "line separator", "Zp": "paragraph separator"}


def refused_character(text: str) -> tuple[int, str] | None:
    """Return the index of the first refused character of a text and what it is, or None.

    Refused are control characters but tab and line break, line separators beyond ASCII, and format characters: those
    that turn the direction of a text, that have no width, and that mark byte order.
    """
    if _ASCII.fullmatch(text):
        return None
    for index, char in enumerate(text):
        if char in "\t\n\r" or " " <= char <= "~" or char in JOINERS:
            continue
        name = f"U+{ord(char):04X}"
        kind = unicodedata.category(char)
        if kind == "Cc":
            return index, f"control character {name}"
        if kind in ("Zl", "Zp"):
            return index, f"{_SPACES[kind]} {name}; end the line as usual"
        if kind == "Cf":
            return index, f"invisible character {name}; remove it"
        if kind == "Cs" or ord(char) & 0xFFFE == 0xFFFE:
            return index, f"{name} is no character"
    return None


def unusual_space(text: str) -> str | None:
    """Return the name of the first space in a text that is not the usual one, or None."""
    found = next((char for char in text if char != " " and unicodedata.category(char) == "Zs"), None)
    return f"U+{ord(found):04X}" if found else None


def plain_digits(text: str) -> str:
    """Return a text with the digits 0 to 9 and a hyphen in place of other digits and minus signs, without spaces."""
    digits = (str(unicodedata.decimal(char)) if unicodedata.decimal(char, None) is not None else char for char in text)
    return "".join(digits).replace("\u2212", "-").translate(_NO_BREAK).strip()
