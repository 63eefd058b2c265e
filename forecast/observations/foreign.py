"""Recognises what is often found in place of a table: web pages, pointers of version control, packed files."""

from collections.abc import Callable

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"version https://git-lfs.github.com/spec/", "is a Git LFS pointer, not the data; run `git lfs pull`"),
    (b"\x1f\x8b", "is packed with gzip; unpack it first"),
    (b"BZh", "is packed with bzip2; unpack it first"),
    (b"\xfd7zXZ\x00", "is packed with xz; unpack it first"),
    (b"(\xb5/\xfd", "is packed with zstd; unpack it first"),
    (b"7z\xbc\xaf'\x1c", "is packed with 7-Zip; unpack it first"),
    (b"\xd0\xcf\x11\xe0", "is a workbook (.xls); save the sheet as CSV with commas"),
    (b"%PDF", "is a PDF document; give the table itself as CSV"),
    (b"ARROW1", "is an Arrow file; write it as Parquet or CSV"),
    (b"\x89HDF", "is an HDF5 or NetCDF file; write the series as CSV or Parquet"),
    (b"SQLite format 3", "is an SQLite database; write the series as CSV or Parquet"),
    (b"\x89PNG", "is a picture; give the table itself as CSV"),
)
_PAGES = (b"<!doctype", b"<html", b"<head", b"<?xml", b"<rss", b"<body", b"<table")
_LOOK = 4096


def foreign_problem(raw: bytes, suffix: str) -> str | None:
    """Say what a file is if it is no table of its suffix, and how to get one. None if it may be one.

    Parameters
    ----------
    raw : bytes
        The whole file.
    suffix : str
        `.csv` or `.parquet`.
    """
    start = raw[:_LOOK].removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, message in _STARTS:
        if raw.startswith(magic):
            return message
    if raw.startswith(b"PK\x03\x04"):
        is_book = b"[Content_Types].xml" in raw[:_LOOK] or b"xl/" in raw[:_LOOK]
        return "is a workbook (.xlsx); save the sheet as CSV with commas" if is_book else "is a ZIP archive; unpack it"
    if start[:10].lower().startswith(_PAGES):
        return "is a web page, not a table; download the file itself (its `raw` link), perhaps after signing in"
    if b"annex/objects/" in start[:300] and len(raw) < _LOOK and b"," not in start:
        return "is a git-annex pointer, not the data; run `git annex get`"
    if suffix == ".csv":
        return next((message for is_it, message in _NO_CSV if is_it(raw, start)), None)
    return None if raw.startswith(b"PAR1") else "is no Parquet file; if it is CSV, name it .csv"


def _is_utf16(raw: bytes, _start: bytes) -> bool:
    """Whether every other byte at the start is zero, as in Latin text in UTF-16 without its mark."""
    piece = raw[:200]
    return len(piece) > 8 and (not any(piece[::2]) or not any(piece[1::2]))


_NO_CSV: tuple[tuple[Callable[[bytes, bytes], bool], str], ...] = (
    (lambda raw, start: raw.startswith((b"\xff\xfe", b"\xfe\xff")), "is UTF-16; save it as UTF-8"),
    (_is_utf16, "is UTF-16; save it as UTF-8"),
    (lambda raw, start: raw.startswith(b"PAR1"), "is a Parquet file; name it .parquet"),
    (lambda raw, start: start[:1] in (b"{", b"["), "is JSON; write the rows as CSV with commas"),
)
