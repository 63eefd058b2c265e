"""Other scales for the level than the one that is used: any power, and the inverse hyperbolic sine."""

import numpy as np

from forecast.calibration.front_law import Curve
from forecast.observations.series import Floats

FAR = 12.0  # on a log-like scale: exp(12) times `scale`


def modulus(power: float) -> Curve:
    """The modulus transformation (John & Draper 1980) with `power` from 0, like a logarithm, to 1, linear."""

    def to_level(gain: Floats, scale: Floats) -> Floats:
        size = np.log1p(np.abs(gain) / scale)
        return np.asarray(np.sign(gain) * (np.expm1(power * size) / power if power else size))

    def from_level(level: Floats, scale: Floats) -> Floats:
        size = np.abs(level)
        log = np.log1p(power * size) / power if power else np.minimum(size, FAR)
        return np.asarray(np.sign(level) * scale * np.expm1(log))

    def log_slope(gain: Floats, scale: Floats) -> Floats:
        return np.asarray((power - 1.0) * np.log1p(np.abs(gain) / scale) - np.log(scale))

    return Curve(to_level, from_level, log_slope)


def _to_asinh(gain: Floats, scale: Floats) -> Floats:
    return np.asarray(np.arcsinh(gain / scale))


def _from_asinh(level: Floats, scale: Floats) -> Floats:
    return np.asarray(scale * np.sinh(np.clip(level, -FAR, FAR)))


def _asinh_slope(gain: Floats, scale: Floats) -> Floats:
    return np.asarray(-0.5 * np.log(gain**2 + scale**2))


ASINH = Curve(_to_asinh, _from_asinh, _asinh_slope)
