"""Writes the posterior as parts of a config, to be named in `extends`: `priors.yaml`, `state.yaml`, `sectors.yaml`."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import yaml

from forecast.calibration.marginals import Marginal, rounded
from forecast.calibration.posterior import Posterior
from forecast.calibration.sectors import SectorErrors, active_later
from forecast.calibration.training_series import TrainingSeries

HEAD = "# Made by `forecast calibrate` from observations through {last}; run it again rather than edit it.\n"
SECTOR_DIGITS = 3


def entries_yaml(key: str, entries: Sequence[Marginal], last: np.datetime64) -> str:
    """Make the text of a part that consists of entries.

    Parameters
    ----------
    key : str
        Key of the part in the config: `priors` or `state`.
    entries : sequence of Marginal
        Entries of the part.
    last : datetime64[D]
        Last day of the observations.
    """
    lines = [line for entry in entries for line in _entry(entry, last)]
    return HEAD.format(last=last) + f"{key}:\n" + "".join(f"  {line}\n" for line in lines)


def _entry(entry: Marginal, last: np.datetime64) -> Iterator[str]:
    prior = entry.prior
    names = ("mean", "sd") if entry.kind == "normal" else ("median", "sdlog")
    law = f"{{{names[0]}: {_number(entry.centre)}, {names[1]}: {_number(entry.spread)}}}"
    yield f"{prior.name}:"
    yield f"  about: {_text(prior.about)}"
    yield f"  sets: {prior.sets}"
    yield f"  unit: {_text(prior.unit)}"
    yield f"  {entry.kind}: {_number(entry.centre) if entry.kind == 'fixed' else law}"
    for bound in ("at_least", "at_most"):
        if getattr(prior, bound) is not None:
            yield f"  {bound}: {_number(getattr(prior, bound))}"
    if prior.dimension is not None:
        yield f"  dimension: {prior.dimension}"
    yield "  grade: A"
    yield f"  source: Posterior of `forecast calibrate`, observations through {last}"
    yield f"  note: central 80 % of the draws {_rounded_text(entry.low, entry)} to {_rounded_text(entry.high, entry)}"
    yield f"  as_of: {last}"


def _rounded_text(value: float, entry: Marginal) -> str:
    error = entry.centre * entry.spread if entry.kind == "lognormal" else entry.spread
    return _number(rounded(value, error))


def sectors_yaml(series: TrainingSeries, posterior: Posterior, errors: SectorErrors) -> str:
    """Make the text of the part `sectors`: fitted values and their standard errors, without errors below 0.0005.

    Parameters
    ----------
    series : TrainingSeries
        Gives the names of the sectors and the number of weeks to week 0.
    posterior : Posterior
        Must have fitted sectors.
    errors : SectorErrors
        Standard errors of the fitted values.
    """
    s = posterior.fit.sectors
    assert s is not None
    now = active_later(s, series.ahead)
    lines = [HEAD.format(last=series.last), "sectors:\n"]
    for i, name in enumerate(series.maps[0].locations):
        values = {
            "share": s.share[i],
            "active_stay": s.stay[i],
            "active_open": s.opening[i],
            "active_t0": bool(now[i]),
            "counter_share": s.counter_share[i],
            "counter_active": s.counter_active[i],
        }
        lines.append(f"  {_text(name)}:\n")
        for key, value in values.items():
            lines.append(f"    {key}: {_share_text(value)}\n")
        large = {key: _share_text(x[i]) for key, x in errors._asdict().items() if x[i] >= 0.5 * 10.0**-SECTOR_DIGITS}
        lines.append(f"    se: {{{', '.join(f'{key}: {text}' for key, text in large.items())}}}\n")
    return "".join(lines)


def _share_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{float(value):.{SECTOR_DIGITS}f}"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def _text(text: str) -> str:
    """Write a text as a YAML scalar that reads back as the same text."""
    plain = yaml.safe_dump(text, width=10_000, allow_unicode=True).removesuffix("\n...\n").strip()
    return plain if plain == text else json.dumps(text, ensure_ascii=False)
