"""What a run prints and writes names the grade of its numbers."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

LINE = "Every outcome is of grade C: {C} of {total} inputs and constants are judgments (C)."


def total(shown: dict[str, dict[str, int]]) -> int:
    return sum(shown["grades"].values()) + sum(shown["constant_grades"].values())


@pytest.mark.parametrize("words", [["summary"], ["compare"], ["compare", "--branch", "no_aid"]], ids=" ".join)
def test_that_a_printed_table_ends_with_its_grade(words: list[str], finished: Path, call) -> None:  # type: ignore[no-untyped-def]
    verb, *more = words
    shown = json.loads(call("info", finished, "--json").out)
    counts = shown["grades"]
    line = LINE.format(C=counts["C"] + shown["constant_grades"]["C"], total=total(shown))
    assert call(verb, finished, *more).out.splitlines()[-1] == line
    found = json.loads(call(verb, finished, *more, "--json").out)
    assert found["grade"] == "C" and found["inputs"] == counts


def test_that_files_of_a_run_name_the_same_grade(finished: Path, call) -> None:  # type: ignore[no-untyped-def]
    shown = json.loads(call("info", finished, "--json").out)
    judged = shown["grades"]["C"] + shown["constant_grades"]["C"]
    mark = f"Grade C: {judged} of {total(shown)} inputs and constants are judgments"
    for name in ("summary.parquet", "differences.parquet", "members/branch=no_aid/part-00000.parquet"):
        columns = json.loads(pq.read_metadata(finished / name).metadata[b"columns"])
        assert mark in {found.get("evidence") for found in columns.values()}, name
