"""Registers of 512 bits: asked for where they pay, and never against the user's own words."""

import pytest
from llvmlite import binding

from forecast.runner import vector_width
from forecast.runner.cache import cache_key


class Features(dict):
    def flatten(self):
        return ",".join(f"+{name}" for name, there in self.items() if there)


@pytest.fixture
def host(monkeypatch):
    """Sets the features of the processor; the environment is as if nobody had chosen anything."""
    from numba.core import config

    monkeypatch.setattr(config, "CPU_FEATURES", config.CPU_FEATURES)
    for name in ("NUMBA_CPU_NAME", vector_width.VARIABLE):
        monkeypatch.setenv(name, "")  # so that what the call sets is taken back
        monkeypatch.delenv(name)
    return lambda **features: monkeypatch.setattr(binding, "get_host_cpu_features", lambda: Features(features))


def test_that_a_processor_with_fast_registers_gets_them(host, monkeypatch):
    host(avx2=True, avx512f=True, avx512vbmi2=True)
    before = cache_key()
    assert vector_width.use_wide_registers()
    from numba.core import config

    assert config.CPU_FEATURES == "+avx2,+avx512f,+avx512vbmi2,-prefer-256-bit"
    assert cache_key() != before
    assert not vector_width.use_wide_registers()


@pytest.mark.parametrize("features", [{"avx2": True}, {"avx2": True, "avx512f": True}, {"neon": True}])
def test_that_other_processors_are_left_alone(host, features):
    host(**features)
    assert not vector_width.use_wide_registers()


@pytest.mark.parametrize(("name", "value"), [("NUMBA_CPU_NAME", "haswell"), (vector_width.VARIABLE, "+avx2")])
def test_that_the_user_has_the_last_word(host, monkeypatch, name, value):
    host(avx512vbmi2=True)
    monkeypatch.setenv(name, value)
    assert not vector_width.use_wide_registers()
