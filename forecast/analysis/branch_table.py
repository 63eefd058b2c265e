"""The branch table: every headline outcome in every branch and its paired difference from the reference."""

from dataclasses import dataclass

from forecast.analysis.drivers import inputs
from forecast.analysis.estimates import Estimate
from forecast.analysis.headlines import INTERVAL, Headline, durable, headlines, lasting_years, lasts
from forecast.analysis.members import Members
from forecast.analysis.outcome_estimates import PairedDifference
from forecast.analysis.split import Split
from forecast.analysis.targets import estimates_of
from forecast.experiment.evidence import Evidence
from forecast.store.reader import Run


@dataclass(frozen=True)
class Cell:
    """One outcome in one branch. `interval` (80%) with a median only; `paired` is None in the reference branch."""

    estimate: Estimate
    interval: tuple[Estimate, Estimate] | None
    paired: PairedDifference | None
    split: Split | None


@dataclass(frozen=True)
class Row:
    """One outcome: its definition and one cell per branch."""

    headline: Headline
    cells: dict[str, Cell]


@dataclass(frozen=True)
class BranchTable:
    """What the terminal, the files and the report print. `clusters`: the independent groups behind every error.

    years: how long a ceasefire has to last to be called lasting in this run, None where it is too short to tell.
    inputs: how many inputs of each evidence grade are behind every outcome.
    """

    experiment: str
    reference: str
    branches: tuple[str, ...]
    members: int
    draws: int
    clusters: int
    years: int | None
    inputs: dict[str, int]
    rows: tuple[Row, ...]

    def row(self, target: str) -> Row | None:
        """The row of an outcome, None where the horizon of the run does not reach it."""
        return next((row for row in self.rows if row.headline.target == target), None)

    @property
    def evidence(self) -> Evidence:
        """What every outcome rests on."""
        return Evidence(self.inputs)

    @property
    def durable(self) -> Row | None:
        """A ceasefire by week 104 that lasts `years`."""
        return None if self.years is None else self.row(durable(self.years))

    @property
    def lasts(self) -> Row | None:
        """The same, given the ceasefire."""
        return None if self.years is None else self.row(lasts(self.years))


def branch_table(run: Run | Members) -> BranchTable:
    """All headline outcomes that the run has. What was found of `run` before is not computed again."""
    members = run if isinstance(run, Members) else Members(run)
    manifest = members.manifest
    branches = (members.reference, *members.others)
    return BranchTable(
        manifest.experiment,
        members.reference,
        branches,
        manifest.members,
        manifest.draws,
        members.ordered_clusters.count,
        lasting_years(manifest.horizon),
        inputs(members).by_grade,
        tuple(Row(h, _cells(h, members, branches)) for h in headlines(members)),
    )


def _cells(headline: Headline, members: Members, branches: tuple[str, ...]) -> dict[str, Cell]:
    cells = {}
    for branch in branches:
        found = estimates_of(members, branch, headline.target)
        if headline.statistic == "median":
            own, paired = found.quantiles[0.5], found.paired_median
            ends = found.quantiles[INTERVAL[0]], found.quantiles[INTERVAL[1]]
            cells[branch] = Cell(own, ends, paired, found.split)
        else:
            cells[branch] = Cell(found.mean, None, found.paired, found.split)
    return cells
