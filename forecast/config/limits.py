"""Checks that no draw lies outside the range that the kernel accepts for a row or a lever.

A normal draw is made from a uniform number with 2^32 possible values, so it lies within 6.5 standard deviations of its
mean.
"""

import math

from forecast.config.prior import Beta, Choice, Fixed, Gamma, Lognormal, Normal, PriorEntry, Triangular, Uniform

LARGEST = 3.4e38
"""The largest number that a row or a lever can hold: they are float32."""

REACH = 6.5
"""Largest distance of a normal draw from its mean, in standard deviations."""

PICKS = frozenset({"keepers_school", "submodel_pick", "baseline_pick", "truce_class_pick"})
"""Rows whose value is a uniform number from 0 to 1, or fixed. A member picks one of several views with it, with
probabilities equal to the weights."""


def _set_of_names(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHARES = _set_of_names(
    """fort_t0 forward_frac_0 infantry_frac_0 lanchester_mix killed_frac_0 killed_frac_1 return_frac_0 return_frac_1
    absence_return_0 reform_level_0 domestic_share domestic_cap surge_enabler ally_shells_1 supplier_index refinery_off
    burden_share_t0 burden_share_goal credibility_t0 accept_path_weight freeze_support_0 standing_bilateral
    standing_verification keepers_weight keepers_school accession_ever collapse_settle_0
    truce_class_weight truce_class_pick truce_30d_states truce_30d_proxies
    share stock_frac backfill_frac will_t0
    strike_spent ultimatum_accept crowd_chance submodel_pick baseline_long baseline_post baseline_pick
    keepers_tripwire clause_accession sovereignty_neutral sovereignty_recognition
    troops_stay west_german recognition keep halt_pipeline bilateral neutral relief swap verification pressure execute
    surge_strikes surge_sanctions dmz compact_capabilities compact_missions freeze_withdrawn counter_chance
    counter_neutral counter_relief counter_recognition
    """
)
"""Rows and levers with values from 0 to 1."""

POSITIVE = _set_of_names(
    """level_scale turnover level_halflife pulse_halflife fires_lag armour_exhaust share_halflife rupture_density
    rupture_min rupture_tail rupture_max front_length loss_claimed_1 loss_bias_1 loss_exchange return_lag force_0
    force_1 intake_bias_1 buffer_weeks fires_t0 fires_no_aid fires_best oil_t0 stress_months stress_scale
    sanctions_halflife burden_lag spending_t0 crowd_years crowd_record learning_tau weibull_long_shape
    weibull_post_shape truce_shape_states truce_shape_proxies violation_halflife compact_pledge keepers_scale
    accession_median accession_sdlog held_t0 held_reference lag_stock lag_procured lag_backfill fatigue_halflife
    surge_production
    """
)
"""Rows with values above 0."""

NOT_NEGATIVE = _set_of_names(
    """level_sd level_shock fort_build share_sd rupture_rate_0 rupture_rate_1 salient_t0 salient_decay
    salient_intel_mult loss_shock intake_0 intake_1 separation_0 separation_1 absence_0 ally_troops_1
    ally_stop_rate supplier_cut_rate oil_vol oil_reversion fund_t0 fund_drain fund_cap agreement_hazard accept_lambda
    hazard_0_1m hazard_1_6m hazard_6_12m hazard_1_5y hazard_5_10y hazard_10y frailty_sd war_end_hazard
    collapse_rate_0 collapse_rate_1 keepers_cost cost ally_taper_1 weight_base_rate weight_ultimatum weight_crowd
    weibull_long_1y weibull_post_1y low_settle_states low_escalate_states low_settle_proxies
    low_escalate_proxies low_deaths violation_start violation_rest neighbour_hazard nato_hazard taiwan_hazard
    regain_hazard reconstitute_years clause_accept cession resume_week surge_week
    package_week package_until wait_until troops troops_arrival troops_duration intel_cut_from intel_cut_until
    offer_week deadline
    appropriation_lag surge_duration surge_ramp strikes_week sanctions_week compact_week change_week runout
    backfill_mult surge_mult peace_flow drawdown_lag surge_stock
    """
)
"""Rows and levers with values of 0 or more."""


def range_problem(entry: PriorEntry, row: str, factor: float, label: str) -> str | None:
    """Return why some draws of an entry lie outside the range of a row, or None.

    Parameters
    ----------
    entry : PriorEntry
        The distribution with its clips.
    row : str
        Name of the kernel row or lever.
    factor : float
        Factor from the unit of the entry to the unit of the row.
    label : str
        Name of the row in the message.
    """
    low, high, closed = _support(entry)
    low, high = low * factor, high * factor
    for end in (low, high):
        if math.isfinite(end) and abs(end) > LARGEST:
            return f"can be {end:.3g}, but '{label}' can hold no number beyond {LARGEST:.2g}; is the unit right?"
    if row in PICKS and not _is_unit_interval(entry, factor):
        return f"must be 'uniform: {{low: 0, high: 1}}' or 'fixed', because '{label}' picks one of several views"
    if row in SHARES and high > 1.0 + 1e-9:
        return f"can be as high as {high:.3g}, but '{label}' is at most 1; add 'at_most: {1.0 / factor:g}'"
    if row in POSITIVE and (low < 0.0 or (low == 0.0 and closed)):
        return f"can be as low as {low:.3g}, but '{label}' must be above 0; add an 'at_least' above 0"
    if row in SHARES | NOT_NEGATIVE and low < 0.0:
        return f"can be as low as {low:.3g}, but '{label}' is at least 0; add 'at_least: 0'"
    return None


def middle(entry: PriorEntry) -> float:
    """Return a value in the middle of the draws of an entry, in its unit: the mean, median or mode, after clipping."""
    distribution = entry.distribution
    match distribution:
        case Fixed(value=value):
            number = value
        case Normal(mean=value):
            number = value
        case Lognormal(median=value):
            number = value
        case Beta(a=a, b=b):
            number = a / (a + b)
        case Gamma(shape=shape, rate=rate):
            number = shape / rate
        case Triangular(mode=value):
            number = value
        case Choice(values=values, weights=weights):
            number = values[weights.index(max(weights))]
        case Uniform(low=low, high=high):
            number = low + (high - low) / 2.0
    if entry.at_least is not None:
        number = max(number, entry.at_least)
    return number if entry.at_most is None else min(number, entry.at_most)


def _is_unit_interval(entry: PriorEntry, factor: float) -> bool:
    distribution = entry.distribution
    unclipped = entry.at_least is None and entry.at_most is None
    if isinstance(distribution, Uniform):
        return (distribution.low, distribution.high * factor) == (0.0, 1.0) and unclipped
    return isinstance(distribution, Fixed)


def _support(entry: PriorEntry) -> tuple[float, float, bool]:
    """Return the lower and the upper limit of the draws, and whether a draw can equal the lower limit."""
    low, high, closed = _unclipped(entry)
    if entry.at_least is not None and entry.at_least > low:
        low, closed = entry.at_least, True
    if entry.at_most is not None:
        closed = closed or entry.at_most <= low  # then every draw is `at_most`
        high, low = min(high, entry.at_most), min(low, entry.at_most)
    return low, max(low, high), closed


def _unclipped(entry: PriorEntry) -> tuple[float, float, bool]:
    distribution = entry.distribution
    if isinstance(distribution, Fixed):
        return distribution.value, distribution.value, True
    if isinstance(distribution, Normal):
        return distribution.mean - REACH * distribution.sd, distribution.mean + REACH * distribution.sd, True
    if isinstance(distribution, Lognormal):
        return 0.0, distribution.median * math.exp(min(REACH * distribution.sdlog, 600.0)), False
    if isinstance(distribution, Beta):
        return 0.0, 1.0, False
    if isinstance(distribution, Gamma):
        return 0.0, math.inf, False
    if isinstance(distribution, Triangular):
        return distribution.min, distribution.max, False
    if isinstance(distribution, Choice):
        return distribution.values[0], distribution.values[-1], True
    return distribution.low, distribution.high, False
