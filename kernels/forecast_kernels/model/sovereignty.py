"""Sovereignty index of side 0 (the defender): land held, minus fixed amounts for terms that it signed."""

from forecast_kernels.numeric.arithmetic import ZERO, maximum
from forecast_kernels.numeric.jit import scalar


@scalar
def index(held, neutral, recognised, w_neutral, w_recognition):
    """Sovereignty index of side 0, at least 0: held - neutral w_neutral - recognised w_recognition.

    Parameters
    ----------
    held : land held divided by pre-invasion land
    neutral, recognised : 1 if neutrality, or the recognition of losses, is in force, else 0
    w_neutral, w_recognition : what each subtracts, stated in the config
    """
    return maximum(held - neutral * w_neutral - recognised * w_recognition, ZERO)
