"""Printed figures behind every input of grade A or B, and the arithmetic that makes its size of them."""

from math import exp, log
from typing import NamedTuple


def logit(p: float) -> float:
    return log(p / (1 - p))


def middle(*figures: float) -> float:
    return sum(figures) / len(figures)


def weighted(*figures: tuple[float, float]) -> float:
    """Mean of (figure, standard error) weighted by their variances."""
    return sum(x / se**2 for x, se in figures) / sum(1 / se**2 for _, se in figures)


def rate(share: float, years: float = 1) -> float:
    """Yearly hazard of a share in so many years."""
    return -log(1 - share) / years


class Size(NamedTuple):
    """`size` by arithmetic from printed figures, how far the input may lie from it, its spread where one is printed.

    at: what is compared, "centre" (mean of a normal, beta, gamma; median of a lognormal; value) or "mean" or "mode".
    """

    name: str
    size: float
    within: float
    spread: float | None = None
    at: str = "centre"


def _shape(share: float, years: float, first: float) -> float:
    """Shape of a Weibull law with these shares failed by so many years and by the first."""
    return log(rate(share) / rate(first)) / log(years)


def _of_interval(low: float, high: float, width: float = 1.96) -> float:
    """Standard deviation of the log from an interval of positive figures, 95 % unless `width` says otherwise."""
    return log(high / low) / (2 * width)


def _posterior(name: str, median: float, low: float, high: float, normal: bool = False) -> Size:
    """A fitted input: median and central 80 % as the page of the posterior prints them."""
    spread = (high - low) / (2 * 1.2816) if normal else _of_interval(low, high, 1.2816)
    return Size(name, median, 0.01 * median, spread)


LINE = (88.35, 45.62, 63.76, 94.02, 87.83, 43.40, 47.28, 51.95, 50.12, 183.20, 39.30)  # km in S02 to S12
END_RATES = (0.35, 0.31, 0.33, 0.33, 0.5)  # of wars in years 3 to 7
SLOPE = sum((k - 2) * log(r) for k, r in enumerate(END_RATES)) / 10
LONG, POST = 0.21, 0.04  # fail in a year
LAWS = tuple(log(weeks) for weeks in (1.9, 3.3, 4.0, 6.3, 26.7))  # from request to signature
LOW_STATES = 26.1  # years of low-intensity fighting between states
LOW_DONBAS = 7.7 - 26 * 17 / 365.25  # years of it in Donbas: all but 26 truces of 17 days on the mean

