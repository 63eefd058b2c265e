"""Settings in which a named row of the kernel can act, where its 10 and 90 % draws in a committed branch do not do.

A row that two mechanisms read has an entry for each, with the outcomes that only this one can move.
"""

from typing import NamedTuple

from forecast_kernels.layout.levers import NEVER

TALK_FREE = {"agreement_hazard": 0, "weight_base_rate": 1, "weight_ultimatum": 0, "weight_crowd": 0}
BY_ULTIMATUM = {"weight_base_rate": 0, "weight_ultimatum": 1, "weight_crowd": 0}
AT_ONCE = {"agreement_hazard": 1e9, "weight_base_rate": 1, "weight_ultimatum": 0, "weight_crowd": 0}
BANDS = ("hazard_0_1m", "hazard_1_6m", "hazard_6_12m", "hazard_1_5y", "hazard_5_10y", "hazard_10y")
ONLY_PACKAGE = {"package_week": 0, "offer_week": 0, "freeze_withdrawn": 1}
FOR_GOOD = AT_ONCE | {"baseline_long": 0, "baseline_post": 0} | dict.fromkeys(BANDS, 0)  # no return to war
SPILL = ("spill_neighbour_w520", "spill_nato_w520", "spill_taiwan_w520")
SPILLS = (
    "neighbour_hazard", "nato_hazard", "taiwan_hazard", "emboldened_effect", "taiwan_effect", "depleted_effect",
    "reconstitute_years",
)  # fmt: skip


class Acts(NamedTuple):
    """Two values of a row, None for its 10 or 90 % draw, and where: a branch, None for the first in which it acts.

    rows, levers: set on both sides. seen: outcomes of which one must differ, () for any.
    """

    low: float | None = None
    high: float | None = None
    branch: str | None = None
    rows: dict[str, float] = {}
    levers: dict[str, float] = {}
    seen: tuple[str, ...] = ()


def _package(low: float, high: float, *signed: str, branch: str = "surge_offer") -> tuple[Acts, ...]:
    """A term of the package: what it does to either side's readiness, and once it is signed in week 1."""
    ready = [Acts(low, high, branch, seen=(side,)) for side in ("accept_1", "accept_0")]
    return *ready, *(Acts(low, high, branch, AT_ONCE, {"package_week": 0}, (outcome,)) for outcome in signed)


def _offer(low: float, high: float, **levers: float) -> tuple[Acts, ...]:
    return (Acts(low, high, "surge_offer", levers=levers),)


ALSO = ("relief_drift", "mismatch_effect", "accept_cost")  # rows that the page does not name

