"""The data that all parts of the report share: members, branch table, time series, drivers, looks of branches."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.branch_table import BranchTable, branch_table
from forecast.analysis.drivers import Driver, DriverSearch, strongest_judgments
from forecast.analysis.estimates import Floats
from forecast.analysis.headlines import YEARS_IN_WORDS, Headline, headlines
from forecast.analysis.lasting_peace import LastingPeace, lasting_peace
from forecast.analysis.members import Members
from forecast.display.branches import branch_titles
from forecast.display.outcomes import OutcomeWords, outcome_words
from forecast.experiment.evidence import Evidence, evidence
from forecast.report.style import Look, looks
from forecast.store.reader import Run
from forecast.text.judgment_warnings import DriverRanking
from forecast.text.run_stamp import RunStamp, run_stamp

if TYPE_CHECKING:
    import xarray as xr

    from forecast.config import Experiment

MAX_DRIVERS = 7
MIN_DRIVERS = 3


@dataclass(frozen=True)
class Material:
    """One run, read once for all parts of the page and only as far as they need it."""

    members: Members
    looks: dict[str, Look]

    @classmethod
    def of(cls, run: Run) -> "Material":
        """Prepare to read an open run."""
        members = Members(run)
        return cls(members, looks(members.reference, members.others))

    @cached_property
    def table(self) -> BranchTable:
        """The branch table of all headline outcomes."""
        return branch_table(self.members)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Name of every branch for people, by id."""
        return branch_titles(self.experiment)

    @cached_property
    def outcomes(self) -> dict[str, OutcomeWords]:
        """Every outcome in words, by target."""
        return outcome_words(self.members)

    @cached_property
    def peace(self) -> LastingPeace | None:
        """Lasting peace in every branch; None if the run is too short."""
        return lasting_peace(self.members)

    @cached_property
    def series(self) -> "xr.Dataset":
        """The weekly series."""
        return self.members.run.timeseries

    @cached_property
    def stamp(self) -> RunStamp:
        """What identifies the run on every page and figure."""
        return run_stamp(self.members.run)

    @cached_property
    def evidence(self) -> Evidence:
        """The evidence grades of the inputs that every outcome rests on."""
        return evidence(self.experiment)

    def headline(self, target: str | None) -> Headline | None:
        """The headline outcome with this name; None if the run has no such outcome."""
        return next((headline for headline in headlines(self.members) if headline.target == target), None)

    @cached_property
    def search(self) -> DriverSearch:
        """Ranks inputs by how much of an outcome they explain; reads the inputs once."""
        return DriverSearch(self.members)

    @cached_property
    def judged(self) -> "Judged":
        """The judgments that explain most of each headline outcome in `driver_branch`, by target."""
        return Judged(self)

    @cached_property
    def rankings(self) -> list[DriverRanking]:
        """The inputs that drive two outcomes of `driver_branch`, and its difference from the reference."""
        branch, table = self.driver_branch, self.table
        rankings: list[DriverRanking] = []

        def rank(title: str, values: Floats, is_lead: bool = False) -> None:
            rankings.append(DriverRanking(title, _select_clear(self.search.top(values, MAX_DRIVERS)), is_lead))

        ceasefire, lasting = table.row("ceasefire_by_w104"), table.durable
        if ceasefire is not None:
            rank(f"Ceasefire within two years, {self.titles[branch]}", ceasefire.headline.values(branch))
        if lasting is not None and table.years is not None:
            values, reference = lasting.headline.values, self.members.reference
            rank(f"Ceasefire that lasts {YEARS_IN_WORDS[table.years]}, {self.titles[branch]}", values(branch))
            if self.tested_branch is not None:
                rank(
                    f"Its lead over {self.titles[reference]} in the latter",
                    values(branch) - values(reference),
                    is_lead=True,
                )
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
        return (self.members.reference, *self.members.others)

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


class Judged(dict[str, list[Driver]]):
    """Judgments by target; each is searched for when it is first looked up."""

    def __init__(self, material: Material) -> None:
        super().__init__()
        self._material = material

    def __missing__(self, target: str) -> list[Driver]:
        headline = self._material.headline(target)
        if headline is None:
            raise KeyError(target)
        values = headline.values(self._material.driver_branch)
        return self.setdefault(target, strongest_judgments(self._material.search, values))


def _select_clear(drivers: list[Driver]) -> list[Driver]:
    """Keep the drivers whose index exceeds two standard errors, and the first few in any case."""
    return [d for i, d in enumerate(drivers) if i < MIN_DRIVERS or d.first_order.value > 2 * d.first_order.mcse]
