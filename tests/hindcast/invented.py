"""An invented front of three sectors on two maps, as observation files."""

from pathlib import Path

import numpy as np

from forecast.calibration.front_law import from_level
from forecast.observations.series import Observations

FIRST = np.datetime64("2023-01-07")
SECTORS = ("S01", "S02", "S03")


def record(seed: int, weeks: int = 90, sectors: tuple[str, ...] = SECTORS, name: str = "a.csv") -> Observations:
    """One map of a level that wanders around 40 km2 a week."""
    rng = np.random.default_rng(seed)
    x, total = 1.5, np.empty(weeks)
    for t in range(weeks):
        x = 2.0 + 0.97 * (x - 2.0) + 0.4 * rng.standard_normal()
        total[t] = from_level(np.array(x + 0.4 * rng.standard_normal()), np.array(15.0))
    share = rng.dirichlet(np.full(len(sectors), 2.0), weeks) if sectors else np.empty((weeks, 0))
    days = FIRST + 7 * np.arange(weeks)
    return Observations(name, days, sectors, np.round(total[:, None] * share, 3), np.round(total, 3))


def second_map(first: Observations, seed: int, name: str = "b.csv") -> Observations:
    """Another map of the same front with errors of its own."""
    rng = np.random.default_rng(seed)
    net = first.net + 2.0 * rng.standard_normal(first.net.shape)
    return Observations(name, first.weeks, first.locations, np.round(net, 3), np.round(net.sum(axis=1), 3))


def write(obs: Observations, folder: Path) -> str:
    """A tidy file of the record; its path."""
    lines = ["target_end_date,target,location,observation"]
    for day, net, total in zip(obs.weeks, obs.net, obs.total, strict=True):
        lines += [f"{day},net_km2,{location},{float(km2)!r}" for location, km2 in zip(obs.locations, net, strict=True)]
        if not obs.locations:
            lines.append(f"{day},net_km2,total,{float(total)!r}")
    path = folder / obs.name
    path.write_text("\n".join(lines) + "\n")
    return str(path)
