"""Any text is a config whose resolved form loads to the same, or it is refused by the package's own error."""

import time
from collections import Counter
from pathlib import Path

from forecast.config import load_experiment, resolved_yaml, sweep_points
from forecast.errors import ConfigError

LIMIT_S = 2.0
"""Processor time that no config may take."""


class Tally(Counter[str]):
    """How many configs were valid and how many refused; slowest: the longest processor time, seconds."""

    slowest = 0.0


def check(path: Path, overrides: tuple[str, ...] = (), tally: Tally | None = None) -> bool:
    """Load a config and its sweep. Return whether it is valid; if not, a ConfigError has to say why in plain lines."""
    started = time.process_time()
    try:
        experiment = load_experiment(path, overrides)
        if b"sweep" in path.read_bytes() or any("sweep" in text for text in overrides):
            sweep_points(path, overrides)
        is_valid = True
    except ConfigError as error:
        is_valid = False
        assert error.exit_code == 2
        assert error.problems and all(problem.message for problem in error.problems)
        assert all(line.isprintable() for line in str(error).split("\n"))
    spent = time.process_time() - started
    assert spent < LIMIT_S, f"{spent:.1f} s for one config"
    if is_valid:
        again = path.with_name("again.yaml")
        again.write_text(resolved_yaml(experiment), encoding="utf-8", newline="")
        assert load_experiment(again) == experiment
    if tally is not None:
        tally["valid" if is_valid else "refused"] += 1
        tally.slowest = max(tally.slowest, spent)
    return is_valid
