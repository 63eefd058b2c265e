"""Members that failed: an outcome of theirs is no number, or lies outside its bounds of plausibility.

The values of a failed member are in no table, histogram or sum of its branch. `manifest.json` lists the failed members.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.store.rules import Donor, Mask
from forecast_kernels.layout.bounds import BOUNDS, DONOR_BOUNDS, Bounds
from forecast_kernels.layout.outcomes import N_OUTCOMES, NEVER_WEEK, OUTCOMES

if TYPE_CHECKING:
    from forecast.config.models import Experiment
    from forecast.store.registry import Variable

Floats = NDArray[np.float32]


class Fault(NamedTuple):
    """Members of one branch whose first implausible outcome is the same, or that failed with the same error.

    variable: name of the outcome, or the error. reason: the value of the outcome in the first of the members and its
    bounds, or the error. members: numbers of the members, in order.
    """

    branch: str
    variable: str
    reason: str
    members: tuple[int, ...]


class Failed(NamedTuple):
    """An entry of `failed` in the manifest. reason: the value of the first of the members, and its bounds."""

    branch: str
    members: tuple[int, ...]
    reason: str


@cache
def _limits(horizon: int) -> tuple[Floats, Floats, Mask]:
    """Lowest and highest value of each row of `out`, and whether -1 is allowed too; each [NO, 1]."""
    bounds = [BOUNDS[row] for row in range(N_OUTCOMES)]
    low = np.array([[b.low] for b in bounds], np.float32)
    high = np.array([[_highest(b, horizon)] for b in bounds], np.float32)
    return low, high, np.array([[b.never] for b in bounds])


def _highest(bounds: Bounds, horizon: int) -> float:
    return min(bounds.high, float(horizon)) if bounds.in_weeks else bounds.high


def _sound(out: Floats, donor_out: Floats, horizon: int) -> Mask:
    """Whether each value is plausible: bool[NO + ND, n]. A comparison with NaN is false."""
    low, high, never = _limits(horizon)
    rows = ((out >= low) & (out <= high)) | (never & (out == np.float32(NEVER_WEEK)))
    donors = (donor_out >= np.float32(DONOR_BOUNDS.low)) & (donor_out <= np.float32(DONOR_BOUNDS.high))
    return np.concatenate([rows, donors])


def failed_members(out: Floats, donor_out: Floats, horizon: int) -> Mask:
    """Which members failed, bool[n].

    Parameters
    ----------
    out : float32[NO, n]
        Outcomes of the kernel.
    donor_out : float32[ND, n]
        Aid delivered by each donor, EUR bn.
    horizon : int
        Weeks of the run.
    """
    return np.asarray(~_sound(out, donor_out, horizon).all(axis=0))


def stretches(chosen: Mask) -> list[tuple[int, int]]:
    """Unbroken stretches of chosen members: first member, and the one after the last. `chosen`: bool[n]."""
    edges = np.flatnonzero(np.diff(chosen, prepend=False, append=False)).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def find_faults(
    exp: "Experiment", branch: str, lo: int, out: Floats, donor_out: Floats, errors: Mapping[int, str] | None = None
) -> list[Fault]:
    """List the failed members of one branch, by the first implausible outcome of each, or by the error of each.

    Parameters
    ----------
    exp : Experiment
        Gives the horizon and the names of the columns.
    branch : str
        The branch.
    lo : int
        Number of the first member.
    out, donor_out : float32[NO, n], float32[ND, n]
        Outcomes of the kernel.
    errors : Mapping[int, str], optional
        Why members could not be computed; their outcomes are NaN.
    """
    sound = _sound(out, donor_out, exp.horizon)
    not_computed = [Fault(branch, reason, reason, (member,)) for member, reason in sorted((errors or {}).items())]
    known = np.array([member - lo for member in errors or ()], dtype=np.int64)
    failed = np.setdiff1d(np.flatnonzero(~sound.all(axis=0)), known)
    if not failed.size:
        return joined(not_computed)
    first = np.argmin(sound[:, failed], axis=0)
    values = np.concatenate([out, donor_out])
    names = _names(exp)
    faults = []
    for row in np.unique(first).tolist():
        members = failed[first == row]
        bounds = BOUNDS[row] if row < N_OUTCOMES else DONOR_BOUNDS
        unit = OUTCOMES[row].unit if row < N_OUTCOMES else "EUR bn"
        reason = (
            f"{names[row]} is {float(values[row, members[0]]):.6g}, "
            f"but plausible is {bounds_text(bounds, unit, exp.horizon)}"
        )
        faults.append(Fault(branch, names[row], reason, tuple((lo + members).tolist())))
    return [*faults, *joined(not_computed)]


def variable_of(reason: str) -> str:
    """The `variable` of the fault that has this reason."""
    name, is_outcome, _ = reason.partition(" is ")
    return name if is_outcome and ", but plausible is " in reason else reason


def _names(exp: "Experiment") -> dict[int, str]:
    """Row -> name of its column, or of the kernel's row if no column holds it unchanged. Donors follow the rows."""
    from forecast.store.variables import quantities

    names = {row: column.name for row, column in enumerate(OUTCOMES)}
    for variable in reversed(quantities(exp).values()):
        rule = variable.rule
        if isinstance(rule, Donor):
            names[N_OUTCOMES + rule.index] = variable.name
        elif rule is not None and variable.kind != "flag" and hasattr(rule, "row"):
            names[rule.row] = variable.name
    return names