ACTS: dict[str, tuple[Acts, ...]] = {
    # levers of a branch
    "package_week": _offer(8, 40),
    "package_until": _offer(16, NEVER),
    "troops": (
        *_package(0, 20, "resumed_week"),
        Acts(10, 20, "surge_offer", FOR_GOOD, {"package_week": 0}, ("keepers_cost",)),
    ),
    "troops_arrival": (Acts(0, 40, "surge_offer", AT_ONCE, {"package_week": 0}, ("resumed_week",)),),
    "troops_duration": (
        Acts(52, 260, "surge_offer", AT_ONCE, {"package_week": 0}, ("resumed_week",)),
        Acts(52, 260, "surge_offer", FOR_GOOD, {"package_week": 0}, ("keepers_cost",)),
    ),
    "troops_stay": (
        Acts(0, 1, "surge_offer", AT_ONCE, {"package_week": 0}, ("resumed_week",)),
        Acts(0, 1, "surge_offer", FOR_GOOD, {"package_week": 0}, ("keepers_cost",)),
    ),
    "bilateral": _package(0, 1, "resumed_week"),
    "alliance": _package(0, 1, "resumed_week", "member_week"),
    "accession_path": _package(0, 1, "resumed_week", "member_week"),
    "west_german": (
        Acts(0, 1, "surge_offer", seen=("accept_1",)),
        Acts(0, 1, "surge_offer", AT_ONCE, {"package_week": 0}, ("member_week",)),
    ),
    "dmz": (Acts(0, 1, "surge_offer", AT_ONCE, {"package_week": 0}, ("resumed_week",)),),
    "neutral": _package(0, 1, "neutral", "sovereignty_w520", branch="no_aid"),
    "recognition": _package(0, 1, "lost_recognised_w520"),
    "cession": _package(0, 1000, "ceded"),
    "swap": (
        Acts(0, 1, "surge_offer", seen=("accept_1",)),
        Acts(0, 1, "surge_offer", AT_ONCE, {"package_week": 0}, ("transfer",)),
    ),
    "verification": _offer(0, 1),
    "offer_week": _offer(8, 20),
    "deadline": _offer(4, 16),
    "execute": _offer(0, 1),
    "freeze_withdrawn": _offer(0, 1),
    "counter_chance": _offer(0, 1, counter_neutral=1, counter_relief=1),
    "counter_neutral": _offer(0, 1, counter_chance=1),
    "counter_relief": _offer(0, 1, counter_chance=1),
    "counter_recognition": _offer(0, 1, counter_chance=1),
    "wait_until": _offer(0, 52),
    "appropriation_lag": (
        Acts(2, 20, "surge_offer", TALK_FREE, seen=("surge_week",)),
        Acts(2, 20, "surge_bluff", seen=("ceasefire_week",)),  # how long the threat presses
    ),
    "drawdown_lag": (Acts(1, 20, "surge_offer", TALK_FREE, {"appropriation_lag": 20}, ("surge_week",)),),
    "surge_week": _offer(6, NEVER),
    "surge_duration": (
        Acts(13, 78, "surge_offer", TALK_FREE, seen=("net_w104",)),
        Acts(13, 78, "surge_bluff", seen=("ceasefire_week",)),  # how long the threat presses
    ),
    "surge_ramp": (Acts(1, 26, "surge_offer", TALK_FREE, seen=("fires_w26", "net_w52")),),
    "surge_strikes": _offer(0, 1),
    "surge_sanctions": _offer(0, 1),
    "strikes_week": (Acts(4, NEVER, "muddle_through"),),
    "sanctions_week": (Acts(4, NEVER, "muddle_through"),),
    "compact_week": _offer(26, NEVER),
    "compact_pledge": _offer(0.0202, 0.035),
    "compact_capabilities": _offer(0, 0.5),
    "compact_missions": _offer(0, 1),
    # levers of the lead donor
    "keep": (Acts(0, 1, "muddle_through"),),
    "change_week": (Acts(5, NEVER, "muddle_through"),),
    "resume_week": (Acts(20, NEVER, "hold"),),
    "runout": (Acts(0, 26, "muddle_through"),),
    "halt_pipeline": (Acts(0, 1, "no_aid", seen=("fires_w26",)),),
    "surge_mult": _offer(1, 2),
    "peace_flow": (Acts(0, 1, "surge_offer", AT_ONCE, seen=("resumed_week",)),),
    # rows of donors that the study fixes
    "lag_stock": (Acts(4, 16, "muddle_through"),),
    "lag_procured": (Acts(30, 90, "muddle_through"),),
    # rows that the study fixes
    "accession_median": (Acts(4, 12, "surge_offer"),),
    "accession_sdlog": (Acts(0.3, 0.9, "surge_offer"),),
    "baseline_long": (Acts(0, 1, "surge_offer", {"baseline_post": 0}),),
    "baseline_post": (Acts(0, 1, "surge_offer", {"baseline_long": 0}),),
    "burden_share_goal": (Acts(0.45, 0.6, "muddle_through"),),
    "fires_best": (Acts(0.5, 2, "surge_offer", TALK_FREE, seen=("fires_w26",)),),
    "keepers_tripwire": (Acts(0.2, 1, "surge_offer", seen=("resumed_week",)),),
    "loss_shock": (Acts(0, 0.2, "muddle_through"),),
    "neutral_defeat": (Acts(0, 1, "no_aid", seen=("collapse_week_0",)),),
    "sovereignty_neutral": (Acts(0.3, 0.8, "no_aid"),),
    "sovereignty_recognition": (Acts(0.1, 0.4, "recognition"),),
    "spending_t0": (Acts(0.018, 0.022, "surge_offer"),),
    "standing_bilateral": (
        Acts(0, 1, "muddle_through", BY_ULTIMATUM, seen=("accept_1",)),
        Acts(0, 1, "muddle_through", seen=("accept_0",)),
        Acts(0, 1, "muddle_through", AT_ONCE, seen=("resumed_week",)),
    ),
    "credibility_t0": (Acts(branch="surge_offer", seen=("accept_1",)),),
    "accept_threat": (
        Acts(branch="surge_offer", rows=BY_ULTIMATUM, seen=("accept_1",)),
        Acts(branch="surge_offer", seen=("accept_reference",)),
    ),
    "truce_class_weight": (Acts(0, 1, "muddle_through"),),
    "window_effect": (Acts(None, None, "surge_offer", AT_ONCE, ONLY_PACKAGE, ("resumed_week",)),),
    "assurance_effect": (Acts(None, None, "surge_offer", AT_ONCE, ONLY_PACKAGE | {"bilateral": 0}, ("resumed_week",)),),
    "dmz_effect": (Acts(None, None, "surge_offer", AT_ONCE, ONLY_PACKAGE | {"dmz": 1}, ("resumed_week",)),),
    "mismatch_effect": (Acts(branch="surge_offer", seen=("resumed_week",)),),
    **{name: (Acts(branch="no_aid", seen=SPILL),) for name in SPILLS},
    # rows whose lever no branch pulls, and rows that two mechanisms read
    "accept_wait": (Acts(levers={"wait_until": 52}, branch="surge_offer"),),
    "crowd_record": (Acts(0.2, 0.8, "muddle_through", seen=("accept_reference",)),),
    "accept_cession": (Acts(levers={"cession": 1000}, branch="surge_offer"),),
    "cession_penalty_0": (Acts(levers={"cession": 1000}, branch="surge_offer"),),
    "clause_accept": (Acts(levers={"west_german": 0}, branch="surge_offer"),),
    "clause_accession": (Acts(levers={"west_german": 0}, branch="surge_offer"),),
    "strike_effect": (
        Acts(branch="surge_offer", rows=TALK_FREE, seen=("net_w104",)),
        Acts(branch="surge_offer", seen=("accept_1",)),
    ),
    "surprise_effect": (Acts(branch="no_aid", rows=AT_ONCE, seen=("held_w520",)),),
}
