"""Sensitivity of outcomes to groups of inputs, from a run of the layout `sobol_groups`."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.drivers import collect_inputs
from forecast.analysis.estimates import Estimate
from forecast.analysis.members import Members
from forecast.config.models import SOBOL_BLOCKS
from forecast.errors import ResultError
from forecast.experiment.clusters import SCRAMBLES
from forecast.experiment.input_groups import GROUPS, OTHER, InputGroup, inputs_by_group
from forecast.experiment.inputs import Sampler
from forecast.sensitivity.block_indices import BlockIndices, block_indices
from forecast.sensitivity.outcomes import Subject

MIN_ROWS = 2 * SCRAMBLES


class GroupIndices(NamedTuple):
    """First and total index of one group."""

    group: InputGroup
    first: Estimate
    total: Estimate
    inputs: int


class DesignedSubject(NamedTuple):
    """Sensitivity of one outcome or difference. groups: those with an input, the strongest in total first."""

    subject: Subject
    groups: tuple[GroupIndices, ...]
    indices: BlockIndices


class Designed(NamedTuple):
    """Results of all subjects. rows: rows of the design. silent: subjects without variance, or without enough rows."""

    rows: int
    replicates: int
    results: tuple[DesignedSubject, ...]
    silent: tuple[Subject, ...]


def analyse_design(members: Members, chosen: Sequence[Subject]) -> Designed:
    """Estimate the indices of all groups.

    Parameters
    ----------
    members : Members
        The run with every block.
    chosen : sequence of Subject
        What is analysed.

    Raises
    ------
    ResultError
        If the run has fewer than 32 rows, or its blocks exchange other groups of inputs than this program has.
    """
    manifest = members.manifest
    rows = manifest.draws // SOBOL_BLOCKS
    if rows < MIN_ROWS:
        raise ResultError.of(str(members.run.path), f"has {rows} rows; the errors need {MIN_ROWS}: raise design.draws")
    _check_groups(members, rows)
    counts = {g: len(p) for g, p in inputs_by_group(members.run.experiment, collect_inputs(members).drawn).items()}
    cluster = np.arange(rows) % SCRAMBLES
    results, silent = [], []
    for subject in chosen:
        indices = block_indices(_by_block(members, subject, rows), cluster)
        if indices is None:
            silent.append(subject)
            continue
        found = [
            GroupIndices(group, indices.first[number], indices.total[number], counts[group])
            for number, group in enumerate((*GROUPS, OTHER))
            if group in counts
        ]
        found.sort(key=lambda row: (-row.total.value, row.group.name))
        results.append(DesignedSubject(subject, tuple(found), indices))
    return Designed(rows, manifest.replicates, tuple(results), tuple(silent))


def _by_block(members: Members, subject: Subject, rows: int) -> NDArray[np.float64]:
    """Arrange the values as [blocks, rows, replicates]; NaN for failed members."""
    values = subject.values()
    if members.kept is not None:
        filled = np.full(members.manifest.members, np.nan)
        filled[members.kept] = values
        values = filled
    return values.reshape(SOBOL_BLOCKS, rows, members.manifest.replicates)


def _check_groups(members: Members, rows: int) -> None:
    """Compare the inputs of the first row of each block with those that the design has in this program."""
    manifest, sampler = members.manifest, Sampler(members.run.experiment)
    expected = [sampler.draws(block * rows, block * rows + 1) for block in range(SOBOL_BLOCKS)]
    for name in sampler.names:
        stored = members.run.draw_column(name)[:: rows * manifest.replicates]
        if not np.array_equal(stored, np.concatenate([draws[name] for draws in expected])):
            raise ResultError.of(
                str(members.run.path),
                f"its blocks exchange other groups of inputs than this program has (see '{name}'); run it again",
            )
