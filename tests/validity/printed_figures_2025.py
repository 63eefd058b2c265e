"""Printed figures behind the inputs of grade A or B that the second baseline has of its own, with the arithmetic."""

from math import log

from tests.validity.printed_figures import Size, logit, middle

MONTH = 365.25 / 12 / 7  # weeks
SIZES_2025 = (
    # measured.yaml: `python -m studies rebase` makes the numbers again in tests/studies/test_baseline_2025.py
    Size("area_held_t0", 603_628 - 27_020 - middle(88_287, 89_164), 20, 439),
    Size("front_length_active", 990, 1, 99),
    Size("loss_ru_daily_t0", 1034.3, 1, 83),
    Size("aid_cost_us", 3 * (1.8832 + 0.045 + 0.3795 + 0.2973), 0.1),
    Size("aid_cost_europe", middle(33.3, 20.6), 0.1),
    # statements
    Size("nwf_liquid_t0", 4.2, 0.05),
    Size("budget_cutoff_price", 60 - 1, 0),
    Size("force_ru_theatre", 640 + 6.5 * 9, 10),
    Size("recruit_ru_weekly", 336 / 41.4, 0.1),
    Size("mobilise_ua_weekly", middle(28, 28, 30) / MONTH, 0.3),
    Size("shell_ratio_t0", 2.0, 0.05),
    Size("nk_shell_share_ru", 0.5 * 0.5, 0.03, at="mode"),
    Size("ua_accept_freeze_share", 0.35, 0.01),
    Size("spending_europe_t0", 0.0227, 0),
    Size("kursk_area_t0", 0, 0),
    Size("forecast_cf_years", 397 / 364, 1e-3),
    Size("deaths_excess", log(250e3 + 80e3) - 9.2, 0.05),
    Size("europe_backfill_frac", middle(0.70, 0.23), 0.05),
    Size("ua_weariness", middle(logit(0.38) - logit(0.32), 0), 0.02),
    Size("pk_force_size", middle(10, 30), 0.5, at="mode"),
)
