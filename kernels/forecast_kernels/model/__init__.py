"""The model: one mechanism per file, in short scalar functions.

Side 0 is the defender, side 1 the attacker; a name that ends in _0 or _1 belongs to that side. docs/model.md has all
equations and sources, docs/glossary.md the terms.
"""
