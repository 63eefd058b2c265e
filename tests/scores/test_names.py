"""The names of the contract stand once: in `forecast/scores/records.py`."""

import re
from pathlib import Path

from forecast.hindcast import benchmarks
from forecast.scores import records

ROOT = Path(__file__).resolve().parents[2]


def test_that_benchmarks_are_those_of_the_contract_in_its_order() -> None:
    contract = "persistence, climatology_52, climatology_104, recent_13, local_level, arma_11"
    assert ", ".join(records.BENCHMARKS) == contract
    assert (records.TARGET, records.TOTAL, records.OURS) == ("cum_net_km2", "total", "frontcast")


def test_that_every_benchmark_has_its_rule_and_reference_models_are_none() -> None:
    assert tuple(benchmarks.BENCHMARKS) == records.BENCHMARKS
    assert [rule.__name__ for rule in benchmarks.BENCHMARKS.values()] == list(records.BENCHMARKS)
    assert [rule.__name__ for rule in benchmarks.REFERENCE.values()] == list(benchmarks.REFERENCE)
    assert not set(benchmarks.REFERENCE) & set(records.BENCHMARKS)


def test_that_no_other_module_lists_them() -> None:
    listed = re.compile(r'"climatology_52",\s*"climatology_104"')
    files = [path for room in ("forecast", "studies") for path in (ROOT / room).rglob("*.py")]
    copies = {path for path in files if listed.search(path.read_text(encoding="utf-8"))}
    assert copies == {ROOT / "forecast/scores/records.py"}
