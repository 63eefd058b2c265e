"""Two writings of docs/model.md, the compiled kernel and the array model, have the same distributions."""

import ast

import numpy as np
import pytest

from forecast_kernels.layout.levers import DONOR_LEVERS, LEVERS
from forecast_kernels.layout.series import grid_weeks
from tests.statistical.comparing import EVENTS, Distance, of_outcomes, of_regimes, of_series, paired
from tests.statistical.ensembles import Ensemble, array, arrays, branches, case, halves, kernel, merged
from tests.statistical.random_levers import random_levers
from tests.statistical.war_paths import array_war, concentration, endless_war, kernel_war, memory

LIMIT = 4.5  # standard errors; one false alarm in 150,000 comparisons
WEEKS = (1, 2, 5, 13, 26, 52, 78, 104, 156, 208, 260, 364, 520, 624)


def judge(found: list[Distance]) -> None:
    """Fails with every distance beyond the limit; prints the largest."""
    ranked = sorted(found, key=lambda d: -abs(d.z))
    print(f"{len(found)} comparisons; the largest:", *ranked[:5], sep="\n")
    far = [d for d in ranked if not abs(d.z) < LIMIT]
    assert not far, "\n".join(map(str, far[:40]))


def everything(a: Ensemble, b: Ensemble, horizon: int) -> list[Distance]:
    weeks = [w for w in WEEKS if w in grid_weeks(horizon)]
    return [*of_outcomes(a, b), *of_regimes(a, b, horizon, weeks), *of_series(a, b, horizon, weeks)]


def subgroups(c, a: Ensemble, b: Ensemble) -> list[Distance]:
    """Means and shares of every outcome among the members for whom one lever is low, and high."""
    rows = {lever.name: row for lever, row in zip(LEVERS, c.levers, strict=True)}
    for d, block in enumerate(c.donor_levers):
        rows |= {f"donor {d} {lever.name}": row for lever, row in zip(DONOR_LEVERS, block, strict=True)}
    found = []
    for name, row in rows.items():
        two = len(np.unique(row)) <= 2
        middle = row.mean() if two else np.median(row)
        for side, part in (("low", row < middle), ("high", row > middle)):
            if part.sum() < 200:
                continue
            for outcome, x in a.outcomes.items():
                y = b.outcomes[outcome]
                if outcome in EVENTS:
                    found.append(paired(f"{name} {side}: share {outcome}", x[part] >= 0, y[part] >= 0))
                found.append(paired(f"{name} {side}: mean {outcome}", x[part], y[part]))
    return found


def test_the_array_model_shares_only_names_with_the_kernel(root):
    files = sorted((root / "tests" / "array_model").glob("*.py"))
    assert len(files) > 10
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for module in modules:
                assert not module.startswith("forecast_kernels") or module.startswith("forecast_kernels.layout."), file


def test_a_few_members_of_every_branch(seed):
    horizon, n = 156, 1500
    for k, branch in enumerate(branches()):
        c = case(branch, n)
        judge(everything(kernel(c, horizon, seed), array(c, horizon, seed + k), horizon))


def test_a_few_members_under_random_levers(seed):
    horizon, n = 156, 4000
    c = random_levers(n, seed)
    a, b = kernel(c, horizon, seed), array(c, horizon, seed + 1)
    judge([*everything(a, b, horizon), *subgroups(c, a, b)])


@pytest.mark.validate
def test_every_branch_over_twelve_years(seed):
    horizon, n = 624, 20_000
    names = branches()[::2]
    cases = [case(branch, n) for branch in names]
    ours = arrays(cases, horizon, [seed + k for k in range(len(cases))])
    for branch, c, b in zip(names, cases, ours, strict=True):
        print(branch)
        judge(everything(kernel(c, horizon, seed), b, horizon))


@pytest.mark.validate
def test_random_levers_over_twelve_years(seed):
    horizon, n = 624, 40_000
    c = random_levers(n, seed)
    b = merged(arrays(halves(c), horizon, [seed + 1, seed + 2]))
    a = kernel(c, horizon, seed)
    judge([*everything(a, b, horizon), *subgroups(c, a, b)])


@pytest.mark.validate
def test_one_parameter_set_many_times(seed):
    """With equal inputs nothing hides behind the spread of the priors."""
    horizon, n = 208, 40_000
    cases = [case(branch, n, same=True) for branch in ("surge_offer", "no_aid")]
    ours = arrays(cases, horizon, [seed + 1, seed + 2])
    for c, b in zip(cases, ours, strict=True):
        judge(everything(kernel(c, horizon, seed), b, horizon))


@pytest.mark.validate
def test_memory_and_concentration_of_an_endless_war(seed):
    horizon, n = 624, 600
    for branch in ("muddle_through", "no_aid"):
        c = endless_war(branch, n)
        (gain_a, place_a), (gain_b, place_b) = kernel_war(c, horizon, seed), array_war(c, horizon, seed + 1)
        pairs = [
            *zip(memory(gain_a).items(), memory(gain_b).values(), strict=True),
            *zip(concentration(place_a, horizon).items(), concentration(place_b, horizon).values(), strict=True),
        ]
        judge([paired(f"{branch}: {name}", x, y) for (name, x), y in pairs])
