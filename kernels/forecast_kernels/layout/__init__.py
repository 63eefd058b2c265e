"""Tables of names: rows of every kernel array with units, regimes, constants. Plain Python, no array library."""
