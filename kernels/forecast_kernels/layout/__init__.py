"""Tables of names: rows of every kernel array with units, regimes, constants of the model. Plain Python."""
