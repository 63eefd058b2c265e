"""A run made up from a few lines of arithmetic and written through the real store: fast, and its truth is known."""

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.config.baseline import Baseline, Donor, Sector, Side
from forecast.config.branch import Branch, Offer, Package
from forecast.config.models import Design, Experiment
from forecast.config.prior import Fixed, Lognormal, Normal, Prior
from forecast.config.success import Condition, Success
from forecast.experiment.plan import PART_MEMBERS
from forecast.store.manifest import RunManifest
from forecast.store.member_tables import draws_table, member_table
from forecast.store.netcdf import write_timeseries
from forecast.store.parquet import Extent, part_name, write_table
from forecast.store.reader import Run
from forecast.store.variables import draw_variables, member_variables
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import regimes as regimes_of
from forecast_kernels.layout import series as s
from forecast_kernels.layout.bounds import BOUNDS

# log ceasefire hazard, log hazard of return to war, weekly gain factor: muddle_through is the reference
BRANCHES = {
    "muddle_through": (0.0, 0.0, 1.0),
    "no_aid": (1.2, 0.5, 0.9),
    "surge_offer": (0.35, -0.4, 0.92),
    "surge_bluff": (0.05, -0.35, 1.0),
    "europe_led": (-0.5, -0.35, 1.06),
}
PRIORS = {  # name: (row it sets, grade, distribution)
    "agreement_hazard": ("agreement_hazard", "C", Lognormal(median=0.22, sdlog=0.6)),
    "accept_threat": ("accept_threat", "C", Normal(mean=0.8, sd=0.5)),
    "accept_neutrality": ("accept_neutrality", "C", Normal(mean=1.0, sd=0.5)),
    "level_mean": ("level_mean", "A", Normal(mean=60.0, sd=20.0)),
    "hazard_1_5y": ("hazard_1_5y", "B", Lognormal(median=0.07, sdlog=0.8)),
    "keepers_hopeful": ("keepers_hopeful", "B", Normal(mean=-1.2, sd=0.4)),
    "held_reference": ("held_reference", "A", Fixed(value=560000.0)),
}

_HOME = tempfile.TemporaryDirectory(prefix="synthetic-")
_MADE: dict[Any, Path] = {}


def experiment(layout: str, draws: int, replicates: int, horizon: int, sectors: int, members: int) -> Experiment:
    """Five branches, as many sectors as wanted, one success entry."""
    return Experiment(
        experiment="synthetic",
        question="Does a <credible> threat & an offer bring a more durable ceasefire than cutting aid?",
        baseline=Baseline(
            name="made-up-2024-12-20",
            date=date(2024, 12, 20),
            sides={"ua": Side(role="defender", name="Ukraine"), "ru": Side(role="attacker", name="Russia")},
            donors={"us": Donor(name="United States"), "europe": Donor(name="Europe")},
            sectors={
                f"S{i + 1:02d}": Sector.model_construct(name=f"Stretch {i + 1}", source="DeepStateMap.live", grade="A")
                for i in range(sectors)
            },
        ),
        priors={
            name: Prior(name=name, about=f"about {name}", sets=row, unit="1", distribution=shape, at_least=None,
                        at_most=None, dimension=None if shape.kind == "fixed" else i + 1, source="made up",
                        grade=grade, note=None, as_of=None, factor=1.0)
            for i, (name, (row, grade, shape)) in enumerate(PRIORS.items())
        },
        design=Design(draws=draws, replicates=replicates, layout=layout, seed=7, members=members),
        horizon=horizon,
        reference="muddle_through",
        branches={
            name: Branch.model_construct(
                about=f"the branch {name}",
                package=Package(neutrality=True, verification=1.0) if name == "no_aid" else None,
                offer=Offer.model_construct() if name.startswith("surge") else None,
            )
            for name in BRANCHES
        },
        success={
            "oped_success": Success.model_construct(
                about="lasting and sovereign",
                all=(
                    Condition.model_construct(quantity="ceasefire_week", at_least=None, at_most=104.0, is_=None),
                    Condition.model_construct(quantity="neutral", at_least=None, at_most=None, is_=False),
                ),
            )
        },
    )  # fmt: skip


