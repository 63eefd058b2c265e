"""The branch table: every headline outcome in every branch and its paired difference from the reference."""

from dataclasses import dataclass, replace

from forecast.analysis.draw_band import DrawBand
from forecast.analysis.drivers import collect_inputs
from forecast.analysis.estimates import Estimate
from forecast.analysis.failed_bounds import Range, headline_bounds
from forecast.analysis.headlines import INTERVAL, Headline, durable, headlines, lasting_years, lasts
from forecast.analysis.members import Members
from forecast.analysis.outcome_estimates import PairedDifference
from forecast.analysis.split import Split
from forecast.analysis.targets import estimates_of
from forecast.experiment.evidence import Evidence
from forecast.store.reader import Run


@dataclass(frozen=True)
class Cell:
    """One outcome in one branch.

    Attributes
    ----------
    estimate : Estimate
        The statistic of the outcome: a probability, a mean or a median.
    interval : tuple of Estimate or None
        10% and 90% quantiles over members; None unless the statistic is a median.
    paired : PairedDifference or None
        Difference from the reference branch; None in that branch.
    split : Split or None
        Bands between draws and of chance; None where they cannot be told apart.
    draws : DrawBand or None
        Band between draws of the mean difference, and share of draws in favour; None in the reference branch.
    bounds, paired_bounds : Range or None
        Where estimate and difference would lie with the failed members; None where no member failed.
    """

    estimate: Estimate
    interval: tuple[Estimate, Estimate] | None
    paired: PairedDifference | None
    split: Split | None
    draws: DrawBand | None
    bounds: Range | None = None
    paired_bounds: Range | None = None


@dataclass(frozen=True)
class OutcomeRow:
    """One outcome: its definition, and one cell per branch by the name of the branch."""

    headline: Headline
    cells: dict[str, Cell]


@dataclass(frozen=True)
class BranchTable:
    """Headline outcomes of a run, as the terminal and the report print them.

    Attributes
    ----------
    branches : tuple of str
        Names of the branches, the reference first.
    members, draws : int
        Number of members in each branch, and of draws.
    clusters : int
        Number of independent groups behind every standard error.
    years : int or None
        How long a ceasefire has to last to be called lasting in this run; None where the run is too short to tell.
    inputs : dict of str to int
        Number of inputs of the run by evidence grade.
    rows : tuple of OutcomeRow
        Headline outcomes in the order in which they are shown.
    failed : int
        Number of members that failed and are left out.
    """

    experiment: str
    reference: str
    branches: tuple[str, ...]
    members: int
    draws: int
    clusters: int
    years: int | None
    inputs: dict[str, int]
    rows: tuple[OutcomeRow, ...]
    failed: int = 0

    def row(self, target: str) -> OutcomeRow | None:
        """The row of an outcome, None where the horizon of the run does not reach it."""
        return next((row for row in self.rows if row.headline.target == target), None)

    @property
    def evidence(self) -> Evidence:
        """The evidence grades of the inputs that every outcome rests on."""
        return Evidence(self.inputs)

    @property
    def durable(self) -> OutcomeRow | None:
        """The row of a ceasefire by week 104 that lasts `years`, over all members; None in a run that is too short."""
        return None if self.years is None else self.row(durable(self.years))

    @property
    def lasts(self) -> OutcomeRow | None:
        """The row of a ceasefire that lasts `years`, over the members with a ceasefire by week 104; None likewise."""
        return None if self.years is None else self.row(lasts(self.years))


def branch_table(run: Run | Members) -> BranchTable:
    """Compute the table of all headline outcomes that the run has. Estimates that `run` holds already are reused."""
    members = run if isinstance(run, Members) else Members(run)
    manifest = members.manifest
    branches = (members.reference, *members.others)
    return BranchTable(
        manifest.experiment,
        members.reference,
        branches,
        members.count,
        members.draws,
        (members.in_place or members.ordered_clusters).count,
        lasting_years(manifest.horizon),
        collect_inputs(members).by_grade,
        tuple(OutcomeRow(h, _cells(h, members, branches)) for h in headlines(members)),
        members.failed,
    )


def _cells(headline: Headline, members: Members, branches: tuple[str, ...]) -> dict[str, Cell]:
    cells = {branch: _cell(headline, members, branch) for branch in branches}
    if not members.failed:
        return cells
    bounds = {b: headline_bounds(members, headline, b, cell.estimate) for b, cell in cells.items()}
    return {b: _bounded(cell, bounds[b], bounds[members.reference]) for b, cell in cells.items()}


def _bounded(cell: Cell, bounds: Range | None, reference: Range | None) -> Cell:
    gap = None if cell.paired is None or bounds is None or reference is None else bounds - reference
    return replace(cell, bounds=bounds, paired_bounds=gap)


def _cell(headline: Headline, members: Members, branch: str) -> Cell:
    estimates = estimates_of(members, branch, headline.target)
    if headline.statistic != "median":
        return Cell(estimates.mean, None, estimates.paired, estimates.split, estimates.draws)
    low, high = (estimates.quantiles[level] for level in INTERVAL)
    return Cell(estimates.quantiles[0.5], (low, high), estimates.paired_median, estimates.split, estimates.draws)
