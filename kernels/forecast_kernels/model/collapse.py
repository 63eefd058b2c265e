"""Military collapse of side 0 and disruption of side 1, as integrated hazards."""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, clip, exp, fma, minimum
from forecast_kernels.numeric.jit import scalar

TENTH = F(1.0 / 0.105)  # per tenth of force density: -ln 0.9 = 0.105
DENSITY_LEAST, DENSITY_MOST = F(k.DENSITY_LEAST), F(k.DENSITY_MOST)
LEAST_LAND = F(k.COLLAPSE_LAND)


@scalar
def hazard_0(base, gap, gap_effect, force_ratio, density_effect):
    """Hazard of collapse of side 0 per year.

        base exp(gap_effect gap + density_effect clip(force_ratio/0.105, -3, 8))

    Parameters
    ----------
    base : hazard at week 0, per year
    gap : gap in supply, 0 to 1
    force_ratio : log force ratio, side 1 over side 0, over week 0; 0.105 is a tenth of the density
    """
    return base * exp(fma(gap_effect, gap, density_effect * clip(force_ratio * TENTH, DENSITY_LEAST, DENSITY_MOST)))


@scalar
def hazard_1(base, stress, stress_effect):
    """Hazard of disruption of side 1 per year: base exp(stress_effect stress)."""
    return base * exp(stress_effect * stress)


@scalar
def land_lost(u, settle):
    """Share of held land lost in a collapse of side 0: none in a forced settlement, else 0.1/u, at most all.

    Parameters
    ----------
    u : uniform; below `settle`, the chance of a forced settlement, no land is lost
    """
    rest = (u - settle) / (ONE - settle) if u > settle else ONE
    return minimum(LEAST_LAND / rest, ONE) if u > settle else ZERO
