"""The array model's random numbers from jax.random; laws and names are those of tests/array_model/draws.py."""

import math

import jax
import jax.numpy as jnp
from jax.scipy.special import ndtr, ndtri

from tests.array_model.draws import Once, Weekly

DTYPE = jnp.float32


def _uniform(key: jax.Array, *shape: int) -> jax.Array:
    """Above 0 and at most 1."""
    return 1.0 - jax.random.uniform(key, shape, DTYPE)


def draw_once(key: jax.Array, p, n: int, sectors: int) -> Once:
    """One-off draws of a chunk; `p` names the parameter rows."""
    a, b, c = jax.random.split(key, 3)
    needs = -jnp.log(_uniform(a, 9, n))
    u = _uniform(b, 11, n)
    z = jax.random.normal(c, (sectors + 1, n), DTYPE)
    top = ndtr(jnp.log(15.0 / p.accession_median) / p.accession_sdlog)
    return Once(
        agree=needs[0],
        truce=needs[1],
        collapse_0=needs[2],
        collapse_1=needs[3],
        resume=needs[4],
        end=needs[5],
        supplier=needs[6],
        ally=needs[7],
        approve=u[0],
        execute=u[1],
        verify=u[2],
        item=u[8],
        counter=u[9],
        refusal=needs[8],
        accession_u=u[3],
        accession_n=ndtri(u[4] * top),
        defeat=u[10],
        settle=u[5],
        land=u[6],
        disruption=u[7],
        frailty=z[sectors],
        share=z[:sectors],
    )


def draw_weekly(key: jax.Array, n: int, sectors: int) -> Weekly:
    """One call for all normals of a week and one for all uniforms; the Student t by Bailey's polar formula."""
    a, b = jax.random.split(key)
    z = jax.random.normal(a, (3 + sectors, n), DTYPE)
    u = _uniform(b, 9 + sectors, n)
    radius = jnp.sqrt(6.0 * (jnp.exp(jnp.log(u[0]) * (-1.0 / 3.0)) - 1.0))
    return Weekly(
        oil=z[0],
        loss=z[1],
        level=z[2],
        student=radius * jnp.cos(2.0 * math.pi * u[1]),
        rupture=u[2],
        sector_z=z[3:],
        sector_u=u[9:],
        again=-jnp.log(u[3:7]),
        verify=u[7],
        item=u[8],
    )