SIZES = (
    # bargaining
    Size("duration_dependence", 0.0, 0.0, spread=abs(SLOPE)),
    Size("ua_accept_guarantee_bonus", logit(0.47) - logit(0.38), 0.01),
    Size("ua_weariness", middle((logit(0.32) - logit(0.19)) / (10 / 12), 0.0), 0.01),
    Size("agreement_hazard_long_wars", (0.35 * 0.25) ** 0.5 * (1 - 0.30), 0.005, spread=18**-0.5),
    # ceasefire: (ties after 1945, all cases times 2.3)
    Size("cf_haz_0_1m", middle(1.58, 1.53), 0.07),
    Size("cf_haz_1_6m", middle(0.18, 0.41), 0.02),
    Size("cf_haz_6_12m", middle(0.33, 0.29), 0.02),
    Size("cf_haz_1_5y", middle(0.0, 0.051), 0.002),
    Size("cf_haz_5_10y", middle(0.052, 0.046), 0.005),
    Size("cf_haz_10y_plus", middle(0.021, 0.022), 0.004),
    Size("loghr_stakes_existential", weighted((0.88, 0.48), (0.73, 0.30)), 0.02, spread=0.30),
    Size("loghr_ln_deaths", middle(-0.11, -0.25), 0.025, spread=0.08),
    Size("deaths_excess", log(280_000) - 9.2, 0.05),
    Size("loghr_onsite_verification", middle(-0.455, -0.433), 0.01, spread=0.186),
    Size("loghr_demilitarised_zone", weighted((0.44, 1), *[(-0.4, 1)] * 4), 0.04, spread=0.34),
    Size("loghr_peacekeepers_fortna", middle(log(0.50), log(0.25)), 0.05),
    Size("loghr_peacekeepers_lhr", -0.10, 0.005, spread=0.41),
    Size("war_end_hazard_year3plus", 18 / 52, 0.001),
    Size("weibull_long_1y", rate(LONG), 0.002, spread=_of_interval(rate(0.13), rate(0.32))),
    Size("weibull_long_shape", middle(_shape(0.38, 5, LONG), _shape(0.48, 10, LONG)), 0.01),
    Size("weibull_post_1y", rate(POST), 0.001, spread=_of_interval(rate(0.02), rate(0.12))),
    Size("weibull_post_shape", middle(_shape(0.12, 5, POST), _shape(0.18, 10, POST)), 0.02),
    # truces: fits of docs/ceasefires.md, counts of episodes
    Size("truce_30d_interstate", middle(0.01, 0.16), 0.01),  # cases that the data set confirms, and the others
    Size("truce_shape_interstate", 0.38, 0.001, spread=0.25),
    Size("truce_30d_donbas", 1 - (1 - 0.83) ** exp(0.44), 0.02),
    Size("truce_shape_donbas", 0.64, 0.001, spread=0.24),
    Size("low_settle_interstate", 15 / LOW_STATES, 0.001),
    Size("low_escalate_interstate", (2 + 0.5) / LOW_STATES, 0.001),
    Size("low_settle_donbas", 25 / LOW_DONBAS, 0.05),
    Size("low_escalate_donbas", (2 + 0.5) / LOW_DONBAS, 0.005),
    # economy
    Size("urals_price_vol", middle(0.51, 0.35), 0.035),
    Size("sanctions_surge_discount", middle(30.5 - 24.6, 30.5 - 12.2), 2.0, at="mean"),
    Size("urals_price_t0", 74.4 - middle(9, 12), 0.5),
    Size("budget_cutoff_price", 60, 0),
    Size("nwf_liquid_t0", 5.8 - 1.3, 0.15),
    # forces
    Size("kia_fraction_ua", 43 / (43 + 370), 0.005),
    Size("force_ru_theatre", middle(520, 690), 10),
    Size("force_ua_total", 880, 0),
    Size("recruit_ru_weekly", 427 / 50, 0.1),
    Size("mobilise_ua_weekly", middle(20, 30) * 12 / 52, 0.3),
    Size("awol_ua_weekly", 60 / (305 / 7) * exp(0.45 / 2), 0.05),  # of ten months; half an sd of the log upward
    # front
    Size("turnover", middle(28, 43), 3.0),
    Size("fort_effect_fortified", log(0.48), 0.01),
    Size("breakthrough_rate_ru", (1 + 0.5) / 3, 0.001),
    Size("front_length_active", sum(LINE), 1),
    Size("area_held_t0", 603_628 - 84_225 - 27_020 - 453, 0),
    Size("area_held_pre2022", 603_628 - 43_700, 0),
    # politics
    Size("ua_accept_freeze_share", 0.32, 0.001),
    Size("standing_bilateral", 1, 0),
    Size("spending_europe_t0", 2.02 / 100, 0),
    Size("appropriation_lag", exp(middle(*LAWS)), 0.05, spread=1.0),
    Size("drawdown_lag", 1, 0, at="mode"),  # ordered on the day of the law: the first step of the model
    # spillover
    Size("russia_nato_hazard", rate(0.10, 15), 0.0001),
    Size("taiwan_force_hazard", rate(0.02), 0.0005),
    # supply
    Size("shell_ratio_no_aid", middle(7, 5), 0),
    Size("shell_ratio_best", 1.5, 0),
    Size("shell_ratio_t0", middle(2, 2.5), 2.25 * 0.25 / 2),
    Size("backfill_lag_europe", 119 / 7, 1.5),
    Size("aid_cost_us", middle(21.4, 18.1), 0.5, spread=3.7),
    Size("aid_cost_europe", 20.9, 0.2, spread=2.1),
    Size("nk_shell_share_ru", 0.5, 0, at="mode"),
    Size("china_support_index", middle(0.90, 0.70), 0.02),
    # the posterior of the front: configs/posteriors/front-2024-12-14/README.md
    _posterior("level_t0", 121, 82, 166),
    _posterior("pulse_t0", 0.48, -0.40, 1.74, normal=True),
    _posterior("level_mean", 58, 30, 111),
    _posterior("level_halflife", 50, 24, 111),
    _posterior("level_sd", 1.22, 0.69, 1.93),
    _posterior("level_scale", 13.7, 9.9, 18.9),
    _posterior("level_shock", 0.40, 0.27, 0.54),
    _posterior("pulse_halflife", 6.3, 2.5, 14.4),
    _posterior("kursk_area_t0", 511, 476, 550, normal=True),
    _posterior("kursk_decay_rate", 0.039, 0.026, 0.054),
    _posterior("loss_ru_daily_t0", 1419, 1277, 1576, normal=True),
    _posterior("loss_shock_sd", 0.138, 0.123, 0.158),
    _posterior("share_sd", 1.22, 0.93, 1.62),
    _posterior("share_halflife", 18, 7.3, 43),
)  # fmt: skip

ELSEWHERE = {
    "forecast_cf_by_2025_09": "anchor of the crowd",
    "forecast_cf_years": "anchor of the crowd",
}
"""Inputs of grade A or B whose sizes another test or page derives, with the reason."""
