"""Analytic limits of the front: closed forms that the compiled kernel must meet."""

import numpy as np
from numba import njit
from scipy import integrate, stats

from forecast_kernels.model import front
from forecast_kernels.numeric.draws import normals, student6
from tests.kernels.case import DONOR_LEVER, PARAMETER, SECTOR, case, quiet, run


def level_path(c, weeks):
    row = {
        name: c.params[PARAMETER[name]].astype(np.float64) for name in PARAMETER if name.startswith(("level", "pulse"))
    }
    k, keep = row["level_scale"], 0.5 ** (1 / row["level_halflife"])
    mu, x0 = (np.sign(n) * 3 * (np.cbrt(1 + np.abs(n) / k) - 1) for n in (row["level_mean"], row["level_t0"]))
    pulse, fading = row["pulse_t0"], 0.5 ** (1 / row["pulse_halflife"])
    y = np.array([mu + keep**t * (x0 - pulse - mu) + fading**t * pulse for t in range(1, weeks + 1)])
    return np.clip(np.sign(y) * k * ((1 + np.abs(y) / 3) ** 3 - 1), -400, 600)


def test_that_without_shocks_the_area_moves_by_the_deterministic_drift():
    c = quiet(case("muddle_through", 256))
    r, want = run(c, 104), level_path(c, 104)
    for weeks in (4, 13, 26, 52, 104):
        np.testing.assert_allclose(r[f"net_w{weeks}"], want[:weeks].sum(axis=0), rtol=2e-5)


def test_that_mirrored_sides_give_mirrored_results():
    c = quiet(case("muddle_through", 64))
    one_sided = (
        "absence_0", "ally_troops_1", "intake_trend_1", "intake_pay_1", "loss_fires_0", "loss_fires_1", "loss_push",
        "separation_0", "separation_1", "return_frac_0", "return_frac_1",
    )  # fmt: skip
    c.set(**dict.fromkeys(one_sided, 0.0), beta_force=0.3, loss_bias_1=1, intake_bias_1=1, level_mean=20, level_t0=60)
    m = case("muddle_through", 64)
    m.params[...], m.donors[...], m.levers[...] = c.params, c.donors, c.levers
    m.donor_levers[...], m.sectors[...] = c.donor_levers, c.sectors
    p = c.params
    m.set(level_mean=-20, level_t0=-60, pulse_t0=-p[PARAMETER["pulse_t0"]])
    for name in ("force", "intake"):
        m.set(**{f"{name}_0": p[PARAMETER[f"{name}_1"]], f"{name}_1": p[PARAMETER[f"{name}_0"]]})
    m.set(
        loss_claimed_1=p[PARAMETER["loss_claimed_1"]] / p[PARAMETER["loss_exchange"]],
        loss_exchange=1 / p[PARAMETER["loss_exchange"]],
    )
    a, b = run(c, 104), run(m, 104)
    np.testing.assert_allclose(b["net_w104"], -a["net_w104"], rtol=2e-4)
    np.testing.assert_allclose(b["losses_0_w104"], a["losses_1_w104"], rtol=1e-4)
    np.testing.assert_allclose(b["force_1_w52"], a["force_0_w52"], rtol=1e-4)


def test_that_a_taken_sector_stops_and_a_full_front_stands_still():
    c = quiet(case("muddle_through", 64))
    c.sectors[:, SECTOR["stake_1"]] = 50.0
    for row in ("active_stay", "active_open", "active_t0"):
        c.sectors[:, SECTOR[row]] = 1.0  # else a sector may stay quiet by chance
    c.set(level_mean=200, level_t0=300, pulse_t0=0)
    r = run(c, 200)
    assert (r["net_w104"] <= 50.0 * len(c.sectors) + 1e-3).all()
    assert (r["net_w104"] > 0.95 * 50.0 * len(c.sectors)).all()


def test_that_the_level_has_the_variance_and_memory_of_its_autoregression(seed):
    halflife, sd, n = 18.0, 1.0, 200_000
    z = np.random.default_rng(seed).standard_normal(n).astype(np.float32)

    @njit(error_model="numpy")
    def walk(z, halflife, sd):
        keep, step = front.persistence(halflife)
        x = np.empty_like(z)
        now = np.float32(0.0)
        for t in range(z.size):
            now = front.revert(now, z[t], np.float32(0.0), keep, step * sd)
            x[t] = now
        return x

    x = walk(z, np.float32(halflife), np.float32(sd)).astype(np.float64)
    keep = 0.5 ** (1 / halflife)
    effective = n * (1 - keep**2) / (1 + keep**2)
    assert abs(x.var() / sd**2 - 1) < 4 * np.sqrt(2 / effective)
    acf = np.corrcoef(x[1:], x[:-1])[0, 1]
    assert abs(acf - keep) < 4 * np.sqrt((1 - keep**2) / n) + 1e-4


def test_that_the_weekly_shock_has_the_kurtosis_of_a_clamped_student(seed):
    words = np.random.default_rng(seed).integers(0, 2**32, (2, 1_000_000), dtype=np.uint32)

    @njit(error_model="numpy")
    def shocks(w):
        y = np.empty(w.shape[1], np.float32)
        for i in range(y.size):
            y[i] = student6(w[0, i], w[1, i])
        return y

    def moment(k):
        inner = integrate.quad(lambda t: t**k * stats.t.pdf(t, 6), -8, 8)[0]
        return (inner + 2 * 8.0**k * stats.t.sf(8, 6)) * (2 / 3) ** (k / 2)

    t = shocks(words).astype(np.float64)
    for k in (2, 4):
        se = np.std(t**k) / np.sqrt(t.size)
        assert abs(np.mean(t**k) - moment(k)) < 4 * se, (k, np.mean(t**k), moment(k), se)


def test_that_normals_of_one_pair_are_uncorrelated_in_squares_too(seed):
    words = np.random.default_rng(seed).integers(0, 2**32, (2, 400_000), dtype=np.uint32)

    @njit(error_model="numpy")
    def pairs(w):
        y = np.empty((2, w.shape[1]), np.float32)
        for i in range(w.shape[1]):
            y[0, i], y[1, i] = normals(w[0, i], w[1, i])
        return y

    z = pairs(words).astype(np.float64)
    assert abs(np.corrcoef(z)[0, 1]) < 4 / np.sqrt(z.shape[1])
    assert abs(np.corrcoef(z**2)[0, 1]) < 4 / np.sqrt(z.shape[1])


def test_that_an_idle_donor_lever_changes_nothing():
    c, d = case("muddle_through", 128), case("muddle_through", 128)
    d.donor_levers[:, DONOR_LEVER["surge_mult"]] = 2.0  # no offer, so no surge to multiply
    np.testing.assert_array_equal(run(c, 120).out, run(d, 120).out)