def write_run(
    folder: Path,
    layout: str = "mc",
    draws: int = 200,
    replicates: int = 5,
    horizon: int = 624,
    sectors: int = 3,
    short: int = 2,
    seed: int = 5,
) -> Run:
    """Write draws, members and time series of a run whose last draw lacks `short` members; the run, open, unsealed.

    The same run is made once in a process, and copied.
    """
    what = (layout, draws, replicates, horizon, sectors, short, seed, tuple(BRANCHES.items()), repr(PRIORS))
    members = draws * replicates - short
    assert members <= PART_MEMBERS
    exp = experiment(layout, draws, replicates, horizon, sectors, members)
    if what not in _MADE:
        _MADE[what] = Path(_HOME.name) / str(len(_MADE))
        _write(_MADE[what], exp, seed)
    shutil.copytree(_MADE[what], folder)
    manifest = RunManifest(
        experiment="synthetic", config_hash="0" * 64, seed=7, layout=layout, members=members, draws=draws,
        replicates=replicates, horizon=horizon, censor_week=horizon, branches=tuple(BRANCHES),
        reference="muddle_through", sides=("ua", "ru"), donors=("us", "europe"), sectors=tuple(exp.baseline.sectors),
    )  # fmt: skip
    run = Run(folder, manifest)
    run.__dict__["experiment"] = exp
    return run


def _write(folder: Path, exp: Experiment, seed: int) -> None:
    members, draws, replicates, horizon = exp.members, exp.design.draws, exp.design.replicates, exp.horizon
    rng = np.random.default_rng(seed)
    draw = np.arange(members) // replicates
    columns = {
        name: _drawn(shape, rng.normal(size=draws))[draw].astype(np.float32)
        for name, (_, _, shape) in PRIORS.items()
        if shape.kind != "fixed"
    }
    noise = rng.exponential(size=(4, members)), rng.normal(size=(3, members))
    (folder / ".work").mkdir(parents=True)
    table = draws_table(exp, 0, members, columns)
    write_table(table, draw_variables(exp), folder, f"draws/{part_name(0)}", Extent(None, 0, members))
    totals = {}
    for branch, effects in BRANCHES.items():
        out, paths = _branch(columns, noise, effects, branch, horizon)
        donor_out = np.stack([out[o.KEEPERS_COST] + 10.0, out[o.KEEPERS_COST] + 20.0]).astype(np.float32)
        table = member_table(exp, 0, out, donor_out)
        extent = Extent(branch, 0, members)
        write_table(table, member_variables(exp), folder, f"members/branch={branch}/{part_name(0)}", extent)
        totals[branch] = _counts(paths, out, horizon, len(exp.baseline.sectors))
    write_timeseries(exp, totals, folder)


def _drawn(shape: Normal | Lognormal, z: NDArray[np.float64]) -> NDArray[np.float64]:
    return shape.mean + shape.sd * z if isinstance(shape, Normal) else shape.median * np.exp(shape.sdlog * z)


