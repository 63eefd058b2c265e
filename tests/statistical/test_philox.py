"""Philox4x32-10 against the known answers of the Random123 distribution, and the numbers of its channels."""

import numpy as np
import pytest
from numba import njit

from forecast_kernels.numeric import channels
from forecast_kernels.numeric.philox import philox4x32, philox_arrays

KNOWN = [  # counter, key, answer
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def numbers(text: str) -> list[np.uint64]:
    return [np.uint64(int(word, 16)) for word in text.split()]


@njit
def compiled(c0, c1, c2, c3, k0, k1):
    return philox4x32(c0, c1, c2, c3, k0, k1)


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_known_answers(counter, key, answer):
    want = [int(word) for word in numbers(answer)]
    assert [int(word) for word in compiled(*numbers(counter), *numbers(key))] == want
    rows = [np.full(3, word) for word in numbers(counter)]
    for found, word in zip(philox_arrays(*rows, *numbers(key)), want, strict=True):
        assert found.tolist() == [word] * 3


def test_channels_keep_their_numbers():
    """A stored run can be repeated only while these numbers stay; a new channel is appended here too."""
    found = {name: value for name, value in vars(channels).items() if name.isupper()}
    assert found == {
        "PRIOR_MC": 1,
        "PRIOR_SOBOL": 2,
        "PRIOR_LHS": 3,
        "WEEKLY": 4,
        "ONCE": 5,
        "SECTOR_START": 6,
        "PRIOR_PILOT": 7,
        "RETURN": 8,
    }
