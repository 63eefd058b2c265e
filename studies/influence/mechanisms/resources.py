"""Mechanisms of supply, of the economy of side 1 and of the politics of the donors."""

from studies.influence.mechanisms.mechanism import NO_TIME, Mechanism, off

SUPPLY = (
    off("backfill", "backfill_frac"),
    Mechanism("fatigue of backfill", {"fatigue_halflife": NO_TIME}),
    off("stocks", "buffer_weeks"),
    off("growth of own production", "domestic_growth"),
    off("gain of a surge", "surge_fire_gain"),
    off("surge needs reform", "surge_enabler"),
    off("growth of side 1's fires", "fires_growth_1"),
    off("stress on side 1's fires", "fires_stress_1"),
    off("supplier", "supplier_cut_rate"),
    off("ally's shells", "ally_shells_1"),
    off("stop of the ally", "ally_stop_rate"),
    off("defence spending on aid", "growth_elasticity"),
    off("ally's shells taper", "ally_taper_1"),
    off("strikes on side 1's fires", "fires_strikes_1"),
)

ECONOMY = (
    off("oil price moves", "oil_vol"),
    off("oil price reverts", "oil_reversion"),
    off("sanctions surge", "sanctions_jump"),
    off("refineries", "refinery_off"),
)

POLITICS = (
    off("burden sharing", "will_burden", "growth_elasticity"),
    off("image", "will_image"),
    off("refusal", "will_refusal"),
    off("signals", "signal_llr"),
    off("bluff costs credibility", "bluff_penalty"),
)
