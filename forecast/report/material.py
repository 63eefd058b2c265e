"""What every part of the report draws on: the run's members, its branch table, its time series, its looks."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.branch_table import BranchTable, branch_table
from forecast.analysis.drivers import Driver, DriverSearch, strongest_judgments
from forecast.analysis.members import Members
from forecast.report.style import Look, looks
from forecast.store.reader import Run

if TYPE_CHECKING:
    import xarray as xr

    from forecast.config import Experiment


@dataclass(frozen=True)
class Material:
    """One run, read once. `focus` is the branch whose argument the experiment puts to the test."""

    members: Members
    table: BranchTable
    series: "xr.Dataset"
    looks: dict[str, Look]
    focus: str | None

    @classmethod
    def of(cls, run: Run) -> "Material":
        """Everything that the report needs of an open run."""
        members = Members(run)
        return cls(
            members,
            branch_table(members),
            run.timeseries,
            looks(members.reference, members.others),
            members.focus,
        )

    @cached_property
    def search(self) -> DriverSearch:
        """Of what drives an outcome; the inputs are read once for all of the page."""
        return DriverSearch(self.members)

    @cached_property
    def judged(self) -> dict[str, list[Driver]]:
        """The judgments that drive each headline outcome most, by target, in `shown_branch`."""
        return {
            row.headline.target: strongest_judgments(self.search, row.headline.values(self.shown_branch))
            for row in self.table.rows
        }

    @property
    def shown_branch(self) -> str:
        """The branch whose drivers are shown."""
        return self.focus or self.members.reference

    @property
    def experiment(self) -> "Experiment":
        return self.members.run.experiment

    @property
    def branches(self) -> tuple[str, ...]:
        """The reference first."""
        return self.table.branches

    @property
    def horizon(self) -> int:
        return self.members.manifest.horizon

    @property
    def weeks(self) -> NDArray[np.int64]:
        """The weeks of the time series."""
        return np.asarray(self.series["week"].values, dtype=np.int64)

    @property
    def attacker(self) -> str:
        """Name of the attacker."""
        return self.members.side_name(self.members.manifest.sides[1])

    @property
    def defender(self) -> str:
        """Name of the defender."""
        return self.members.side_name(self.members.manifest.sides[0])
