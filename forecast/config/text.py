"""Reads the text of a config file, or raises the reason why it cannot be read."""

import difflib
import os
import re
import stat

from forecast.config.characters import refused_character

MAX_BYTES = 1_000_000
_BREAK = re.compile("\r\n|[\n\r]")


class UnreadableError(Exception):
    """A file that cannot be read as text. `line` and `col` are 0 if the problem concerns the whole file."""

    def __init__(self, reason: str, line: int = 0, col: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.line, self.col = reason, line, col


def read_text(path: str) -> str:
    """Read a file. It must be UTF-8 of at most 1 MB without control or invisible characters.

    Raises
    ------
    UnreadableError
        With the reason and, if the problem has one, the position.
    """
    try:
        raw = _read_bytes(path)
    except FileNotFoundError:
        raise UnreadableError(f"no such file{_nearest(path)}") from None
    except PermissionError:
        raise UnreadableError("no permission to read this file") from None
    except (OSError, ValueError) as error:
        raise UnreadableError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(raw) > MAX_BYTES:
        raise UnreadableError(f"is larger than 1 MB ({MAX_BYTES:,} bytes)")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError("is UTF-16; save it as UTF-8", 1, 1)
    return _decode(raw)


def _read_bytes(path: str) -> bytes:
    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        raise UnreadableError("is a directory, not a file")
    if not stat.S_ISREG(mode):
        raise UnreadableError("is not a regular file")
    with open(path, "rb") as file:
        return file.read(MAX_BYTES + 1)


def _decode(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line, col = _position(raw[: error.start].decode("utf-8"))
        raise UnreadableError(f"is not UTF-8 text (byte 0x{raw[error.start]:02x})", line, col) from None
    text = text.removeprefix("\ufeff")
    refused = refused_character(text)
    if refused:
        index, what = refused
        raise UnreadableError(what, *_position(text[:index]))
    return text


def _position(before: str) -> tuple[int, int]:
    lines = _BREAK.split(before.removeprefix("\ufeff"))
    return len(lines), len(lines[-1]) + 1


def _nearest(path: str) -> str:
    folder, name = os.path.split(path)
    try:
        near = difflib.get_close_matches(name, os.listdir(folder or ".")[:1000], n=1)
    except (OSError, ValueError):
        return f"; there is no folder '{folder}'" if folder and len(folder) < 200 else ""
    return f"; did you mean '{near[0]}'?" if near else ""
