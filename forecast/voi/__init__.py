"""The value of information: how much a better choice is worth if inputs were known."""
