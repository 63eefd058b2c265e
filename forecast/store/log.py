"""`run.log`: what happened and when, one JSON object a line."""

import json
import math
import threading
from datetime import UTC, datetime
from pathlib import Path


def utc_now() -> str:
    """Time for logs and the manifest: `2024-12-20T10:15:00.123Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class RunLog:
    """Appends lines `{"time": ..., "event": ..., ...}`; safe for threads. Raises OSError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def write(self, event: str, **fields: object) -> None:
        """Append one line. Numbers that are not finite become null, values that JSON does not know text."""
        known = {key: None if isinstance(x, float) and not math.isfinite(x) else x for key, x in fields.items()}
        line = json.dumps({"time": utc_now(), "event": event, **known}, default=str)
        with self._lock, open(self.path, "a", encoding="utf-8") as stream:
            stream.write(line + "\n")
