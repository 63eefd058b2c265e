"""Lengths of time in float32, and the two ways to write that something has no week."""

from forecast_kernels.layout.levers import NEVER as NEVER_DATE
from forecast_kernels.layout.outcomes import NEVER_WEEK
from forecast_kernels.numeric.arithmetic import F

YEAR = F(52.0)  # weeks
WEEK = F(1.0 / 52.0)  # years
MONTH = F(52.0 / 12.0)  # weeks
NO_DATE = F(NEVER_DATE)  # of a lever: a week that never comes
NOT_YET = F(NEVER_WEEK)  # of an outcome: an event that has not come
