"""Tables that name the rows of every kernel array, the regimes and the constants, with units. Plain Python only."""