def bounds_text(bounds: Bounds, unit: str, horizon: int | None = None) -> str:
    """Write bounds in words: `0 to 20,000 thousand persons`.

    Parameters
    ----------
    bounds : Bounds
        The bounds.
    unit : str
        Unit of the outcome; "1" is not written.
    horizon : int, optional
        Weeks of the run, the end of what is counted in weeks. Default: the word.
    """
    high = f"{bounds.high:,.10g}"
    if bounds.in_weeks:
        high = "the horizon" if horizon is None else str(horizon)
    text = f"{bounds.low:,.10g} to {high}" + ("" if unit == "1" else f" {unit}")
    return f"{text}, or -1 for none" if bounds.never and horizon is not None else text


def bounds_of(variable: "Variable") -> str:
    """The bounds of a column as docs/results.md lists them; empty for a flag, an index or a name."""
    rule = variable.rule
    if isinstance(rule, Donor):
        return bounds_text(DONOR_BOUNDS, "1")
    row = getattr(rule, "row", None)
    if row is None or variable.kind == "flag":
        return ""
    return bounds_text(BOUNDS[row], "1")


def joined(faults: Iterable[Fault]) -> list[Fault]:
    """Join the faults of several parts: one for each branch and variable. `faults`: in the order of the parts."""
    together: dict[tuple[str, str], Fault] = {}
    for fault in faults:
        before = together.get(fault[:2])
        together[fault[:2]] = before._replace(members=before.members + fault.members) if before else fault
    return list(together.values())


def as_failed(faults: Iterable[Fault]) -> tuple[Failed, ...]:
    """The entries of the manifest, in the order of `faults`."""
    return tuple(Failed(fault.branch, fault.members, fault.reason) for fault in faults)


def failed_in_any(failed: Sequence[Failed], members: int) -> Mask:
    """Which members failed in any branch, bool[members]. Estimates leave them out in all branches, so pairs stay pairs.

    `failed`: entries of the manifest. `members`: members of the run.
    """
    chosen = np.zeros(members, dtype=np.bool_)
    for entry in failed:
        chosen[list(entry.members)] = True
    return chosen


def read_failed(items: Sequence[Mapping[str, object]]) -> tuple[Failed, ...]:
    """Read the entries of a manifest.

    Raises
    ------
    ValueError
        If they are damaged; also KeyError or TypeError.
    """
    entries = []
    for item in items:
        members = item["members"]
        if not isinstance(members, list) or not all(type(member) is int for member in members):
            raise ValueError("members of a failure are no list of whole numbers")
        entries.append(Failed(str(item["branch"]), tuple(members), str(item["reason"])))
    return tuple(entries)
