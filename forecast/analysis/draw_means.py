"""The draws of a run as a table: one value of every uncertain input, and the mean of any outcome over the members.

A draw is one set of input values. Decision analysis works on draws: the differences between them are what evidence
could settle, while the differences between the members of a draw are chance.
"""

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecast.analysis.drivers import collect_inputs
from forecast.analysis.estimates import Clusters, Floats
from forecast.analysis.members import Members
from forecast.config.prior import Prior
from forecast.experiment.input_groups import InputGroup, inputs_by_group


class DrawMean(NamedTuple):
    """Mean of an outcome in every draw.

    mean: float64[draws], NaN where no member has a value. size: members with a value, float64[draws]. variance:
    variance between the members of the draw, float64[draws], NaN with fewer than two of them.
    """

    mean: Floats
    size: Floats
    variance: Floats


class DrawTable:
    """The draws of a run that have a member.

    Attributes
    ----------
    members : Members
        The run.
    priors : tuple of Prior
        Inputs that were drawn and that a member uses, in the order of the config.
    index : int64[members]
        Row of the draw of each member in this table, from 0.
    first : int64[draws]
        First member of each draw.
    count : int
        Number of draws.
    cluster : int64[draws]
        Independent group of each draw, from 0: its scramble in a Sobol design, else the draw itself.
    """

    def __init__(self, members: Members) -> None:
        self.members = members
        self.priors: tuple[Prior, ...] = collect_inputs(members).drawn
        labels, self.first, self.index = np.unique(members.draw, return_index=True, return_inverse=True)
        self.count = int(labels.size)
        self.cluster: NDArray[np.int64] = members.clusters.index[self.first]

    @cached_property
    def clusters(self) -> Clusters:
        """Clusters of the draws, for the errors of statistics over draws."""
        return Clusters(self.cluster)

    @cached_property
    def groups(self) -> dict[InputGroup, tuple[Prior, ...]]:
        """The inputs by group."""
        return inputs_by_group(self.members.run.experiment, self.priors)

    def input(self, name: str) -> Floats:
        """The value of an input in each draw, float64[draws]. `name`: one of `priors`."""
        return self.members.drawn(name)[self.first].astype(np.float64)

    def inputs(self, names: "list[str] | tuple[str, ...]") -> Floats:
        """The values of several inputs, float64[draws, inputs]."""
        table = np.empty((self.count, len(names)))
        for column, name in enumerate(names):
            table[:, column] = self.input(name)
        return table

    def mean(self, values: ArrayLike) -> DrawMean:
        """Average an outcome over the members of each draw.

        values: float[members], NaN for a member without a value, such as a ceasefire that never came.
        """
        filled = np.asarray(values, dtype=np.float64)
        known = ~np.isnan(filled)
        index, chosen = self.index[known], filled[known]
        size = np.bincount(index, minlength=self.count).astype(np.float64)
        sums = np.bincount(index, weights=chosen, minlength=self.count)
        mean = np.divide(sums, size, out=np.full(self.count, np.nan), where=size > 0.0)
        squares = np.bincount(index, weights=(chosen - mean[index]) ** 2, minlength=self.count)
        variance = np.divide(squares, size - 1.0, out=np.full(self.count, np.nan), where=size > 1.0)
        return DrawMean(mean, size, variance)
