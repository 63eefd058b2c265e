"""Tables that name the rows of every kernel array, the regimes and the constants, with units. Plain Python only.

Side 0 is the defender, side 1 the attacker; a name that ends in _0 or _1 belongs to that side.
"""
