"""Random channels: numbers of independent random streams, used as the second key word of the generator.

Only append: a changed number changes the random numbers of every run. A test freezes them.
"""

PRIOR_MC = 1
PRIOR_SOBOL = 2
PRIOR_LHS = 3
WEEKLY = 4
ONCE = 5
SECTOR_START = 6
PRIOR_PILOT = 7
RETURN = 8
