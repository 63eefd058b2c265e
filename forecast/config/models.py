"""The experiment: all parts of a config, checked and in fixed units.

A draw is one vector of uncertain inputs. A replicate is one path of random events of a draw. A member is one simulated
war: one replicate of one draw.
"""

from collections.abc import Iterable
from typing import Literal, Self

from pydantic import Field, PrivateAttr

from forecast.config.baseline import Baseline, BaselineFile, Donor, Sector, SectorErrors, Side
from forecast.config.branch import Branch
from forecast.config.fields import Horizon, Whole
from forecast.config.known import Known
from forecast.config.prior import Distribution, Id, Line, Model, Prior, PriorEntry
from forecast.config.quantities import PriorRef
from forecast.config.stopping import Precision, Stopping
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
    "Stopping",
    "Success",
    "Switches",
    "with_members",
]

MAX_MEMBERS = 2**31 - 1

SOBOL_BLOCKS = 26
"""Blocks of the layout `sobol_groups`: A, B, and one for each group of inputs, that of other inputs included."""


class Design(Model):
    """Number and layout of the draws, and replicates of each draw. Member = draw * replicates + replicate."""

    draws: Whole = Field(
        ge=1,
        le=MAX_MEMBERS,
        description="number of parameter vectors (what is not known); with `sobol_groups` number of rows of "
        f"{SOBOL_BLOCKS} vectors",
    )
    replicates: Whole = Field(1, ge=1, le=1_000_000, description="number of noise paths of each draw (chance)")
    layout: Literal["mc", "sobol", "lhs", "sobol_groups"] = Field(
        "sobol",
        description="independent draws, scrambled Sobol points, a Latin hypercube (cannot be extended), or rows of "
        f"{SOBOL_BLOCKS} draws for `forecast sensitivity`, which exchange one group of inputs at a time",
    )
    seed: Whole = Field(ge=0, le=2**32 - 1, description="seed of all random numbers")
    members: Whole | None = Field(
        None,
        ge=1,
        le=MAX_MEMBERS,
        description="number of members, if the last draw has fewer replicates; draws x replicates if left out",
    )

    @property
    def blocks(self) -> int:
        """Draws for each of `draws`: more than 1 in a design for indices by group only."""
        return SOBOL_BLOCKS if self.layout == "sobol_groups" else 1


class Experiment(Model):
    """A checked experiment. `priors` holds the baseline's state and the priors, sorted by dimension, then by name."""

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
    stopping: Stopping | None = None
    _changes: tuple[str, ...] = PrivateAttr(())

    @property
    def changes(self) -> tuple[str, ...]:
        """Changes made when the experiment was loaded, as `PATH=VALUE` texts. They are not part of the config hash."""
        return self._changes

    def with_changes(self, texts: Iterable[str]) -> Self:
        """Return the same experiment with `texts` as the record of its changes."""
        copy = self.model_copy()
        copy._changes = tuple(texts)
        return copy

    @property
    def members(self) -> int:
        """Number of members of every branch."""
        return self.design.members or self.design.draws * self.design.blocks * self.design.replicates


def with_members(experiment: Experiment, n: int) -> Experiment:
    """Return a copy with exactly `n` members, without a stopping rule.

    The number of draws changes, and the last draw may have fewer replicates.

    Raises
    ------
    ConfigError
        If `n` is out of range or no whole number of rows of `sobol_groups`, or the layout is a Latin hypercube, which
        cannot be extended.
    """
    where = f"--members {n}"
    if not 1 <= n <= MAX_MEMBERS:
        raise ConfigError.of(where, f"must be 1 to {MAX_MEMBERS:,}")
    if experiment.stopping is not None:
        experiment = experiment.model_copy(update={"stopping": None})
    if n == experiment.members:
        return experiment
    design = experiment.design
    if design.layout == "lhs":
        fix = f"set design.draws in the config (now {design.draws}), or use layout mc or sobol"
        raise ConfigError.of(where, f"a Latin hypercube cannot be extended or cut short: {fix}")
    if design.layout == "sobol_groups":
        row = design.blocks * design.replicates
        if n % row:
            fix = f"use {max(row, n // row * row):,} or {(n // row + 1) * row:,}"
            raise ConfigError.of(where, f"must be whole rows of {row} members (layout sobol_groups): {fix}")
        changed = design.model_copy(update={"draws": n // row, "members": None})
        return experiment.model_copy(update={"design": changed})
    draws = -(-n // design.replicates)
    exact = n if draws * design.replicates != n else None
    changed = design.model_copy(update={"draws": draws, "members": exact})
    return experiment.model_copy(update={"design": changed})


class ExperimentFile(Model):
    """An experiment as it is written in a file."""

    experiment: Id = Field(description="id of the experiment, also the name of its result folder")
    question: Line = Field(description="what is asked")
    baseline: str | BaselineFile = Field(description="path of the baseline file, or the baseline itself")
    priors: str | list[str] | dict[Id, PriorEntry] = Field(description="path or paths of prior files, or the priors")
    design: Design = Field(description="draws, replicates, layout, seed")
    horizon: Horizon = Field(description="time that is simulated, 4 weeks to 20 years")
    reference: str = Field(description="the branch with which the others are compared")
    branches: dict[Id, str | Branch] = Field(description="branch id to the path of its file, or the branch itself")
    success: dict[Id, Success] = Field(default_factory=dict, description="named outcomes made of conditions")
    switches: Switches = Field(
        default_factory=Switches,
        description="disagreements about the form of the model, each settled in one way for all members",
    )
    hindsight: Literal["refused", "allowed"] = Field(
        "refused",
        description="whether priors may rest on evidence from after week 0 (for a past war); the baseline's "
        "state never may",
    )
    known: dict[str, Known] = Field(
        default_factory=dict, description="known outcomes of a past war, by quantity; the report shows their percentile"
    )
    stopping: dict[str, Whole | Precision | dict[str, Precision]] = Field(
        default_factory=dict,
        description="precision at which a run has enough members: outcomes (for every branch) and differences `A - B` "
        "of two branches, each with its `mcse`, and `max_members`",
    )
    sweep: dict[str, list[str]] = Field(
        default_factory=dict, description="dotted key to a list of values; every combination is a run of its own"
    )


class PriorsFile(Model):
    """A file of priors."""

    about: Line | None = Field(None, description="what the file holds, one line")
    priors: dict[Id, PriorEntry] = Field(description="inputs by name")
