"""Which conclusions survive the structural switches: the sign of a difference between two branches, run by run.

A conclusion says that one branch has more, or less, of an outcome than another. It is judged in every run of a sweep
over `switches` and compared with the run in which every switch is at its default.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from forecast.analysis.draw_band import DrawBand, draw_band
from forecast.analysis.estimates import Estimate, clear
from forecast.analysis.headlines import (
    BY_WEEK,
    TEN_YEARS,
    Headline,
    durable,
    headlines,
    land_in_ten_years,
    lasting_years,
    lasts,
)
from forecast.analysis.members import Members
from forecast.errors import ResultError
from forecast.store.reader import Run

Verdict = Literal["holds", "reversed", "too close", "decided"]
"""A conclusion under one setting of the switches, compared with the default setting.

holds: the same clear sign. reversed: the opposite clear sign. too close: no clear sign. decided: a clear sign where the
default has none.
"""

Fate = Literal["survives", "flips", "weakens", "open"]
"""What becomes of a conclusion over all settings.

survives: holds under all. flips: reversed under some. weakens: too close under some, reversed under none. open: too
close by default.
"""


@dataclass(frozen=True)
class SwitchSetting:
    """The switches of one run that are not at their default, as data and in words (`label`), and the run folder."""

    switches: dict[str, str | bool]
    label: str
    path: Path

    @property
    def words(self) -> str:
        """The label, with 'and' between two switches, as it stands in a sentence."""
        return self.label.replace(", ", " and ")

    @property
    def is_joint(self) -> bool:
        """Whether two or more switches are set together."""
        return len(self.switches) > 1

    def holds(self, other: "SwitchSetting") -> bool:
        """Whether this setting has all switches of another one, and more."""
        return other.switches.items() < self.switches.items()


@dataclass(frozen=True)
class Conclusion:
    """The difference `branch` minus `other` on one outcome, by default and under every other setting.

    `differences`, `verdicts` and `bands` have one entry for each setting. is_clear: whether the default has a clear
    sign. default_band, bands: how the difference varies between draws, by default and under each setting.
    """

    headline: Headline
    branch: str
    other: str
    default: Estimate
    differences: tuple[Estimate, ...]
    verdicts: tuple[Verdict, ...]
    is_clear: bool
    default_band: DrawBand | None = None
    bands: tuple[DrawBand, ...] = ()

    @property
    def extremes(self) -> tuple[Estimate, Estimate]:
        """The lowest and the highest difference, including the default."""
        known = [gap for gap in (self.default, *self.differences) if gap.value == gap.value] or [self.default]
        return min(known), max(known)

    @property
    def fate(self) -> Fate:
        """What becomes of the conclusion over all settings."""
        if not self.is_clear:
            return "open"
        if "reversed" in self.verdicts:
            return "flips"
        return "weakens" if "too close" in self.verdicts else "survives"


@dataclass(frozen=True)
class Conclusions:
    """All conclusions of a sweep.

    members: number in each run. clusters: number of independent groups behind every error. default, settings: the
    default setting, and all others in the order of the sweep.
    """

    experiment: str
    reference: str
    members: int
    clusters: int
    default: SwitchSetting
    settings: tuple[SwitchSetting, ...]
    conclusions: tuple[Conclusion, ...]

    def only_together(self, conclusion: Conclusion) -> list[int]:
        """List the joint settings that turn a conclusion round although no part of them that was run does so alone.

        At least one part has to be in the sweep. The numbers are positions in `settings`.
        """
        found = []
        for number, setting in enumerate(self.settings):
            parts = [k for k, other in enumerate(self.settings) if setting.holds(other)]
            if parts and conclusion.verdicts[number] == "reversed":
                found += [number] if all(conclusion.verdicts[k] != "reversed" for k in parts) else []
        return found


def conclusions(
    runs: Sequence[Run], branches: Sequence[str] | None = None, others: Sequence[str] | None = None
) -> Conclusions:
    """Judge the differences between branches in every run of a sweep over switches.

    Parameters
    ----------
    runs : sequence of Run
        Runs that differ in their switches only; one has every switch at its default.
    branches : sequence of str, optional
        Branches that are judged; by default the tested branch (`Members.tested_branch`).
    others : sequence of str, optional
        Branches that are subtracted from them; by default all others, the reference first.

    Raises
    ------
    ResultError
        If the runs cannot be compared, none has the default or there is nothing to compare.
    """
    default, rest = default_first(runs)
    base = Members(default)
    chosen = list(branches or [base.tested_branch or base.reference])
    pairs = [(a, b) for a in chosen for b in others or (base.reference, *base.others) if a != b]
    by_run = [_differences(base, pairs), *(_differences(Members(run), pairs) for run in rest)]
    judged = []
    for pair in pairs:
        for headline in outcomes(base):
            (first, band), *others_found = (differences[pair, headline.target] for differences in by_run)
            gaps, bands = [gap for gap, _ in others_found], tuple(found for _, found in others_found)
            verdicts = tuple(_verdict(first, gap, base.clusters.count) for gap in gaps)
            is_clear = clear(first, base.clusters.count)
            judged.append(Conclusion(headline, *pair, first, tuple(gaps), verdicts, is_clear, band, bands))
    if not judged:
        message = "there is nothing to compare: it takes two branches and a horizon that reaches an outcome"
        raise ResultError.of(str(default.path.parent), message)
    manifest = base.manifest
    settings = tuple(map(setting_of, rest))
    return Conclusions(
        manifest.experiment,
        base.reference,
        base.count,
        base.clusters.count,
        setting_of(default),
        settings,
        tuple(judged),
    )


def outcomes(members: Members) -> list[Headline]:
    """List the outcomes that conclusions are about: peace, land, losses, collapse of the defender, and `success`.

    A run of ten years or more adds three: a ceasefire that lasts ten years, land held then, and complete defeat.
    """
    manifest, defender = members.manifest, members.manifest.sides[0]
    years = lasting_years(manifest.horizon)
    chosen = {f"ceasefire_by_w{BY_WEEK}", f"share_pre2022_w{BY_WEEK}", f"collapse_{defender}_by_w{BY_WEEK}"}
    chosen |= {f"losses_{side}_w{BY_WEEK}" for side in manifest.sides}
    chosen |= set() if years is None else {durable(years), lasts(years)}
    chosen |= set(members.run.experiment.success)
    rows = headlines(members)
    near = [row for row in rows if row.target in chosen]
    if manifest.horizon < TEN_YEARS:
        return near
    by_target = {row.target: row for row in rows}
    far = by_target.get(durable(10)), land_in_ten_years(members), by_target.get("complete_defeat")
    return [*near, *(row for row in far if row is not None)]


def setting_of(run: Run) -> SwitchSetting:
    """The switches of a run that are not at their default."""
    switches = run.experiment.switches
    return SwitchSetting(switches.chosen, switches.label, run.path)


def default_first(runs: Sequence[Run]) -> tuple[Run, list[Run]]:
    """Find the run with every switch at its default, and the others. Of runs with equal switches the first counts.

    Raises
    ------
    ResultError
        If the runs differ in more than their switches, none has the default, or there is no other.
    """
    by_label: dict[str, Run] = {}
    for run in runs:
        by_label.setdefault(run.experiment.switches.label, run)
        same = ("members", "layout", "seed", "horizon", "branches", "reference")
        if any(getattr(run.manifest, name) != getattr(runs[0].manifest, name) for name in same):
            raise ResultError.of(str(run.path), f"differs from {runs[0].path.name} in more than its switches")
    default = next((run for run in by_label.values() if not run.experiment.switches.chosen), None)
    folder = str(runs[0].path.parent) if runs else "."
    if default is None:
        raise ResultError.of(folder, "no run has every switch at its default; add `{}` to the values of the sweep")
    rest = [run for run in by_label.values() if run is not default]
    if not rest:
        raise ResultError.of(folder, "no run has a switch that is not at its default; add values to the sweep")
    return default, rest


def _differences(
    members: Members, pairs: Iterable[tuple[str, str]]
) -> dict[tuple[tuple[str, str], str], tuple[Estimate, DrawBand]]:
    """Compute the paired difference of each pair on each outcome, and its band between draws.

    One outcome is read at a time, to save memory.
    """
    pairs = list(pairs)
    branches = dict.fromkeys(branch for pair in pairs for branch in pair)
    differences = {}
    for headline in outcomes(members):
        values = {branch: headline.linear(members, branch) for branch in branches}
        for branch, other in pairs:
            gap = np.subtract(headline.values(branch), headline.values(other))
            band = draw_band(gap, members.draw, members.clusters)
            differences[(branch, other), headline.target] = (values[branch] - values[other]).estimate, band
    return differences


def _verdict(default: Estimate, difference: Estimate, clusters: int) -> Verdict:
    if not clear(difference, clusters):
        return "too close"
    if not clear(default, clusters):
        return "decided"
    return "holds" if (difference.value > 0.0) == (default.value > 0.0) else "reversed"
