"""The data that all parts of the report share: members, branch table, time series, drivers, looks of branches."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.branch_table import BranchTable, branch_table
from forecast.analysis.drivers import Driver, DriverSearch, strongest_judgments
from forecast.analysis.estimates import Floats
from forecast.analysis.headlines import YEARS_IN_WORDS
from forecast.analysis.members import Members
from forecast.report.style import Look, looks
from forecast.store.reader import Run
from forecast.text.judgment_warnings import DriverRanking

if TYPE_CHECKING:
    import xarray as xr

    from forecast.config import Experiment

MAX_DRIVERS = 7
MIN_DRIVERS = 3


@dataclass(frozen=True)
class Material:
    """One run, read once for all parts of the page."""

    members: Members
    table: BranchTable
    series: "xr.Dataset"
    looks: dict[str, Look]

    @classmethod
    def of(cls, run: Run) -> "Material":
        """Read the data of an open run that the report needs."""
        members = Members(run)
        return cls(members, branch_table(members), run.timeseries, looks(members.reference, members.others))

    @cached_property
    def search(self) -> DriverSearch:
        """Ranks inputs by how much of an outcome they explain; reads the inputs once."""
        return DriverSearch(self.members)

    @cached_property
    def judged(self) -> dict[str, list[Driver]]:
        """The judgments that explain most of each headline outcome in `driver_branch`, by target."""
        return {
            row.headline.target: strongest_judgments(self.search, row.headline.values(self.driver_branch))
            for row in self.table.rows
        }

    @cached_property
    def rankings(self) -> list[DriverRanking]:
        """The inputs that drive two outcomes of `driver_branch`, and its difference from the reference."""
        branch, table = self.driver_branch, self.table
        rankings: list[DriverRanking] = []

        def rank(title: str, values: Floats, is_lead: bool = False) -> None:
            rankings.append(DriverRanking(title, _select_clear(self.search.top(values, MAX_DRIVERS)), is_lead))

        ceasefire, lasting = table.row("ceasefire_by_w104"), table.durable
        if ceasefire is not None:
            rank(f"Ceasefire within 104 weeks, {branch}", ceasefire.headline.values(branch))
        if lasting is not None and table.years is not None:
            values, reference = lasting.headline.values, self.members.reference
            rank(f"Ceasefire that lasts {YEARS_IN_WORDS[table.years]}, {branch}", values(branch))
            if self.tested_branch is not None:
                rank(f"Its lead over {reference} in the latter", values(branch) - values(reference), is_lead=True)
        return rankings

    @property
    def tested_branch(self) -> str | None:
        """The branch that the experiment tests, None if there is only the reference."""
        return self.members.tested_branch

    @property
    def driver_branch(self) -> str:
        """The branch whose drivers are shown: the tested branch, or the reference if there is no other."""
        return self.tested_branch or self.members.reference

    @property
    def experiment(self) -> "Experiment":
        """The config of the run."""
        return self.members.run.experiment

    @property
    def branches(self) -> tuple[str, ...]:
        """All branches, the reference first."""
        return self.table.branches

    @property
    def horizon(self) -> int:
        """Number of simulated weeks."""
        return self.members.manifest.horizon

    @property
    def weeks(self) -> NDArray[np.int64]:
        """The weeks of the time series, int64[n_weeks]."""
        return np.asarray(self.series["week"].values, dtype=np.int64)

    @property
    def attacker(self) -> str:
        """Name of the attacker."""
        return self.members.side_name(self.members.manifest.sides[1])

    @property
    def defender(self) -> str:
        """Name of the defender."""
        return self.members.side_name(self.members.manifest.sides[0])


def _select_clear(drivers: list[Driver]) -> list[Driver]:
    """Keep the drivers whose index exceeds two standard errors, and the first few in any case."""
    return [d for i, d in enumerate(drivers) if i < MIN_DRIVERS or d.first_order.value > 2 * d.first_order.mcse]
