"""The accounting of random words, against the oracle that draws them one by one."""

import os
import subprocess
import sys

import numpy as np
import pytest

from benchmarks.words import share_moving, words_per_member_week
from forecast_kernels.layout.regimes import CEASEFIRE, N_REGIMES, WAR, WAR2
from forecast_kernels.layout.series import grid_weeks

COUNT = """
import numpy as np
from forecast_kernels import member
from tests.kernels import oracle
from tests.kernels.case import FITTED, case
drawn = []
plain = member.words
member.words = lambda *a: drawn.append(plain(*a)) or drawn[-1]
c = case("surge_offer", 1)
rows = (a[..., 0] for a in (c.params, c.donors, c.levers, c.donor_levers))
oracle.run_member(1, 0, HORIZON, *rows, c.sectors, FITTED)
print(sum(map(len, drawn)), len(c.sectors))
"""


def all_war(horizon):
    regimes = np.zeros((len(grid_weeks(horizon)), N_REGIMES), np.uint32)
    regimes[:, WAR] = 10
    return regimes


def test_that_the_words_generated_are_those_that_the_oracle_draws(root):
    horizon = 3
    path = os.pathsep.join((str(root), str(root / "kernels")))
    done = subprocess.run(
        [sys.executable, "-c", COUNT.replace("HORIZON", str(horizon))],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    counted, sectors = map(int, done.stdout.split())
    assert words_per_member_week(sectors, all_war(horizon), horizon).generated * horizon == pytest.approx(counted)


def test_that_nearly_all_words_are_consumed():
    words = words_per_member_week(13, all_war(624), 624)
    assert words.consumed == words.normal + words.uniform + words.student
    assert 0.9 * words.generated <= words.consumed <= words.generated


def test_that_the_share_of_weeks_at_war_counts_both_wars_and_all_weeks():
    horizon = 624
    regimes = np.zeros((len(grid_weeks(horizon)), N_REGIMES), np.uint32)
    for g, week in enumerate(grid_weeks(horizon)):
        regimes[g, [WAR, WAR2, CEASEFIRE]] = (1, 1, 0) if week < 312 else (0, 0, 2)
    assert share_moving(regimes, horizon) == pytest.approx(0.5, abs=0.02)
