"""The equations of the model: one file per mechanism, short scalar functions with their sources.

Side 0 is the defender, side 1 the attacker; a name that ends in _0 or _1 belongs to that side. docs/model.md has all
equations and sources, docs/glossary.md the terms.
"""
