"""Finds uncertain inputs that are drawn although no member uses what was drawn, and says why not."""

from collections.abc import Iterator

from forecast.config.binding import kernel_rows
from forecast.config.levers import donor_lever_values, lever_values
from forecast.config.models import Experiment
from forecast.config.parts import Facts
from forecast.config.quantities import PriorRef
from forecast.config.switches import REPLACED
from forecast.config.tree import Finding, Node, value_place


def replaced_inputs(experiment: Experiment) -> dict[str, str]:
    """Return the inputs whose kernel row a switch replaces, each with the switch.

    An input that a branch also takes by `{prior: NAME}` is not among them.

    Parameters
    ----------
    experiment : Experiment
        The experiment.
    """
    chosen = {name: choice for name, choice in experiment.switches.chosen.items() if name in REPLACED}
    switch_of = {row: name for name, choice in chosen.items() for row in REPLACED[name][choice]}
    if not switch_of:
        return {}
    base, taken = experiment.baseline, set(_taken(experiment))
    known = kernel_rows(Facts(base.date, base.defender, base.attacker, tuple(base.donors), experiment.horizon))
    replaced = {}
    for name, prior in experiment.priors.items():
        row = known.get(prior.sets or "")
        if row is not None and row.donor is None and row.column.name in switch_of and name not in taken:
            replaced[name] = switch_of[row.column.name]
    return replaced


def idle_inputs(experiment: Experiment) -> set[str]:
    """Return the inputs whose draws no member uses: those that switches settle or replace, or that no branch takes."""
    return set(experiment.switches.inputs) | set(replaced_inputs(experiment)) | _untaken(experiment)


def idle_end_warnings(root: Node, experiment: Experiment) -> list[Finding]:
    """Return a warning for each entry of `switches.inputs` that another switch or every branch leaves out.

    Parameters
    ----------
    root : Node
        The merged tree.
    experiment : Experiment
        The experiment of the tree.
    """
    reasons = dict.fromkeys(_untaken(experiment), "no branch takes it; remove it")
    for name, switch in replaced_inputs(experiment).items():
        reasons[name] = f"'switches.{switch}' replaces it; remove one of them"
    return [
        Finding(
            value_place(root, ("switches", "inputs", name)),
            f"switches.inputs.{name}: has no effect, since {reasons[name]}",
        )
        for name in experiment.switches.inputs
        if name in reasons
    ]


def _untaken(experiment: Experiment) -> set[str]:
    """Names of the inputs that set no kernel row and that no branch takes."""
    return {name for name, prior in experiment.priors.items() if prior.sets is None} - set(_taken(experiment))


def _taken(experiment: Experiment) -> Iterator[str]:
    """Names of the inputs that branches take by `{prior: NAME}`."""
    for branch in experiment.branches.values():
        donors = (donor_lever_values(branch, donor) for donor in experiment.baseline.donors)
        for values in (lever_values(branch), *donors):
            yield from (value.prior for value in values.values() if isinstance(value, PriorRef))
