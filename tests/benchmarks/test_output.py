"""The JSON line, the table, the Parquet file, the command line."""

import json

import pyarrow.parquet as pq
import pytest

from benchmarks.__main__ import asked
from benchmarks.measure import Measurement
from benchmarks.ratios import PAIRS, TARGETS, as_json, of_peers
from benchmarks.record import write
from benchmarks.run import SYSTEM
from benchmarks.table import table

KEYS = [
    "kernel_over_rng",
    "vs_numpy",
    "vs_jax",
    "vs_naive_numba",
    "vs_ema",
    "precision_vs_ema",
    "precision_vs_numpy",
    "threads_2_over_1",
    "write_share",
    "rss_ratio",
    "warm_start_over_import",
    "cold_compile_cpu_s",
]
SECONDS = {"kernel": [2.0, 2.0], "rng": [1.0, 1.0], "numpy": [14.0, 16.0], "naive": [20.0, 20.0]}


def test_that_the_json_line_has_exactly_the_promised_keys_and_numbers():
    line = as_json([*of_peers(SECONDS), Measurement("rss_ratio", 1.0123456, "ratio"), Measurement("else", 1.0, "s")])
    assert "\n" not in line
    found = json.loads(line)
    assert list(found) == KEYS
    assert found["kernel_over_rng"] == 2.0 and found["vs_numpy"] == 7.5 and found["vs_naive_numba"] == 10.0
    assert found["rss_ratio"] == 1.012
    assert found["vs_jax"] is None and found["write_share"] is None


def test_that_every_figure_comes_from_peers_or_from_a_part():
    assert sorted([*PAIRS, *(name for names in SYSTEM.values() for name in names)]) == sorted(KEYS)


def test_that_a_missing_figure_is_explained():
    some = asked(["--only", "kernel,numpy"])
    assert some.why_not("vs_naive_numba") == "naive is not in --only"
    assert "writing is not in --only" in some.why_not("write_share")
    assert some.why_not("vs_numpy") == ""


@pytest.mark.parametrize("words", [["--only", "kernel,nothing"], ["--repetitions", "1"]])
def test_that_a_wrong_word_ends_in_code_2(words, capsys):
    with pytest.raises(SystemExit) as stop:
        asked(words)
    assert stop.value.code == 2
    assert "must be" in capsys.readouterr().err


def test_that_the_table_says_which_targets_are_met():
    peers = [Measurement("kernel", 150.04, "ns/member-week", 1.5, 7, "with weekly histograms")]
    system = [Measurement("rss_ratio", 1.05, "ratio"), Measurement("run_memory", 1234.5, "MiB")]
    text = table(peers, of_peers(SECONDS), system)
    lines = {line.split()[0]: line for line in text.splitlines() if line}
    assert "150" in lines["kernel"] and "±1.5" in lines["kernel"] and "n=7" in lines["kernel"]
    assert "at least 13: missed" in lines["vs_naive_numba"]
    assert "at most 1.1: met" in lines["rss_ratio"]
    assert "1,234" in lines["run_memory"]
    order = [name for name in lines if name in TARGETS]
    assert order == [name for name in KEYS if name in order]


def test_that_the_file_holds_every_measurement_with_machine_and_versions(tmp_path):
    found = [Measurement("a", 1.5, "ratio", 0.1, 7, "so"), Measurement("b", None, "s", note="not here")]
    rows = pq.read_table(write(found, tmp_path)).to_pylist()
    assert [row["name"] for row in rows] == ["a", "b"]
    assert rows[0]["value"] == 1.5 and rows[1]["value"] is None
    assert rows[0]["cpu"] and rows[0]["cores"] >= 1 and rows[0]["features"] and rows[0]["date"].endswith("+00:00")
    assert json.loads(rows[0]["versions"])["numba"]
