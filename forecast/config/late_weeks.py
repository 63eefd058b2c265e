"""Finds steps of a branch that come after the last week of the run, so that they change nothing."""

from forecast.config.levers import BRANCH_KEYS, DONOR_KEYS, donor_lever_values, lever_values
from forecast.config.models import Experiment
from forecast.config.tree import Finding, Node, Path, at, dotted, is_empty, value_place

BEGINNINGS = (
    "package_week", "intel_cut_from", "offer_week", "surge_week", "strikes_week", "sanctions_week", "compact_week",
)  # fmt: skip
DONOR_BEGINNINGS = ("change_week",)


def late_week_warnings(root: Node, experiment: Experiment) -> list[Finding]:
    """Return a warning for each step of a branch that is written and lies beyond the horizon.

    Parameters
    ----------
    root : Node
        The merged tree.
    experiment : Experiment
        The experiment of the tree.
    """
    late: list[tuple[Path, float]] = []
    for name, branch in experiment.branches.items():
        values = lever_values(branch)
        weeks = [(("branches", name, *BRANCH_KEYS[row]), values[row]) for row in BEGINNINGS]
        for donor in branch.aid:
            own = donor_lever_values(branch, donor)
            keys = {row: [donor if part == "*" else part for part in DONOR_KEYS[row]] for row in DONOR_BEGINNINGS}
            weeks += [(("branches", name, *keys[row]), own[row]) for row in DONOR_BEGINNINGS]
        late += [(path, week) for path, week in weeks if isinstance(week, float) and week > experiment.horizon]
    return [
        Finding(
            value_place(root, path),
            f"{dotted(path)}: changes nothing, week {week:.0f} is beyond the horizon of {experiment.horizon} weeks",
        )
        for path, week in late
        if not is_empty(at(root, path))
    ]
