"""Entries of `fitted[NF]`: coefficients from a pilot run before the first member, for all members and branches.

The first ones belong to the emulator of the gain E (km2) that side 1, the attacker, expects of the next year:
ln E = ln(52 level_t0) + CONST + GAIN ln(max(g13, 5)/level_t0) + FIRES beta_fires f + FORCE beta_force r
     + TREND trend + MEAN ln(level_mean/level_t0).

g13 is the net gain of the last 13 weeks, f the log fires ratio to come, r the log force ratio; the other names are
rows of `layout.parameters`.

SIGNS_0 converts a rate of agreements to the readiness of side 1 alone. It is a mean over the draws, because a base rate
holds on average: a draw in which side 0 will not sign must not make side 1 readier.

TYPE_MEAN and TYPE_SD say where a draw stands among the draws by the readiness of side 1 at week 0.
"""

from forecast_kernels.layout.column import Table

_t = Table()
_add = _t.add

EXPECT_CONST = _add("expect_const", "1", "constant")
EXPECT_GAIN = _add("expect_gain", "1", "elasticity to the gain of the last 13 weeks")
EXPECT_FIRES = _add("expect_fires", "1", "coefficient of beta_fires times the log fires ratio to come")
EXPECT_FORCE = _add("expect_force", "1", "coefficient of beta_force times the log force ratio")
EXPECT_TREND = _add("expect_trend", "years", "coefficient of the trend")
EXPECT_MEAN = _add("expect_mean", "1", "elasticity to the long-run level over that of week 0")
N_TERMS = len(_t.columns)
SIGNS_0 = _add("signs_0", "1", "mean chance that side 0 signs the standing terms at week 0")
TYPE_MEAN = _add("type_mean", "1", "mean over the draws of side 1's index at the reference offer")
TYPE_SD = _add("type_sd", "1", "standard deviation of that index between the draws")

FITTED = tuple(_t.columns)
N_FITTED = len(FITTED)
