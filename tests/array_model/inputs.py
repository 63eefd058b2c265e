"""The arrays at the kernel's boundary as named rows."""

from collections import namedtuple
from typing import Any, NamedTuple

from forecast_kernels.layout.donors import DONOR_PARAMETERS
from forecast_kernels.layout.fitted import FITTED
from forecast_kernels.layout.levers import DONOR_LEVERS, LEVERS
from forecast_kernels.layout.parameters import PARAMETERS
from forecast_kernels.layout.sectors import SECTOR_COLUMNS
from tests.array_model.start import Start, start

Parameters = namedtuple("Parameters", [c.name for c in PARAMETERS])
Donors = namedtuple("Donors", [c.name for c in DONOR_PARAMETERS])
Levers = namedtuple("Levers", [c.name for c in LEVERS])
DonorLevers = namedtuple("DonorLevers", [c.name for c in DONOR_LEVERS])
Sectors = namedtuple("Sectors", [c.name for c in SECTOR_COLUMNS])
Fitted = namedtuple("Fitted", [c.name for c in FITTED])


class Inputs(NamedTuple):
    """p, l: rows (n,); d, dl: rows (ND, n), the lead donor first; sec: columns (S, 1).

    fitted: coefficients of the emulator; start: constants of week 0.
    """

    p: Any
    d: Any
    l: Any  # noqa: E741 - the page's own letters
    dl: Any
    sec: Any
    fitted: Any
    start: Start


def gather(xp, dtype, params, donors, levers, donor_levers, sectors, fitted) -> Inputs:
    """Name the rows of the kernel's arrays; shapes as in its docstring, any float type in, `dtype` out."""
    p = Parameters(*xp.asarray(params, dtype=dtype))
    d = Donors(*xp.moveaxis(xp.asarray(donors, dtype=dtype), 1, 0))
    lv = Levers(*xp.asarray(levers, dtype=dtype))
    dl = DonorLevers(*xp.moveaxis(xp.asarray(donor_levers, dtype=dtype), 1, 0))
    sec = Sectors(*(column[:, None] for column in xp.moveaxis(xp.asarray(sectors, dtype=dtype), 1, 0)))
    a = Fitted(*xp.asarray(fitted, dtype=dtype))
    return Inputs(p, d, lv, dl, sec, a, start(xp, p, d, lv, sec, a))
