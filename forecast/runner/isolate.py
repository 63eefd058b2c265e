"""Computes a range in which some member cannot be computed: the others are kept, and the failing members are marked.

A range whose computation raises an error is first only recorded, so that the rest of the run is done. If it fails in
the same way when the run is continued, its failing members are found by halving the range.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from forecast.errors import ForecastError
from forecast.store.atomic import WORK, put_bytes
from forecast.store.ranges import BranchBlock, RangeResult, joined

if TYPE_CHECKING:
    from forecast.runner.kernel import Kernel


class FailedRange(NamedTuple):
    """Members lo .. hi-1 that could not be computed, and the error."""

    lo: int
    hi: int
    error: str


def error_text(error: Exception) -> str:
    """The error on one line, such as `ValueError: not a number`."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def is_of_the_run(error: Exception) -> bool:
    """Whether an error stops the whole run: the disk, the memory, or a mistake of the user."""
    return isinstance(error, ForecastError | OSError | MemoryError)


def record_failure(folder: Path, failed: FailedRange, kernel: "Kernel") -> None:
    """Write members, error and inputs of a failed range into the work area. Raises RunError.

    Parameters
    ----------
    folder : Path
        The run folder.
    failed : FailedRange
        The range.
    kernel : Kernel
        Gives the lowest and the highest value of each input in the range.
    """
    inputs: dict[str, list[float]] = {}
    try:
        draws = kernel.sampler.draws_of(failed.lo, failed.hi)
        inputs = {name: [float(np.min(values)), float(np.max(values))] for name, values in draws.items()}
    except Exception as error:
        inputs = {error_text(error): []}
    text = json.dumps(failed._asdict() | {"inputs": inputs})
    work = folder / WORK
    put_bytes(work / f"failed-{failed.lo:012d}-{failed.hi:012d}.json", text.encode(), work)


def recorded_failures(folder: Path) -> list[FailedRange]:
    """The ranges that failed when the run was last tried. Damaged records are left out."""
    found = []
    for path in sorted((folder / WORK).glob("failed-*.json")):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            found.append(FailedRange(int(content["lo"]), int(content["hi"]), str(content["error"])))
        except (ValueError, KeyError, TypeError, FileNotFoundError):
            continue
    return found


def compute_around(kernel: "Kernel", lo: int, hi: int) -> RangeResult:
    """Compute members lo .. hi-1. Outcomes of members that cannot be computed are NaN, with the reason in `errors`.

    Parameters
    ----------
    kernel : Kernel
        Computes the members.
    lo, hi : int
        The range.
    """
    results = list(_pieces(kernel, lo, hi))
    blocks = {branch: joined([result.branches[branch] for result in results]) for branch in results[0].branches}
    return RangeResult(lo, hi, blocks, tuple(error for result in results for error in result.errors))


def _pieces(kernel: "Kernel", lo: int, hi: int) -> Iterator[RangeResult]:
    try:
        yield kernel.compute(lo, hi)
    except Exception as error:
        if is_of_the_run(error):
            raise
        if hi - lo == 1:
            yield _one(kernel, lo)
        else:
            middle = (lo + hi) // 2
            yield from _pieces(kernel, lo, middle)
            yield from _pieces(kernel, middle, hi)


def _one(kernel: "Kernel", member: int) -> RangeResult:
    """Compute one member branch by branch."""
    blocks: dict[str, BranchBlock] = {}
    errors: list[tuple[str, int, str]] = []
    for branch in kernel.branches:
        try:
            blocks |= replace(kernel, branches=(branch,)).compute(member, member + 1).branches
        except Exception as error:
            if is_of_the_run(error):
                raise
            blocks[branch] = kernel.empty(1)
            errors.append((branch, member, error_text(error)))
    return RangeResult(member, member + 1, blocks, tuple(errors))
