"""Reading column after column of a large run leaves nothing behind, also while Python collects garbage rarely."""

import gc
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from forecast.store import columns
from forecast.store.reader import open_run

SEED = 20200106


def test_that_no_footer_stays_in_memory(making: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "MAX_KEPT_MEMBERS", 0)
    opened = open_run(making.run(tmp_path, making.experiment(), SEED))
    opened.draw_column("draw")
    gc.collect()
    before = _footers()
    gc.disable()
    try:
        for _ in range(10):
            opened.draw_column("draw")
        assert _footers() == before
    finally:
        gc.enable()


def _footers() -> int:
    return sum(type(kept) is pq.FileMetaData for kept in gc.get_objects())
