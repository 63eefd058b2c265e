"""The headline outcomes: what the branch table, the summary and the report all show, defined once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from forecast.analysis.estimates import Floats, Linear, Sorted, mean
from forecast.analysis.members import Members

Statistic = Literal["probability", "mean", "median"]
BY_WEEK = 104
FIVE_YEARS = 260
INTERVAL = (0.1, 0.9)


@dataclass(frozen=True)
class Headline:
    """An outcome of one branch.

    target: its name in the summary. label: in words. short: for a terminal. values: member values of a branch, NaN
    where the outcome has no meaning (so a conditional probability is a plain one). column: whether it is a column.
    """

    target: str
    label: str
    short: str
    unit: str
    statistic: Statistic
    horizon: int
    values: Callable[[str], Floats]
    column: bool = False

    def linear(self, members: Members, branch: str) -> Linear:
        """The statistic in one branch."""
        if self.statistic == "median":
            return Sorted(self.values(branch), members.clusters).quantile(0.5)
        return mean(self.values(branch), members.clusters)

    def interval(self, members: Members, branch: str) -> tuple[Linear, Linear] | None:
        """The 80% interval over members, for a median."""
        if self.statistic != "median":
            return None
        ordered = Sorted(self.values(branch), members.clusters)
        return ordered.quantile(INTERVAL[0]), ordered.quantile(INTERVAL[1])


def headlines(members: Members) -> list[Headline]:
    """Those that the horizon of the run allows, in the order in which they are shown."""
    horizon = members.manifest.horizon
    defender, attacker = members.manifest.sides[0], members.manifest.sides[1]

    def column(name: str) -> Callable[[str], Floats]:
        return lambda branch: members.values(branch, name)

    def by(name: str, week: int) -> Callable[[str], Floats]:
        return lambda branch: (members.values(branch, name) <= week).astype(np.float64)

    def lasting(branch: str) -> Floats:
        begun = members.values(branch, "ceasefire_week") <= BY_WEEK
        return np.where(begun, members.values(branch, "durable_5y"), np.nan)

    five = BY_WEEK + FIVE_YEARS
    rows = [
        Headline(f"ceasefire_by_w{w}", f"Ceasefire within {w} weeks", f"ceasefire by w{w}", "1", "probability", w,
                 by("ceasefire_week", w)) for w in (52, BY_WEEK)
    ]  # fmt: skip
    rows += [
        Headline("durable_5y", "Ceasefire within 104 weeks that lasts five years", "durable 5y", "1", "probability",
                 five, column("durable_5y"), True),
        Headline("lasts_5y_given_ceasefire_by_w104", "Lasts five years, where there is a ceasefire within 104 weeks",
                 "5y if ceasefire", "1", "probability", five, lasting),
        Headline("net_km2_w52", f"Net gain of ground by {members.side_name(attacker)} after 52 weeks", "net km2 w52", "km2", "median", 52,
                 column("net_km2_w52"), True),
        Headline("share_pre2022_w104", f"Share of its pre-2022 land that {members.side_name(defender)} holds after 104 weeks",
                 "share pre2022 w104", "1", "mean", BY_WEEK, column("share_pre2022_w104"), True),
    ]  # fmt: skip
    rows += [
        Headline(f"losses_{side}_w104", f"Killed and wounded, {members.side_name(side)}, in 104 weeks", f"losses {side} w104",
                 "thousand persons", "mean", BY_WEEK, column(f"losses_{side}_w104"), True)
        for side in (defender, attacker)
    ]  # fmt: skip
    rows += [
        Headline(f"collapse_{side}_by_w104", f"{words} of {members.side_name(side)} within 104 weeks", f"collapse {side} by w104",
                 "1", "probability", BY_WEEK, by(f"collapse_{side}_week", BY_WEEK))
        for side, words in ((defender, "Military collapse"), (attacker, "Disruption"))
    ]  # fmt: skip
    rows += [
        Headline(name, f"{name}: {success.about}" if success.about else name, name, "1", "probability",
                 members.variables[name].needs or horizon, column(name), True)
        for name, success in members.run.experiment.success.items()
        if name in members.variables
    ]  # fmt: skip
    return [row for row in rows if row.horizon <= horizon and (not row.column or row.target in members.variables)]
