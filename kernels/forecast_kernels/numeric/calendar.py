"""Lengths of time in float32, and the two codes for an event without a week."""

from forecast_kernels.layout.levers import NEVER as NEVER_DATE
from forecast_kernels.layout.outcomes import NEVER_WEEK
from forecast_kernels.numeric.arithmetic import F

YEAR = F(52.0)  # weeks
WEEK = F(1.0 / 52.0)  # years
MONTH = F(52.0 / 12.0)  # weeks
NO_DATE = F(NEVER_DATE)  # value of a lever: the week never comes
NOT_YET = F(NEVER_WEEK)  # value of an outcome: the event has not happened
