"""Sovereignty index of side 0: what is held, less the terms that were signed, with weights stated in the config."""

from forecast_kernels.numeric.arithmetic import ZERO, maximum
from forecast_kernels.numeric.jit import scalar


@scalar
def index(held, neutral, recognised, w_neutral, w_recognition):
    """Sovereignty index of side 0, at least 0: held - neutral w_neutral - recognised w_recognition.

    Parameters
    ----------
    held : land held over pre-invasion land
    neutral, recognised : terms in force, 0 or 1
    w_neutral, w_recognition : their weights, stated in the config
    """
    return maximum(held - neutral * w_neutral - recognised * w_recognition, ZERO)