def _branch(columns, noise, effects, branch, horizon):  # type: ignore[no-untyped-def]
    (wait, peace, fall, late), (gain, loss, spare) = noise
    more, worse, factor = effects
    n = wait.size
    out = np.full((o.N_OUTCOMES, n), -1.0, dtype=np.float32)
    push = more + (0.6 * (columns["accept_threat"] - 0.8) if branch == "surge_offer" else 0.0)
    push = push + (0.5 * (columns["accept_neutrality"] - 1.0) if branch == "no_aid" else 0.0)
    ceasefire = np.ceil(wait / (columns["agreement_hazard"] * np.exp(push)) * 52.0)
    collapse = np.ceil(fall / 0.012 * 52.0)
    has = (ceasefire <= horizon) & (ceasefire <= collapse)
    lasts = np.ceil(peace / (columns["hazard_1_5y"] * np.exp(worse)) * 52.0)
    resumed = np.where(has & (ceasefire + lasts <= horizon), ceasefire + lasts, -1.0)
    stop = np.where(has, ceasefire, horizon)
    out[o.CEASEFIRE_WEEK] = np.where(has, ceasefire, -1.0)
    out[o.AGREEMENT_WEEK] = np.where(has, np.maximum(ceasefire - 4.0, 1.0), -1.0)
    out[o.RESUMED_WEEK] = out[o.LARGE_WAR_WEEK] = resumed
    out[o.COLLAPSE_WEEK_0] = np.where(~has & (collapse <= horizon), collapse, -1.0)
    out[o.COLLAPSE_WEEK_1] = np.where((late > 4.0) & (horizon >= 60), 60.0, -1.0)
    for row in (o.TRUCES_BROKEN, o.RUPTURES_0, o.RUPTURES_1, o.TRANSFER, o.GAP_FAILURE, o.COLLAPSE_LOSS, o.SALIENT_W26):
        out[row] = 0.0
    out[o.VERIFIED], out[o.NEUTRAL] = 1.0, 1.0 if branch == "no_aid" else 0.0
    weeks = np.array(s.grid_weeks(horizon), dtype=float)[:, None]
    active = np.minimum(weeks, stop)
    paths = factor * columns["level_mean"] * active + gain * 60.0 * np.sqrt(active) * np.sqrt(2.0)
    for row, week in ((o.NET_W4, 4), (o.NET_W13, 13), (o.NET_W26, 26), (o.NET_W52, 52), (o.NET_W104, 104)):
        out[row] = paths[min(week, paths.shape[0] - 1)]
    held = 0.88 - paths / 560000.0
    for row, week in ((o.HELD_W52, 52), (o.HELD_W104, 104), (o.HELD_W520, -1)):
        out[row] = held[min(week, paths.shape[0] - 1)]
    out[o.HELD_PEACE5Y] = np.where(has & (ceasefire + 260 <= horizon), held[-1], -1.0)
    for row, rate, week in ((o.LOSSES_0_W52, 4.6, 52), (o.LOSSES_0_W104, 4.6, 104), (o.LOSSES_1_W52, 8.8, 52),
                            (o.LOSSES_1_W104, 8.8, 104)):  # fmt: skip
        out[row] = rate * np.minimum(week, stop) * np.exp(0.15 * loss)
    out[o.ACCEPT_1] = 1.0 - np.exp(-0.5 * columns["agreement_hazard"] * np.exp(push))
    out[o.ACCEPT_0] = out[o.ACCEPT_REFERENCE] = 0.3
    for row in (o.SOVEREIGNTY_W104, o.SOVEREIGNTY_W520):
        out[row] = held[-1]
    out[o.FORCE_0_W52], out[o.FORCE_1_W52] = 880.0 + 30.0 * spare, 600.0 + 30.0 * loss
    out[o.FIRES_W26], out[o.STRESS_W52], out[o.KEEPERS_COST] = 2.5 + 0.3 * spare, 0.1 * spare, 3.0 + 0.1 * spare
    for row, bounds in BOUNDS.items():
        if not bounds.never:
            out[row] = np.clip(out[row], bounds.low, bounds.high)
    return out, paths


def _counts(paths, out, horizon, sectors):  # type: ignore[no-untyped-def]
    weeks = s.grid_weeks(horizon)
    hist = np.zeros((len(weeks), s.N_SERIES + sectors, s.BINS), dtype=np.int64)
    regimes = np.zeros((len(weeks), regimes_of.N_REGIMES), dtype=np.int64)
    shares = np.linspace(1.0, 3.0, sectors) / np.linspace(1.0, 3.0, sectors).sum()
    for g, week in enumerate(weeks):
        for row, series in enumerate(s.SERIES):
            hist[g, row] = _bins(paths[g] if row == s.NET else 0.88 - paths[g] / 560000.0, series)
        for i, share in enumerate(shares):
            hist[g, s.N_SERIES + i] = _bins(paths[g] * share, s.SECTOR_SERIES)
        begun = (out[o.CEASEFIRE_WEEK] >= 0) & (out[o.CEASEFIRE_WEEK] <= week)
        again = begun & (out[o.RESUMED_WEEK] >= 0) & (out[o.RESUMED_WEEK] <= week)
        down = (out[o.COLLAPSE_WEEK_0] >= 0) & (out[o.COLLAPSE_WEEK_0] <= week)
        regimes[g, regimes_of.CEASEFIRE] = np.sum(begun & ~again)
        regimes[g, regimes_of.WAR2] = again.sum()
        regimes[g, regimes_of.COLLAPSED] = down.sum()
        regimes[g, regimes_of.WAR] = np.sum(~begun & ~down)
    return hist, regimes


def _bins(x: NDArray[np.float64], series: s.Series) -> NDArray[np.int64]:
    low, high = s.transform(series.low, series.scale), s.transform(series.high, series.scale)
    z = np.arcsinh(x / series.scale) if series.scale > 0 else x
    place = np.clip(np.floor((z - low) * s.BINS / (high - low)), 0, s.BINS - 1).astype(np.int64)
    return np.bincount(place, minlength=s.BINS)
