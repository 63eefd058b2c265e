"""`run.log`: what happened and when, one JSON object a line."""

from pathlib import Path


class RunLog:
    """Appends lines `{"time": ..., "event": ..., ...}`; safe for threads."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, event: str, **fields: object) -> None:
        """Append one line and flush it."""
        raise NotImplementedError
