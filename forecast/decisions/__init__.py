"""Which branch is better for whom: actors with stated values, regret, ties, and what became of the offer."""

from forecast.decisions.actors import Values, read_values
from forecast.decisions.decision import Decision, decide

__all__ = ["Decision", "Values", "decide", "read_values"]
