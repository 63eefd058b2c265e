"""Kernel runs for tests: inputs of a committed experiment, with rows changed by name."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from forecast.config import load_experiment
from forecast.experiment.inputs import Sampler
from forecast.experiment.sectors import sector_table
from forecast_kernels.cpu.buffers import Buffers, buffers
from forecast_kernels.layout import donors, levers, outcomes, parameters, sectors, state

ROOT = Path(__file__).resolve().parents[2]
SEED = 20241220
PARAMETER = {c.name: k for k, c in enumerate(parameters.PARAMETERS)}
LEVER = {c.name: k for k, c in enumerate(levers.LEVERS)}
DONOR = {c.name: k for k, c in enumerate(donors.DONOR_PARAMETERS)}
DONOR_LEVER = {c.name: k for k, c in enumerate(levers.DONOR_LEVERS)}
SECTOR = {c.name: k for k, c in enumerate(sectors.SECTOR_COLUMNS)}
OUTCOME = {c.name: k for k, c in enumerate(outcomes.OUTCOMES)}
FITTED = np.array([0.31, 0.48, 0.32, 0.86, 0.74, 0.63, 0.43, -3.0, 1.2], np.float32)  # near those of the study
TRACE = {c.name: k for k, c in enumerate(state.TRACE)}


@dataclass
class Case:
    """Input arrays of one branch, free to be changed before `run`."""

    params: np.ndarray
    donors: np.ndarray
    levers: np.ndarray
    donor_levers: np.ndarray
    sectors: np.ndarray

    def set(self, **rows: float) -> "Case":
        """Sets parameter rows for all members."""
        for name, value in rows.items():
            self.params[PARAMETER[name]] = value
        return self

    def lever(self, **rows: float) -> "Case":
        """Sets lever rows for all members."""
        for name, value in rows.items():
            self.levers[LEVER[name]] = value
        return self

    def columns(self, columns: slice) -> "Case":
        """The same case with some of its members."""
        cut = [
            np.ascontiguousarray(a[..., columns]) for a in (self.params, self.donors, self.levers, self.donor_levers)
        ]
        return Case(*cut, self.sectors)


@dataclass
class Result:
    """What the kernel filled."""

    filled: Buffers

    def __getattr__(self, name: str) -> np.ndarray:
        return getattr(self.filled, name)

    def __getitem__(self, name: str) -> np.ndarray:
        return self.out[OUTCOME[name]]

    def path(self, name: str) -> np.ndarray:
        """Weekly path of the first member."""
        return self.trace[:, TRACE[name], 0]


@cache
def _sampler() -> tuple[object, Sampler]:
    exp = load_experiment(ROOT / "configs" / "offer.yaml")
    return exp, Sampler(exp)


def branches() -> list[str]:
    """Branches of the committed experiment."""
    return list(_sampler()[0].branches)


def case(branch: str, n: int, same: bool = False) -> Case:
    """Inputs of members 0 .. n-1 of a branch; `same` repeats member 0, so that only the noise differs."""
    exp, sampler = _sampler()
    inputs = sampler.inputs(0, n)
    lv, dl = sampler.levers(branch, inputs)
    made = Case(inputs.params.copy(), inputs.donors.copy(), lv.copy(), dl.copy(), sector_table(exp).copy())
    if same:
        for a in (made.params, made.donors, made.levers, made.donor_levers):
            a[...] = a[..., :1]
    return made


def run(c: Case, horizon: int, member0: int = 0, trace: int = 0, seed: int = SEED) -> Result:
    """Runs the compiled kernel; `trace`: of how many members, the first ones, it gives the weekly paths."""
    from forecast_kernels.cpu.simulate import simulate

    filled = buffers(c.params.shape[1], c.donors.shape[0], c.sectors.shape[0], horizon, trace)
    filled.out.fill(np.nan)
    filled.donor_out.fill(np.nan)
    simulate(seed, member0, horizon, c.params, c.donors, c.levers, c.donor_levers, c.sectors, FITTED, *filled)
    return Result(filled)


def by_hazard(c: Case, hazard: float) -> Case:
    """Bargaining at a ceasefire hazard of its own, whatever an ultimatum or a crowd would say; 0 for no bargaining."""
    return c.set(agreement_hazard=hazard, weight_base_rate=1, weight_ultimatum=0, weight_crowd=0)


def by_bands(c: Case) -> Case:
    """The return to war follows the bands in every draw, no Weibull law."""
    return c.set(baseline_long=0, baseline_post=0)


def quiet(c: Case) -> Case:
    """No shocks, no pushes, no changes of aid: only the mean reversion of the level is left."""
    c.set(
        level_sd=0, level_shock=0, rupture_rate_0=0, rupture_rate_1=0, share_sd=0, loss_shock=0, oil_vol=0,
        season_amp=0, trend=0, beta_force=0, beta_fires=0, beta_push=0, armour_effect=0, fort_effect=0,
        collapse_rate_0=0, collapse_rate_1=0, push_window=0, push_stress=0,
    )  # fmt: skip
    by_hazard(c, 0.0)
    c.donor_levers[:, DONOR_LEVER["change_week"]] = levers.NEVER
    c.sectors[:, SECTOR["stake_1"]] = 1e9
    c.sectors[:, SECTOR["stake_0"]] = 1e9
    return c
