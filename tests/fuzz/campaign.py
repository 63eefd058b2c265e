"""Campaigns of many configs: bytes changed at random, trees changed by hypothesis, and valid ones run."""

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.bases import Base, changed, remembered
from tests.fuzz.byte_mutator import mutate
from tests.fuzz.checking import Tally, check
from tests.fuzz.grammar import edited, written

Kept = Callable[[Base, Path, bytes], None]


class _Text(yaml.CSafeLoader):
    """Reads every scalar as text, so that what is not changed is written as it was."""

    yaml_implicit_resolvers: dict[str, Any] = {}


def fuzz_bytes(base: Base, number: int, count: int, tally: Tally, keep: Kept | None = None) -> None:
    """Check `count` configs with bytes changed at random, from seed `number`. keep: called for each failing content."""
    rng = np.random.default_rng([number, 1])
    texts = {file: file.read_bytes() for file in base.changeable}
    with remembered():
        for _ in range(count):
            file = base.changeable[int(rng.integers(len(base.changeable)))]
            content = mutate(texts[file], rng)
            with changed(file, content):
                _guarded(lambda: check(base.path, tally=tally), base, file, content, tally, keep)


def fuzz_trees(base: Base, number: int, count: int, tally: Tally, keep: Kept | None = None) -> None:
    """Check `count` configs with trees changed by a hypothesis strategy, from seed `number`."""
    trees = {file: yaml.load(file.read_text(encoding="utf-8"), _Text) for file in base.changeable}

    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate] if keep else [Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data(), st.sampled_from(base.changeable))
    def examples(data: st.DataObject, file: Path) -> None:
        content = written(*data.draw(edited(trees[file])))
        with changed(file, content):
            _guarded(lambda: check(base.path, tally=tally), base, file, content, tally, keep)

    with remembered():
        examples()


def _guarded(
    attempt: Callable[[], object], base: Base, file: Path, content: bytes, tally: Tally, keep: Kept | None
) -> None:
    if keep is None:
        attempt()
        return
    try:
        attempt()
    except Exception:
        tally["failed"] += 1
        traceback.print_exc(limit=-4, file=sys.stderr)
        keep(base, file, content)
