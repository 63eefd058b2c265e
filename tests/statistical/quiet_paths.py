"""Members without noise, whose events come at set weeks: both models must then agree week by week, not only in law."""

from typing import NamedTuple

import numpy as np

from forecast_kernels.cpu.buffers import buffers
from forecast_kernels.layout.donors import DONOR_PARAMETERS
from forecast_kernels.layout.levers import LEVERS, NEVER
from forecast_kernels.layout.outcomes import OUTCOMES
from forecast_kernels.layout.parameters import PARAMETERS
from forecast_kernels.layout.regimes import WAR, WAR2
from forecast_kernels.layout.sectors import SECTOR_COLUMNS
from forecast_kernels.layout.state import NS, TRACE
from tests.array_model import simulate
from tests.kernels.case import FITTED
from tests.statistical.ensembles import Case, with_spent
from tests.statistical.random_levers import random_levers

CERTAIN = 1.0 - 2.0**-24
FIXED = {  # no noise, and no event that is not set below
    "level_sd": 0, "level_shock": 0, "loss_shock": 0, "oil_vol": 0, "share_sd": 0, "rupture_rate_0": 0,
    "rupture_rate_1": 0, "collapse_rate_0": 1e-7, "collapse_rate_1": 1e-7, "agreement_hazard": 1e-9,
    "weight_base_rate": 1, "weight_ultimatum": 0, "weight_crowd": 0, "baseline_long": 0, "baseline_post": 0,
    "frailty_sd": 0, "ally_stop_rate": 0, "supplier_cut_rate": 0, "war_end_hazard": 0,
    "truce_30d_states": 0, "truce_30d_proxies": 0, "truce_class_weight": 0.5, "low_settle_states": 0,
    "low_settle_proxies": 0, "low_escalate_states": 0, "low_escalate_proxies": 0,
    "keepers_tripwire": 0.6, "accession_ever": 1, "clause_accession": 1, "accession_median": 1.9,
    "accession_sdlog": 1e-6,
}  # fmt: skip
SHORT_LAG = 0.3
SOON, SELDOM = 1e9, 1e-7
BANDS = ("hazard_0_1m", "hazard_1_6m", "hazard_6_12m", "hazard_1_5y", "hazard_5_10y", "hazard_10y")
WEIBULL = {"baseline_long": 0.5, "baseline_post": 0.5, "weibull_long_1y": SELDOM, "weibull_post_1y": SELDOM}
BREAKS_LATE = {  # in the fifth week of a truce, as a ceasefire
    "truce_30d_states": 0.5, "truce_30d_proxies": 0.5, "truce_shape_states": 1e3, "truce_shape_proxies": 1e3,
}  # fmt: skip
BREAKS_AT_ONCE = {"truce_30d_states": 1, "truce_30d_proxies": 1, "truce_shape_states": 0.01,
                  "truce_shape_proxies": 0.01, "verification_effect": 0}  # fmt: skip
