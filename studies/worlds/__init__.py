"""Tests the forecast of the front on simulated continuations of the observed series."""
