"""Tests the argument of the op-ed: its ladder, the sell-outs, and every input that decides a sign."""