SETTLES = {"low_settle_states": SOON, "low_settle_proxies": SOON}
ESCALATES = {"low_escalate_states": SOON, "low_escalate_proxies": SOON}
SCENES = {  # what then happens: parameter rows, lever rows
    "war": ({}, {"relief": 0}),
    "ceasefire": ({"accept_relief": 1e6}, {"relief": 1, "verification": 1}),
    "truce": ({"accept_relief": 1e6}, {"relief": 1, "verification": 0, "offer_week": 3}),
    "resumed_war": ({"accept_relief": 1e6, "hazard_6_12m": SOON}, {"relief": 1, "verification": 1}),
    "second_peace": (
        {"accept_relief": 1e6, "hazard_1_5y": SOON, "war_end_hazard": SOON},
        {"relief": 1, "verification": 1},
    ),
    "terms": (  # everything that binds side 0, with troops that stay until a member is in
        {"accept_relief": 1e6},
        {
            "relief": 1,
            "verification": 1,
            "cession": 8000,
            "recognition": 1,
            "neutral": 1,
            "troops": 20,
            "troops_stay": 1,
            "accession_path": 1,
            "alliance": 0,
            "west_german": 0,
        },
    ),
    "troops_leave": (  # and a gap before a member is in
        {"accept_relief": 1e6},
        {
            "relief": 1,
            "verification": 1,
            "troops": 20,
            "troops_stay": 0,
            "accession_path": 1,
            "alliance": 0,
            "troops_duration": 30,
        },
    ),
    "neutral_then_war": (
        {"accept_relief": 1e6, "hazard_6_12m": SOON, "neutral_defeat": 1.5},
        {"relief": 1, "verification": 1, "neutral": 1},
    ),
    "weibull": ({"accept_relief": 1e6} | WEIBULL, {"relief": 1, "verification": 1}),
    "weibull_return": (
        {"accept_relief": 1e6} | WEIBULL | {"weibull_long_1y": SOON, "weibull_post_1y": SOON},
        {"relief": 1, "verification": 1},
    ),
    "low": ({"accept_relief": 1e6} | BREAKS_LATE, {"relief": 1, "verification": 1}),
    "renewed": ({"accept_relief": 1e6} | BREAKS_LATE | SETTLES, {"relief": 1, "verification": 1}),
    "low_then_war": ({"accept_relief": 1e6} | BREAKS_LATE | ESCALATES, {"relief": 1, "verification": 1}),
    "broken_at_once": ({"accept_relief": 1e6} | BREAKS_AT_ONCE | ESCALATES, {"relief": 1, "verification": 1}),
    "losses_abroad": ({"ally_stop_rate": SOON, "supplier_cut_rate": SOON}, {"relief": 0}),
    "ruptures": (
        {"rupture_rate_0": SOON, "rupture_rate_1": SOON, "rupture_min": 180, "rupture_max": 180},
        {"relief": 0},
    ),
    "short_lags": (
        {"return_lag": 0.4, "fires_lag": 0.3, "fort_build": 2.5, "salient_decay": 0.7, "oil_reversion": 80.0},
        {"relief": 0},
    ),
    "bargaining": ({"agreement_hazard": 0.1}, {"verification": 1}),
    "ultimatum": ({"weight_base_rate": 0, "weight_ultimatum": 1, "ultimatum_accept": 0.05}, {"verification": 1}),
    "crowd": ({"weight_base_rate": 0, "weight_crowd": 1, "crowd_record": 0.1}, {"verification": 1}),
    "countered": (  # side 1 refuses the package, and both sign what it offers then
        {"accept_relief": 1e6, "standing_verification": 1},
        {
            "relief": 0,
            "package_week": 4,
            "offer_week": 4,
            "counter_chance": 1,
            "counter_relief": 1,
            "counter_neutral": 1,
            "counter_recognition": 1,
            "freeze_withdrawn": 1,
        },
    ),
    "withdrawn": ({"accept_relief": 1e6}, {"relief": 1, "package_week": 8, "package_until": 8}),
}
STATE = {  # column of the kernel's trace -> field of the array model's state
    "regime": "regime", "level": "level", "gain13": "recent", "net": "net", "salient": "salient", "fires_lagged": "lag",
    "force_0": "force_0", "force_1": "force_1", "wounded_0": "wounded_0", "wounded_1": "wounded_1",
    "force_ratio": "ratio", "losses_0": "sum_loss_0",
    "losses_1": "sum_loss_1", "stock": "stock", "log_oil": "log_oil", "discount": "discount", "fund": "fund",
    "credibility": "credibility", "refused": "refused", "strikes": "strikes", "transfer": "transfer",
    "mismatch": "mismatch", "pressed": "pressed", "at_signature": "coercion", "reputation": "reputation",
    "footing": "footing", "cum_regain": "regain", "ratio_signed": "signed_ratio", "verified": "verified",
    "cum_agree": "hazard_agree", "optimism": "optimism", "pace_expected": "foreseen", "neutral": "signed_neutral",
    "relief": "signed_relief", "recognised": "signed_recognition", "package": "signed_package",
    "counter_signed": "signed_counter", "cum_return": "hazard_return", "cum_collapse_0": "hazard_collapse_0",
    "cum_collapse_1": "hazard_collapse_1", "cum_ally": "ally_hazard", "cum_supplier": "supplier_hazard",
    "violations": "violations", "spell": "spell", "killed_low": "killed_low",
    "abandoned": "abandoned", "cum_neighbour": "spill_neighbour", "cum_nato": "spill_nato",
    "cum_taiwan": "spill_taiwan",
}  # fmt: skip
SEEN = {  # the same for what is seen of a week
    "weekly_net": "weekly", "supply": "supply", "loss_0": "losses_0", "loss_1": "losses_1", "held": "held",
    "expected_gain": "expected", "sovereignty": "sovereignty",
}  # fmt: skip


AT_REST = ("level", "fires_lagged", "expected_gain")  # stand still in the kernel until the war is back


