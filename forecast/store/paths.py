"""Refuses paths that Parquet cannot open, before anything is computed."""

import contextlib
import os
from pathlib import Path


def text_problem(path: Path) -> str:
    """Say why a path is no text that libraries can open, and what to do; "" if it is."""
    whole = str(path)
    with contextlib.suppress(FileNotFoundError):  # the current folder was removed
        whole = os.path.join(os.getcwd(), path)
    try:
        whole.encode()
    except UnicodeEncodeError:
        pass
    else:
        return ""
    try:
        os.fsencode(whole).decode()
    except UnicodeError:
        return "the path has bytes that are not UTF-8; rename the folder"
    return "this locale cannot spell the path; set LC_ALL=C.UTF-8"
