"""Makes a cache folder of Numba harmless: a file that is damaged, unreadable or gone is compiled again.

Numba ends the program if a file of its cache cannot be read, unpickled or written. Inside the folders named to
`keep_checked`, each file ends with a SHA-256 of the bytes before it. A file whose hash does not fit is never unpickled,
so damaged machine code is never executed. A folder that cannot be written is read only. Other folders of Numba's cache
are not changed. It changes methods of `numba.core.caching`, which are not documented.
"""

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, BinaryIO

ENDINGS = (".nbi", ".nbc")
_DIGEST = hashlib.sha256().digest_size
_folders: dict[str, Callable[[str], object]] = {}


def is_whole(path: str) -> bool:
    """Whether a file can be read and is as it was written."""
    try:
        with open(path, "rb") as stream:
            content = stream.read()
    except OSError:
        return False
    return len(content) > _DIGEST and hashlib.sha256(content[:-_DIGEST]).digest() == content[-_DIGEST:]


def keep_checked(folder: str, report: Callable[[str], object]) -> None:
    """Check the files of Numba's cache below a folder from now on.

    Parameters
    ----------
    folder : str
        The cache folder, as in NUMBA_CACHE_DIR. It need not exist.
    report : callable
        Gets the reason as text when compiled code cannot be kept.
    """
    _folders[folder] = report
    _install()


@cache
def _install() -> None:
    from numba.core import caching

    files, functions = caching.IndexDataCacheFile, caching.Cache
    _wrap(files, "load", _load)
    _wrap(files, "_open_for_write", _open_for_write)
    _wrap(functions, "save_overload", _save)
    name = "UserProvidedCacheLocator"
    locator = getattr(caching, name, None) or getattr(caching, f"_{name}")  # Numba before 0.63
    _wrap(locator, "ensure_cache_path", _ensure)


def _wrap(owner: type, name: str, new: Callable[..., Any]) -> None:
    """Call `new(old, self, ...)` instead of a method, for objects whose `_cache_path` is in one of our folders."""
    old = getattr(owner, name)

    def method(self: Any, *arguments: Any) -> Any:
        return new(old, self, *arguments) if _report(self) is not None else old(self, *arguments)

    setattr(owner, name, method)


def _report(owner: Any) -> Callable[[str], object] | None:
    path = str(owner._cache_path)
    return next((report for folder, report in _folders.items() if path.startswith(folder + os.sep)), None)


def _load(load: Callable[..., Any], file: Any, key: Any) -> Any:
    """Read the machine code of one signature. None if it must be compiled."""
    if not is_whole(file._index_path):
        return None
    try:
        name = file._load_index().get(key)
        return load(file, key) if name and is_whole(file._data_path(name)) else None
    except Exception:  # removed or replaced since it was checked
        return None


@contextmanager
def _open_for_write(open_file: Callable[..., Any], file: Any, path: str) -> Iterator[BinaryIO]:
    content = io.BytesIO()
    yield content
    written = content.getvalue()
    with open_file(file, path) as stream:
        stream.write(written + hashlib.sha256(written).digest())


def _save(save: Callable[..., None], function: Any, signature: Any, compiled: Any) -> None:
    """Keep compiled code. If that is not possible, say so and go on: it is in memory."""
    try:
        index = function._cache_file._index_path
        if os.path.lexists(index) and not is_whole(index):
            os.unlink(index)  # Numba reads it before it writes
        save(function, signature, compiled)
    except OSError as problem:
        report = _report(function)
        if report is not None:
            report(f"{problem.strerror or problem} ({function._cache_path})")


def _ensure(ensure: Callable[..., None], locator: Any) -> None:
    """Make the folder if that is possible. If not, what is in it can still be read."""
    with suppress(OSError):
        ensure(locator)