class Paths(NamedTuple):
    """Weekly paths (weeks, members) by name of the trace column, outcomes (members,) by name."""

    weekly: dict[str, np.ndarray]
    outcomes: dict[str, np.ndarray]


def quiet_case(scene: str, n: int, seed: int) -> Case:
    """Random parameters and levers without noise; donors' will and signals in turn certain and moving."""
    c = random_levers(n, seed)
    params, levers, sectors, donors = (a.copy() for a in (c.params, c.levers, c.sectors, c.donors))
    rows, lever_rows = SCENES[scene]
    number = {x.name: k for k, x in enumerate(PARAMETERS)}
    for name in BANDS:
        params[number[name]] *= SELDOM
    for name, value in (FIXED | rows).items():
        params[number[name]] = value
    for name, value in lever_rows.items():
        levers[[x.name for x in LEVERS].index(name)] = value
    lever = {x.name: levers[k] for k, x in enumerate(LEVERS)}
    lever["execute"][:] = np.round(lever["execute"])
    if scene != "withdrawn":  # the package stays until it is signed
        lever["package_until"][:] = NEVER
    if scene != "countered":
        lever["counter_chance"][:] = 0.0
    certain = np.arange(n) % 2 == 0
    donors[0, [x.name for x in DONOR_PARAMETERS].index("will_t0"), certain] = 1.0
    params[number["signal_llr"], ~certain] = 0.0
    if scene == "short_lags":
        for name in ("lag_stock", "lag_procured", "lag_backfill"):
            donors[:, [x.name for x in DONOR_PARAMETERS].index(name)] = SHORT_LAG
    column = {x.name: k for k, x in enumerate(SECTOR_COLUMNS)}
    for name, value in (("active_stay", CERTAIN), ("active_open", CERTAIN), ("active_t0", 1), ("counter_active", 1)):
        sectors[:, column[name]] = value
    if scene in ("war", "losses_abroad", "ruptures", "short_lags"):
        lever["package_week"][:] = NEVER
    return Case(params, donors, levers, c.donor_levers, sectors)


def kernel_paths(c: Case, horizon: int, seed: int) -> Paths:
    """All members in one call."""
    from forecast_kernels.cpu.simulate import simulate as run

    names = [x.name for x in TRACE]
    n, s = c.params.shape[1], len(c.sectors)
    filled = buffers(n, len(c.donors), s, horizon, traced=n)
    run(seed, 0, horizon, *c, FITTED, *filled)
    out, spent, trace = filled.out, filled.donor_out, filled.trace
    weekly = {name: trace[1:, names.index(name)] for name in (*STATE, *SEEN, "log_fires_ratio")}
    weekly |= {f"sector_{k}": trace[1:, NS + k] for k in range(s)}
    return Paths(weekly, with_spent({o.name: row for o, row in zip(OUTCOMES, out, strict=True)}, spent))


def array_paths(c: Case, horizon: int, seed: int) -> Paths:
    rows: dict[str, list[np.ndarray]] = {}

    def watch(_columns, _week, view, state):
        for name, field in STATE.items():
            rows.setdefault(name, []).append(getattr(state, field).astype(np.float64))
        for name, field in SEEN.items():
            rows.setdefault(name, []).append(getattr(view, field))
        rows.setdefault("log_fires_ratio", []).append(np.log(view.fires))
        for k, area in enumerate(view.area):
            rows.setdefault(f"sector_{k}", []).append(area)

    named, spent = simulate(seed, horizon, *c, FITTED, dtype=np.float64, watch=watch)
    return Paths({name: np.stack(path) for name, path in rows.items()}, with_spent(named, spent))


def front_moves(paths: Paths) -> np.ndarray:
    """Whether the front moved in a week, (weeks, members): its member was in war or resumed war before it."""
    before = np.vstack((np.zeros_like(paths.weekly["regime"][:1]), paths.weekly["regime"][:-1]))
    return np.isin(before, (WAR, WAR2))


def gap(name: str, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Largest difference of each member's path, against the size of that path.

    Integrated hazards are small; a ratio of forces is a difference of two logs, each good to 1e-6.
    """
    a, b = np.atleast_2d(a).astype(np.float64), np.atleast_2d(b).astype(np.float64)
    size = np.maximum(np.abs(b).max(axis=0), 1e-10 if name.startswith("cum_") else 1e-2 if "ratio" in name else 1e-3)
    return np.abs(a - b).max(axis=0) / size
