"""Does it matter how many members are run, and does any scramble of the Sobol points stand apart?"""

import numpy as np
import pytest
from scipy.stats import chi2, t

from forecast.analysis.estimates import Estimate
from tests.validity.paired import by, members, run, said, scrambles

N, SCRAMBLES = 8192, 16
CHANCE = 0.0005  # of a false alarm in each of the two tests, all headlines of both branches together
BRANCHES = ("muddle_through", "surge_offer")
HEADLINES = {
    "ceasefire by week 52": lambda r: by(r["ceasefire_week"], 52),
    "ceasefire by week 104": lambda r: by(r["ceasefire_week"], 104),
    "net km2 by week 52": lambda r: r["net_w52"],
    "share held in week 104": lambda r: r["held_w104"],
    "losses of side 0": lambda r: r["losses_0_w104"],
    "losses of side 1": lambda r: r["losses_1_w104"],
    "collapse of side 0": lambda r: by(r["collapse_week_0"], 104),
    "collapse of side 1": lambda r: by(r["collapse_week_1"], 104),
}
EACH = CHANCE / (len(BRANCHES) * len(HEADLINES))


@pytest.fixture(scope="module", params=BRANCHES)
def headlines(request) -> dict[str, np.ndarray]:
    r = run(members(request.param, N, "sobol"), 104)
    return {name: of(r).astype(float) for name, of in HEADLINES.items()}


def scramble_means(values: np.ndarray) -> np.ndarray:
    which = scrambles(len(values))
    return np.array([values[which == k].mean() for k in range(SCRAMBLES)])


def test_that_doubling_the_members_changes_headlines_within_their_error(headlines):
    """Number 36. The change of each scramble's mean is one independent value: Student's t with 15 degrees of freedom.

    Two errors would be passed by chance in every other session with 16 headlines; the bound is set by CHANCE.
    """
    most = t.ppf(1 - EACH / 2, SCRAMBLES - 1)
    for name, values in headlines.items():
        change = scramble_means(values) - scramble_means(values[: N // 2])
        error = change.std(ddof=1) / np.sqrt(SCRAMBLES)
        found = Estimate(change.mean(), error, SCRAMBLES)
        print(f"{said(name, found)}, {change.mean() / error:+.1f} errors of at most {most:.1f}")
        assert abs(change.mean()) < most * error


def test_that_the_scrambles_agree_among_themselves(headlines):
    """Number 36. Chi-square of the scramble means over the spread of as many independent members, 15 degrees.

    Sobol points spread less than independent ones, so the bound is passed by chance less often than CHANCE says.
    """
    most = chi2.ppf(1 - EACH, SCRAMBLES - 1)
    for name, values in headlines.items():
        means = scramble_means(values)
        found = np.sum((means - means.mean()) ** 2) / (values.var() * SCRAMBLES / N)
        print(f"{name}: chi-square {found:.1f}, at most {most:.1f}")
        assert found < most
        assert found > chi2.ppf(1e-4, SCRAMBLES - 1) / 10, "scrambles that are copies of each other"
