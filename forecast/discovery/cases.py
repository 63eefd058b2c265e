"""The cases to look for: what happens in a branch, or how a branch differs from another one, as one value a member."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from forecast.analysis.estimates import Floats
from forecast.analysis.headlines import BY_WEEK, YEARS_IN_WORDS, Headline, durable, headlines, lasting_years
from forecast.analysis.members import Members
from forecast.discovery.boxes import Side
from forecast.errors import ConfigError


@dataclass(frozen=True)
class Case:
    """What a box of worlds should hold.

    Attributes
    ----------
    name, title : str
        Name in files, and name in words.
    target : str
        Outcome that the case is about.
    branch : str
        Branch of the outcome.
    against : str or None
        Branch that is subtracted from `branch`. Then a case is a draw, by the mean difference of its members; else a
        case is a member.
    side, bound : "above" or "below", float
        A case has an outcome (or a difference) on this side of the bound, not at it.
    is_share : bool
        Whether the outcome of a difference is a probability or a share.
    unit : str
        Unit of the outcome.
    values : float64[members]
        Without `against`: 1 for a case, 0 for none, NaN for a member to which the question does not apply. With
        `against`: how far the difference lies on the side of the case.
    of : str
        The members to which the question applies, in words.
    """

    name: str
    title: str
    target: str
    branch: str
    against: str | None
    side: Side
    bound: float
    is_share: bool
    unit: str
    values: Floats
    of: str = "members"

    @property
    def sign(self) -> float:
        """1 if a case lies above the bound, -1 if below it."""
        return 1.0 if self.side == "above" else -1.0


def default_cases(members: Members, branch: str, against: str) -> list[Case]:
    """The three questions on a branch: less lasting peace than in `against`, collapse of the defender, a gap in peace.

    A case is left out if the run is too short for it; the first also if both branches are the same.

    Parameters
    ----------
    members : Members
    branch : str
        Branch to ask about.
    against : str
        Branch to compare lasting peace with.
    """
    cases: list[Case] = []
    known = {headline.target: headline for headline in headlines(members)}
    years = lasting_years(members.manifest.horizon)
    if years is not None and branch != against:
        title = (
            f"{branch} has less lasting peace than {against} "
            f"(ceasefire within {BY_WEEK} weeks that lasts {YEARS_IN_WORDS[years]})"
        )
        cases.append(_difference("less_peace", title, known[durable(years)], branch, against, "below", 0.0))
    side = members.manifest.sides[0]
    if (collapse := known.get(f"collapse_{side}_by_w{BY_WEEK}")) is not None:
        title = f"{members.side_name(side)} collapses within {BY_WEEK} weeks in {branch}"
        cases.append(_event(f"collapse_{side}", title, collapse, branch, "above", 0.0))
    if "gap_failure" in members.variables and "ceasefire_week" in members.variables:
        has_ceasefire = ~np.isnan(members.values(branch, "ceasefire_week"))
        values = np.where(has_ceasefire, members.values(branch, "gap_failure"), np.nan)
        title = (
            f"peace fails in the gap in {branch}: after a ceasefire, war returns with the troops gone and membership "
            "not in force"
        )
        of = "members with a ceasefire"
        cases.append(Case("gap_failure", title, "gap_failure", branch, None, "above", 0.0, True, "1", values, of))
    return cases


def own_case(
    members: Members, target: str, branch: str, against: str | None, above: float | None, below: float | None
) -> Case:
    """A case of the user.

    Parameters
    ----------
    members : Members
    target : str
        A headline outcome or an outcome column.
    branch : str
        Branch of the outcome.
    against : str, optional
        Branch to subtract.
    above, below : float, optional
        The case lies above, or below, this number. Without either, it is that a yes-or-no outcome comes.

    Raises
    ------
    ConfigError
        If there is no such outcome, both bounds are given, or a bound is missing.
    """
    headline = _outcome(members, target)
    is_flag = headline.statistic == "probability"
    if above is not None and below is not None:
        raise ConfigError.of("--above, --below", "give one of them: a case lies on one side of a number")
    if above is None and below is None:
        if against is not None:
            raise ConfigError.of(
                "--outcome", "a difference needs --above X or --below X; 0 stands for no difference between branches"
            )
        if not is_flag:
            raise ConfigError.of("--outcome", f"{target} is a number in {headline.unit}; add --above X or --below X")
        above = 0.0
    side: Side = "below" if above is None else "above"
    bound = below if above is None else above
    assert bound is not None
    if against is not None:
        title = f"{headline.label}: {branch} minus {against} is {side} {bound:g}{_in(headline.unit)}"
        return _difference("outcome", title, headline, branch, against, side, bound)
    title = f"{headline.label}, in {branch}"
    if not is_flag or (side, bound) != ("above", 0.0):
        title = f"{headline.label} is {side} {bound:g}{_in(headline.unit)} in {branch}"
    return _event("outcome", title, headline, branch, side, bound, _never(members, target))


def _in(unit: str) -> str:
    return "" if unit == "1" else f" {unit}"


def _never(members: Members, target: str) -> bool:
    """Whether null stands for an event that did not come by the horizon."""
    return target in members.variables and members.variables[target].kind == "week"


def _outcome(members: Members, target: str) -> Headline:
    """The headline of a target, or one made for a column."""
    for headline in headlines(members):
        if headline.target == target:
            return headline
    if target in members.variables:
        variable = members.variables[target]
        horizon = variable.horizon(members.manifest.horizon)
        statistic: Literal["probability", "mean"] = "probability" if variable.kind == "flag" else "mean"
        label = variable.long_name[:1].upper() + variable.long_name[1:]
        return Headline(
            target, label, target, variable.unit, statistic, horizon, lambda b: members.values(b, target), (target,)
        )
    from difflib import get_close_matches

    names = [*members.variables, *(headline.target for headline in headlines(members))]
    close = get_close_matches(target, names, n=1)
    hint = f"did you mean '{close[0]}'?" if close else "docs/results.md lists all"
    raise ConfigError.of("--outcome", f"unknown outcome '{target}'; {hint}")


def _event(
    name: str, title: str, headline: Headline, branch: str, side: Side, bound: float, is_week: bool = False
) -> Case:
    """Make a case of members. A week that has not come lies above every bound; another NaN is no member of the case."""
    values = headline.values(branch)
    if is_week:
        values = np.where(np.isnan(values), np.inf, values)
    flags = (values > bound if side == "above" else values < bound).astype(np.float64)
    flags[np.isnan(values)] = np.nan
    of = "members to which it applies" if np.isnan(values).any() else "members"
    return Case(name, title, headline.target, branch, None, side, bound, True, headline.unit, flags, of)


def _difference(name: str, title: str, headline: Headline, branch: str, against: str, side: Side, bound: float) -> Case:
    """Make a case of draws, by the difference of two branches member by member."""
    sign = 1.0 if side == "above" else -1.0
    values = sign * (headline.values(branch) - headline.values(against) - bound)
    is_share = headline.statistic == "probability" or headline.unit == "1"
    return Case(name, title, headline.target, branch, against, side, bound, is_share, headline.unit, values)
