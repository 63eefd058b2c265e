"""Every parameter and lever that the page of claims names acts: at two values, some outcome of some member differs."""

from functools import cache
from itertools import product

import numpy as np
import pytest

from forecast.config import load_experiment
from forecast.experiment.inputs import Inputs, Sampler
from forecast.experiment.sectors import sector_table
from forecast_kernels.layout.outcomes import OUTCOMES
from tests.kernels.case import DONOR, DONOR_LEVER, LEVER, PARAMETER, ROOT, Case, Result, run
from tests.validity.named_values import ACTS, ALSO, Acts
from tests.validity.test_coverage import QUOTED, rows

MEMBERS = 512
HORIZONS = (104, 624)  # weeks; the short one first, since most rows act early
STUDIES = ("offer.yaml", "packages.yaml", "cuts.yaml")
TABLES = (PARAMETER, DONOR, LEVER, DONOR_LEVER)


def named() -> list[str]:
    """Rows of the kernel's inputs named by the page, in its order; names of outcomes only are left out."""
    cells = [row[column] for row in rows().values() for column in ("lever or output", "parameters")]
    found = dict.fromkeys(name for cell in cells for name in QUOTED.findall(cell))
    return [name for name in found if any(name in table for table in TABLES)]


@cache
def sampler(config: str) -> tuple[object, Sampler]:
    exp = load_experiment(ROOT / "configs" / config)
    design = exp.design.model_copy(update={"draws": MEMBERS, "replicates": 1, "layout": "mc", "members": None})
    exp = exp.model_copy(update={"design": design})
    return exp, Sampler(exp)


@cache
def inputs_of(config: str) -> Inputs:
    return sampler(config)[1].inputs(0, MEMBERS)


@cache
def homes() -> dict[str, str]:
    """Branch -> the first config that has it."""
    found: dict[str, str] = {}
    for config in STUDIES:
        for branch in sampler(config)[0].branches:
            found.setdefault(branch, config)
    return found


def members(branch: str) -> Case:
    exp, made = sampler(homes()[branch])
    inputs = inputs_of(homes()[branch])
    levers, donor_levers = made.levers(branch, inputs)
    return Case(inputs.params.copy(), inputs.donors.copy(), levers.copy(), donor_levers.copy(), sector_table(exp))


def row(c: Case, name: str) -> np.ndarray:
    """The row as a view that may be written to, f32[blocks, n]: one block, or one a donor (levers: the lead)."""
    if name in PARAMETER:
        return c.params[PARAMETER[name]][None]
    if name in DONOR:
        return c.donors[:, DONOR[name]]
    if name in LEVER:
        return c.levers[LEVER[name]][None]
    return c.donor_levers[:1, DONOR_LEVER[name]]


def at(name: str, branch: str, weeks: int, acts: Acts, value: float | None, quantile: float) -> Result:
    """A run with the row at a value, or at a quantile of its draws if that is None."""
    c = members(branch).set(**acts.rows).lever(**acts.levers)
    view = row(c, name)
    view[...] = np.quantile(view, quantile, axis=1, keepdims=True) if value is None else value
    return run(c, weeks)


def differing(name: str, branch: str, weeks: int, acts: Acts) -> list[str]:
    """Outcomes that differ in some member, of those that are to be seen."""
    low, high = (at(name, branch, weeks, acts, *to) for to in ((acts.low, 0.1), (acts.high, 0.9)))
    found = [c.name for c in OUTCOMES if not np.array_equal(low[c.name], high[c.name], equal_nan=True)]
    if not np.array_equal(low.donor_out, high.donor_out):
        found.append("donor_out")
    return [outcome for outcome in found if outcome in acts.seen or not acts.seen]


CASES = [(name, acts) for name in [*named(), *ALSO] for acts in ACTS.get(name, (Acts(),))]


@pytest.mark.parametrize(("name", "acts"), CASES, ids=lambda x: x if isinstance(x, str) else "+".join(x.seen) or "any")
def test_that_a_named_row_moves_some_outcome(name, acts):
    """Paired: the same members and random numbers, only this row differs."""
    for weeks, branch in product(HORIZONS, [acts.branch] if acts.branch else homes()):
        if found := differing(name, branch, weeks, acts):
            print(f"{name} in {branch}, {weeks} weeks: {', '.join(found)}")
            return
    pytest.fail(f"{name} moves nothing {acts}: take it off docs/coverage.md, or say in named_values.py where it acts")


def test_that_the_table_of_settings_has_no_row_that_is_not_named():
    assert set(ACTS) <= {*named(), *ALSO}
    assert not set(ALSO) & set(named())


def test_that_a_run_repeats_itself():
    """Without this a difference between two runs would say nothing about the row."""
    first, again = (run(members("surge_offer"), HORIZONS[-1]) for _ in range(2))
    assert np.array_equal(first.out, again.out, equal_nan=True)
    assert np.array_equal(first.donor_out, again.donor_out)
