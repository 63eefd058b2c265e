"""Known outcomes of a past war beside the ensemble: where the known value lies among the members."""

from dataclasses import dataclass

import numpy as np

from forecast.analysis.estimates import Estimate, Floats, Sorted, mean
from forecast.analysis.headlines import INTERVAL
from forecast.analysis.members import Members
from forecast.config.known import LASTING
from forecast.store.reader import Run


@dataclass(frozen=True)
class KnownOutcome:
    """One known outcome in the reference branch.

    Attributes
    ----------
    known : float or bool
        What happened, in `unit`.
    source, grade : str
        Source and evidence grade of the known value.
    horizon : int or None
        Length of the run in weeks if the quantity is the week of an event, else None. A median or an end of the
        interval beyond it stands for 'never'.
    middle, interval, percentile : Estimate or None
        Median and 80% interval over members, and percentile (0 to 100) of the known value; None for yes or no.
    share : Estimate or None
        Share of members in which a yes-or-no quantity is true; None for a number.
    """

    quantity: str
    unit: str
    known: float | bool
    source: str
    grade: str
    horizon: int | None
    middle: Estimate | None = None
    interval: tuple[Estimate, Estimate] | None = None
    percentile: Estimate | None = None
    share: Estimate | None = None


def known_outcomes(run: Run | Members) -> tuple[KnownOutcome, ...]:
    """Compare every entry of `known:` in the config with the members for which the quantity has a meaning."""
    members = run if isinstance(run, Members) else Members(run)
    return tuple(_outcome(members, name) for name in members.run.experiment.known)


def percentile(values: Floats, known: float, members: Members) -> Estimate:
    """Compute the mid-rank percentile, 0 to 100: the share of members below a value plus half of the share equal to it.

    Parameters
    ----------
    values : float64[members]
        Value of each member; NaN is left out.
    known : float
        The known value.
    members : Members
        The run, for the clusters of the error.
    """
    rank = np.where(values < known, 1.0, np.where(values == known, 0.5, 0.0))
    share = mean(np.where(np.isnan(values), np.nan, rank), members.clusters).estimate
    return Estimate(100.0 * share.value, 100.0 * share.mcse, share.n)


def ceasefire_holds(ceasefire: Floats, resumed: Floats, weeks: int, horizon: int) -> Floats:
    """Tell whether the first ceasefire holds: 1 or 0, NaN if there is none or the run ends too early to tell.

    Parameters
    ----------
    ceasefire, resumed : float64[members]
        Week of the ceasefire and of the return to war, NaN for never.
    weeks : int
        How long the ceasefire has to hold.
    horizon : int
        Length of the run in weeks.
    """
    holds = ~(resumed - ceasefire <= weeks)
    return np.where(ceasefire <= horizon - weeks, holds.astype(np.float64), np.nan)


def replace_never(weeks: Floats, horizon: int) -> Floats:
    """Replace NaN, an event that never came, by a week after the horizon. weeks: float64[members]."""
    return np.where(np.isnan(weeks), horizon + 1.0, weeks)


def _outcome(members: Members, name: str) -> KnownOutcome:
    entry, branch, horizon = members.run.experiment.known[name], members.reference, members.manifest.horizon
    if name in LASTING:
        ceasefire, resumed = (members.values(branch, f"{event}_week") for event in ("ceasefire", "resumed"))
        values, unit, is_week, is_flag = ceasefire_holds(ceasefire, resumed, LASTING[name], horizon), "1", False, True
    else:
        variable = members.variables[name]
        values, unit = members.values(branch, name), variable.unit
        is_week, is_flag = variable.kind == "week", variable.kind == "flag"
    if is_flag:
        share = mean(values, members.clusters).estimate
        return KnownOutcome(name, unit, entry.is_ is True, entry.source, entry.grade, None, share=share)
    assert entry.value is not None
    values = replace_never(values, horizon) if is_week else values
    ordered = Sorted(values, members.clusters)
    low, middle, high = (ordered.quantile(level).estimate for level in (INTERVAL[0], 0.5, INTERVAL[1]))
    rank = percentile(values, entry.value, members)
    end = horizon if is_week else None
    return KnownOutcome(name, unit, entry.value, entry.source, entry.grade, end, middle, (low, high), rank)
