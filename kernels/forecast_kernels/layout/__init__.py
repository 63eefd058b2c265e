"""Tables that name the rows of every kernel array with their units, the regimes and the constants of the model.

Side 0 is the defender, side 1 the attacker; a name that ends in _0 or _1 belongs to that side. The modules are plain
Python and import no array library.
"""
