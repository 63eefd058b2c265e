"""Everything that is wrong with one file, collected and raised at once."""

from collections.abc import Callable

from forecast.errors import ObservationError, Problem

MOST = 20


class Problems:
    """Problems of the file `name`: the first 20 are kept, the rest counted."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0
        self._kept: list[tuple[int, Problem]] = []

    def add(self, message: str | Callable[[], str], where: Callable[[], str] | None = None, row: int = 0) -> None:
        """One problem. where: makes the place, the file as a whole if it is left out; row: for the order."""
        self.count += 1
        if len(self._kept) < MOST:
            text = message if isinstance(message, str) else message()
            self._kept.append((row, Problem(where() if where else self.name, text)))

    def refuse(self) -> None:
        """Raise ObservationError if there are any."""
        if not self.count:
            return
        shown = [problem for _, problem in sorted(self._kept, key=lambda pair: pair[0])]
        if self.count > len(shown):
            shown.append(Problem(self.name, f"and {self.count - len(shown):,} more"))
        raise ObservationError(shown)
