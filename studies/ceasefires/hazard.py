"""The kernel's own hazard of a return to war, week by week, for a ceasefire signed in week 0 under given terms.

Nothing is written anew here: `lanes.start.peace` derives what a ceasefire starts with and `lanes.peace.danger` gives
the hazard of each week, as in `forecast run`. Only the war around them is left out. Frailty is held at its middle
(z = 0); whoever integrates over it multiplies by exp(frailty_sd z).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from forecast_kernels.layout import state as s
from forecast_kernels.numeric.arithmetic import F
from forecast_kernels.steps import peace, start

Floats = NDArray[np.float32]
HALFWAY = F(0.5)
SIGNED = F(1.0)


@njit(error_model="numpy", fastmath=False, cache=True, nogil=True)
def _add_up(params, levers, work, state, verified, weeks, marks, out):  # type: ignore[no-untyped-def]
    """Fills out[len(marks), n] with the hazard added up to each mark (weeks, rising), per year times years."""
    n = params.shape[1]
    for i in range(n):
        work[s.ACCESSION_AGE, i] = HALFWAY
        start.peace(params, levers, work, i)
        state[s.PACKAGE, i] = SIGNED
        state[s.VERIFIED, i] = verified
        total = 0.0
        k = 0
        for age in range(weeks + 1):
            while k < len(marks) and marks[k] == age:
                out[k, i] = total
                k += 1
            state[s.AGE, i] = F(age)
            peace.danger(params, levers, work, state, i)
            total += state[s.RETURN_HAZARD, i] / 52.0


def integrated(params: Floats, levers: Floats, verified: bool, marks: NDArray[np.int64]) -> NDArray[np.float64]:
    """Integrated hazard by age and draw, f64[len(marks), n], frailty at its middle.

    params f32[NP, n], levers f32[NL, n]: kernel rows of one package; marks: ages in whole weeks, rising.
    """
    n = params.shape[1]
    out = np.zeros((len(marks), n))
    work, state = np.zeros((s.NV, n), np.float32), np.zeros((s.NS, n), np.float32)
    _add_up(params, levers, work, state, F(verified), int(marks[-1]), marks, out)
    return out
