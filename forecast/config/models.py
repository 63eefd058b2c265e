"""The experiment: all parts of a config, checked, in fixed units."""

from typing import Literal

from pydantic import Field

from forecast.config.baseline import Baseline, BaselineFile, Donor, Sector, SectorErrors, Side
from forecast.config.branch import Branch
from forecast.config.fields import Horizon, Whole
from forecast.config.known import Known
from forecast.config.prior import Distribution, Id, Line, Model, Prior, PriorEntry
from forecast.config.quantities import PriorRef
from forecast.config.success import Condition, Success
from forecast.config.switches import Switches
from forecast.errors import ConfigError

__all__ = [
    "Baseline",
    "BaselineFile",
    "Branch",
    "Condition",
    "Design",
    "Distribution",
    "Donor",
    "Experiment",
    "ExperimentFile",
    "Known",
    "Prior",
    "PriorEntry",
    "PriorRef",
    "PriorsFile",
    "Sector",
    "SectorErrors",
    "Side",
    "Success",
    "Switches",
    "with_members",
]

MOST_MEMBERS = 2**31 - 1


class Design(Model):
    """How many draws and replicates, and how the draws are laid out. member = draw * replicates + replicate."""

    draws: Whole = Field(ge=1, le=MOST_MEMBERS, description="parameter vectors (uncertainty of knowledge)")
    replicates: Whole = Field(1, ge=1, le=1_000_000, description="noise paths at each draw (chance)")
    layout: Literal["mc", "sobol", "lhs"] = Field(
        "sobol", description="independent draws, scrambled Sobol points, or a Latin hypercube (cannot be extended)"
    )
    seed: Whole = Field(ge=0, le=2**32 - 1, description="seed of all random numbers")
    members: Whole | None = Field(
        None, ge=1, le=MOST_MEMBERS, description="members, where the last draw is short; draws x replicates if left out"
    )


class Experiment(Model):
    """A whole study. `priors` holds the baseline's state and the priors, sorted by dimension and then by name."""

    experiment: str
    question: str
    baseline: Baseline
    priors: dict[str, Prior]
    design: Design
    horizon: int
    reference: str
    branches: dict[str, Branch]
    success: dict[str, Success]
    switches: Switches = Switches()
    hindsight: Literal["refused", "allowed"] = "refused"
    known: dict[str, Known] = Field(default_factory=dict)

    @property
    def members(self) -> int:
        """Members of every branch."""
        return self.design.members or self.design.draws * self.design.replicates


def with_members(experiment: Experiment, n: int) -> Experiment:
    """A copy with `n` members: the draws change, and the last draw may be short. Raises ConfigError."""
    where = f"--members {n}"
    if not 1 <= n <= MOST_MEMBERS:
        raise ConfigError.of(where, f"must be 1 to {MOST_MEMBERS:,}")
    if n == experiment.members:
        return experiment
    design = experiment.design
    if design.layout == "lhs":
        fix = f"set design.draws in the config (now {design.draws}), or use layout mc or sobol"
        raise ConfigError.of(where, f"a Latin hypercube cannot be extended or cut short: {fix}")
    draws = -(-n // design.replicates)
    short = n if draws * design.replicates != n else None
    changed = design.model_copy(update={"draws": draws, "members": short})
    return experiment.model_copy(update={"design": changed})


class ExperimentFile(Model):
    """An experiment as it is written in a file."""

    experiment: Id = Field(description="id of the experiment, also the name of its result folder")
    question: Line = Field(description="what is asked")
    baseline: str | BaselineFile = Field(description="path of the baseline file, or the baseline itself")
    priors: str | list[str] | dict[Id, PriorEntry] = Field(description="path or paths of prior files, or the priors")
    design: Design = Field(description="draws, replicates, layout, seed")
    horizon: Horizon = Field(description="how far to look, 4 weeks to 20 years")
    reference: str = Field(description="the branch with which the others are compared")
    branches: dict[Id, str | Branch] = Field(description="branch id to the path of its file, or the branch itself")
    success: dict[Id, Success] = Field(default_factory=dict, description="named outcomes made of conditions")
    switches: Switches = Field(
        default_factory=Switches, description="structural disagreements, settled one way for all members"
    )
    hindsight: Literal["refused", "allowed"] = Field(
        "refused", description="whether priors may be dated after week 0 (a past war); the baseline's state never may"
    )
    known: dict[str, Known] = Field(
        default_factory=dict, description="known outcomes of a past war by quantity, shown with their percentile"
    )
    sweep: dict[str, list[str]] = Field(
        default_factory=dict, description="grid: dotted key to its values; each point is a run of its own"
    )


class PriorsFile(Model):
    """A file of priors."""

    about: Line | None = Field(None, description="one line on the file")
    priors: dict[Id, PriorEntry] = Field(description="inputs by name")
