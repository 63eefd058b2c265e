"""Random numbers of a member and of a week, from a generator of this model's own."""

from typing import Any, NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri


class Once(NamedTuple):
    """Once per member (n,): needs are unit exponentials, `accession_n` and `frailty` normals, the rest uniforms.

    `share` (S, n): a normal for each sector's log share at week 0.
    """

    agree: Any
    truce: Any
    collapse_0: Any
    collapse_1: Any
    resume: Any
    end: Any
    supplier: Any
    ally: Any
    approve: Any
    execute: Any
    verify: Any
    item: Any
    counter: Any
    refusal: Any
    accession_u: Any
    accession_n: Any
    defeat: Any
    settle: Any
    land: Any
    disruption: Any
    frailty: Any
    share: Any


class Weekly(NamedTuple):
    """Drawn every week; sector rows are (S, n).

    `again` (4, n), `verify`, `item`: needs (agreement, break, return to war, renewal) and uniforms of the agreement
    that follows one that broke in this week.
    """

    oil: Any
    loss: Any
    level: Any
    student: Any
    rupture: Any
    sector_z: Any
    sector_u: Any
    again: Any
    verify: Any
    item: Any


def generator(seed: int, *where: int) -> np.random.Generator:
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence([seed, *where])))


def draw_once(rng: np.random.Generator, p, n: int, sectors: int, dtype) -> Once:
    """`p` names the parameter rows: the accession delay is cut at 15 years by its own median and spread."""

    def need():
        return rng.standard_exponential(n).astype(dtype)

    def chance():
        return rng.random(n).astype(dtype)

    top = ndtr(np.log(15.0 / np.asarray(p.accession_median, np.float64)) / np.asarray(p.accession_sdlog, np.float64))
    return Once(
        agree=need(),
        truce=need(),
        collapse_0=need(),
        collapse_1=need(),
        resume=need(),
        end=need(),
        supplier=need(),
        ally=need(),
        approve=chance(),
        execute=chance(),
        verify=chance(),
        item=chance(),
        counter=chance(),
        refusal=need(),
        accession_u=chance(),
        accession_n=ndtri((1.0 - rng.random(n)) * top).astype(dtype),
        defeat=chance(),
        settle=chance(),
        land=(1.0 - rng.random(n)).astype(dtype),
        disruption=chance(),
        frailty=rng.standard_normal(n).astype(dtype),
        share=rng.standard_normal((sectors, n), dtype=dtype),
    )


def draw_weekly(rng: np.random.Generator, n: int, sectors: int, dtype) -> Weekly:
    def normal(*shape):
        return rng.standard_normal((*shape, n), dtype=dtype)

    return Weekly(
        oil=normal(),
        loss=normal(),
        level=normal(),
        student=normal() / np.sqrt(rng.standard_gamma(3.0, n, dtype=dtype) / dtype(3.0)),
        rupture=rng.random(n, dtype=dtype),
        sector_z=normal(sectors),
        sector_u=rng.random((sectors, n), dtype=dtype),
        again=rng.standard_exponential((4, n), dtype=dtype),
        verify=rng.random(n, dtype=dtype),
        item=rng.random(n, dtype=dtype),
    )
