"""Sovereignty index of side 0: what is held, less the terms that were signed, with weights stated in the config."""

from forecast_kernels.numeric.arithmetic import ZERO, most
from forecast_kernels.numeric.jit import scalar


@scalar
def index(held, neutral, recognised, w_neutral, w_recognition):
    """Held share of pre-invasion land less weighted neutrality with caps and recognised losses, at least 0."""
    return most(held - neutral * w_neutral - recognised * w_recognition, ZERO)
