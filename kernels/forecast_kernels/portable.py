"""How a scalar function of the model is marked: plain Python when called, inlined when compiled."""

from numba.extending import register_jitable

portable = register_jitable(forceinline=True, error_model="numpy", fastmath=False)
