"""A small experiment with made-up kernel outputs, and the run folder that follows from them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from forecast.config.models import Baseline, Design, Donor, Experiment, Prior, Sector, Side, Success
from forecast.config.outcomes import quantities
from forecast.config.prior import Fixed, Normal
from forecast.store import estimates, folder, netcdf, work
from forecast.store.manifest import RunManifest
from forecast.store.ranges import BranchBlock, RangeResult
from forecast.store.variables import units
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import regimes as regimes_of
from forecast_kernels.layout import series as s
from forecast_kernels.layout.bounds import BOUNDS

SUCCESS = {
    "kept": {
        "all": [
            {"quantity": "ceasefire_week", "at_most": "30 weeks"},
            {"quantity": "peace_weeks", "at_least": "10 weeks"},
            {"quantity": "neutral", "is": False},
        ]
    }
}


def make_experiment(
    horizon: int = 60,
    branches: tuple[str, ...] = ("stay", "leave"),
    members: int = 1000,
    replicates: int = 10,
    layout: str = "sobol",
    success: dict[str, Any] = SUCCESS,
) -> Experiment:
    """Sides `north` (defender) and `south`, donors `alpha` and `beta`, two sectors, an uncertain and a fixed input."""
    known = {"quantities": quantities("north", "south", ["alpha", "beta"]), "horizon": horizon}
    text = {"source": "made up", "grade": "C", "note": None, "as_of": None, "at_least": None, "at_most": None}
    sector = Sector(
        name="a stretch",
        contact="100 km",
        share=0.5,
        active_stay=0.1,
        active_open=0.1,
        active_t0=False,
        stake="500 km2",
        stake_defender="500 km2",
        counter_share=0.5,
        counter_active=0.1,
        source="made up",
        grade="C",
    )
    return Experiment.model_construct(
        experiment="trial",
        question="what is read back?",
        baseline=Baseline(
            name="made up",
            date=date(2020, 1, 6),
            sides={"south": Side(role="attacker", name="South"), "north": Side(role="defender", name="North")},
            donors={"alpha": Donor(name="Alpha"), "beta": Donor(name="Beta")},
            sectors={"S01": sector, "S02": sector},
        ),
        priors={
            "will": Prior(
                name="will", about="a will", sets=None, unit="1", dimension=1, factor=1.0,
                distribution=Normal(mean=0.0, sd=1.0), **text,
            ),
            "size": Prior(
                name="size", about="a size", sets=None, unit="km2", dimension=None, factor=1.0,
                distribution=Fixed(value=3.0), **text,
            ),
        },
        design=Design(draws=-(-members // replicates), replicates=replicates, layout=layout, seed=7, members=members),
        horizon=horizon,
        reference=branches[0],
        branches=dict.fromkeys(branches),
        success={name: Success.model_validate(entry, context=known) for name, entry in success.items()},
    )  # fmt: skip


def make_out(exp: Experiment, lo: int, hi: int, seed: int, branch: int = 0) -> tuple[NDArray[Any], NDArray[Any]]:
    """Outcome rows that depend on the member and the branch only, not on how members are cut into ranges."""
    rng = np.random.default_rng([seed, branch])
    out = rng.normal(size=(exp.members, o.N_OUTCOMES)).astype(np.float32)
    horizon = exp.horizon
    ceasefire = np.where(rng.random(exp.members) < 0.6, rng.integers(1, horizon, exp.members), -1)
    breaks = (ceasefire > 0) & (rng.random(exp.members) < 0.4)
    resumed = np.where(breaks, ceasefire + rng.integers(1, 30, exp.members), -1)
    resumed[resumed > horizon] = -1
    out[:, o.CEASEFIRE_WEEK], out[:, o.RESUMED_WEEK] = ceasefire, resumed
    weeks = (o.COLLAPSE_WEEK_0, o.COLLAPSE_WEEK_1, o.AGREEMENT_WEEK, o.REFUSED_WEEK, o.SURGE_WEEK, o.MEMBER_WEEK)
    for row in (*weeks, o.LARGE_WAR_WEEK, o.BROKEN_WEEK, o.PACKAGE_SIGNED_WEEK, o.READY_WEEK_1):
        out[:, row] = np.where(rng.random(exp.members) < 0.3, rng.integers(0, horizon, exp.members), -1)
    out[:, o.END2_WEEK] = -1
    for row in (o.VERIFIED, o.NEUTRAL, o.GAP_FAILURE, o.TRUCES_BROKEN, o.RUPTURES_0, o.RUPTURES_1):
        out[:, row] = rng.integers(0, 2, exp.members)
    out[:, o.COLLAPSE_LOSS] = rng.random(exp.members)
    out[:, o.HELD_PEACE5Y] = np.where(rng.random(exp.members) < 0.5, -1, rng.random(exp.members))
    for row, bounds in BOUNDS.items():
        if not bounds.never:
            out[:, row] = np.clip(out[:, row], bounds.low, min(bounds.high, horizon))
    for row in (o.ACCEPT_0, o.ACCEPT_1, o.VIOLATIONS_1Y):
        out[:, row] = np.where(out[:, row] < 0.0, -1.0, np.minimum(out[:, row], 1.0))
    donors = rng.random((exp.members, len(exp.baseline.donors))).astype(np.float32)
    return np.ascontiguousarray(out[lo:hi].T), np.ascontiguousarray(donors[lo:hi].T)


def make_range(exp: Experiment, lo: int, hi: int, seed: int) -> RangeResult:
    """What the kernel would give for members lo .. hi-1, with one count per member, series and week."""
    grid = s.grid_weeks(exp.horizon)
    rows = s.N_SERIES + len(exp.baseline.sectors)
    branches = {}
    for index, branch in enumerate(exp.branches):
        out, donors = make_out(exp, lo, hi, seed, index)
        hist = np.zeros((len(grid), rows, s.BINS), np.uint32)
        regimes = np.zeros((len(grid), regimes_of.N_REGIMES), np.uint32)
        for member in range(lo, hi):
            place = 100 + (member * 7 + index * 3) % 50
            hist[:, :, place] += 1
            regimes[:, member % regimes_of.N_REGIMES] += 1
        branches[branch] = BranchBlock(out, donors, hist, regimes)
    return RangeResult(lo, hi, branches)


def make_draws(lo: int, hi: int) -> dict[str, NDArray[np.float32]]:
    return {"will": np.sin(np.arange(lo, hi)).astype(np.float32), "size": np.full(hi - lo, 3, np.float32)}


def make_manifest(exp: Experiment, config_hash: str = "0123456789abcdef") -> RunManifest:
    return RunManifest(
        experiment=exp.experiment,
        config_hash=config_hash,
        seed=exp.design.seed,
        layout=exp.design.layout,
        members=exp.members,
        draws=-(-exp.members // exp.design.replicates),
        replicates=exp.design.replicates,
        horizon=exp.horizon,
        censor_week=exp.horizon,
        branches=tuple(exp.branches),
        reference=exp.reference,
        sides=("north", "south"),
        donors=tuple(exp.baseline.donors),
        sectors=tuple(exp.baseline.sectors),
        origin_date=str(exp.baseline.date),
        units=units(exp),
    )


def make_config(exp: Experiment) -> str:
    """The part of a resolved config that a manifest is compared with."""
    design = {"draws": exp.design.draws, "replicates": exp.design.replicates, "layout": exp.design.layout}
    content = {
        "experiment": exp.experiment,
        "baseline": {
            "date": str(exp.baseline.date),
            "sides": {name: {"role": side.role} for name, side in exp.baseline.sides.items()},
            "donors": {name: {"name": donor.name} for name, donor in exp.baseline.donors.items()},
            "sectors": {name: {"grade": sector.grade} for name, sector in exp.baseline.sectors.items()},
        },
        "priors": {},
        "design": design | {"seed": exp.design.seed, "members": exp.members},
        "horizon": f"{exp.horizon} weeks",
        "reference": exp.reference,
        "branches": {name: {} for name in exp.branches},
    }
    text: str = yaml.safe_dump(content, sort_keys=False)
    return text


def make_run(root: Path, exp: Experiment, seed: int, chunk: int = 300, part_members: int = 400) -> Path:
    """A sealed run folder."""
    with folder.RunFolder.create(root, make_manifest(exp)) as run:
        area = work.WorkArea(run.path, exp, exp.members, part_members=part_members)
        for lo, hi in area.missing(chunk):
            area.put(make_range(exp, lo, hi, seed))
        for part in area.ready_parts():
            area.assemble(part, make_draws)
        day = exp.baseline.date
        row = estimates.SummaryRow(day, "stay", "total", "kept", 60, day, "mean", None, 0.5, float("nan"), 9)
        files = [
            *area.files(),
            netcdf.write_timeseries(exp, area.totals(), run.path),
            *estimates.write_summary([row], run.path),
            run.write_text("config.yaml", make_config(exp)),
        ]
        run.log.write("done", members=exp.members)
        run.seal(run.manifest, files)
        return run.path


@dataclass(frozen=True)
class Making:
    """The functions of this file, for tests."""

    experiment: Callable[..., Experiment] = make_experiment
    out: Callable[..., tuple[NDArray[Any], NDArray[Any]]] = make_out
    range: Callable[..., RangeResult] = make_range
    draws: Callable[[int, int], dict[str, NDArray[np.float32]]] = make_draws
    manifest: Callable[..., RunManifest] = make_manifest
    config: Callable[[Experiment], str] = make_config
    run: Callable[..., Path] = make_run


@pytest.fixture(scope="session")
def making() -> Making:
    return Making()
