"""Random channels: the second key word of the generator. Append only; a test freezes the numbers."""

PRIOR_MC = 1
PRIOR_SOBOL = 2
PRIOR_LHS = 3
WEEKLY = 4
ONCE = 5
SECTOR_START = 6
PRIOR_PILOT = 7
RETURN = 8
