"""Writes and reads JSON whose last entry, `seal`, is the SHA-256 of all bytes before that entry."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from forecast.store.plain_files import strict_json

_SEAL = re.compile(rb',\n  "seal": "([0-9a-f]{64})"\n}\n\Z')


def sealed_text(data: Mapping[str, Any]) -> str:
    """Write JSON with its seal."""
    content = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False).removesuffix("\n}")
    seal = hashlib.sha256(content.encode()).hexdigest()
    return f'{content},\n  "seal": "{seal}"\n}}\n'


def is_as_sealed(content: bytes) -> bool:
    """Whether the seal fits the bytes before it."""
    seal = _SEAL.search(content)
    return seal is not None and hashlib.sha256(content[: seal.start()]).hexdigest() == seal[1].decode()


def read_sealed(content: bytes) -> dict[str, Any]:
    """Parse sealed JSON.

    Raises
    ------
    ValueError
        If it is no JSON object, has no seal, or differs from what was written.
    """
    data = strict_json(content)
    if not isinstance(data, dict):
        raise ValueError("is no object")
    if "seal" not in data:
        raise ValueError("has no seal: an older version wrote it, or it was edited")
    if not is_as_sealed(content):
        raise ValueError("differs from what was written")
    return data
