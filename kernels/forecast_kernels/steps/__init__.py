"""One member's share of each loop: rows are read at column i, the scalar function is called, rows are written.

Arrays of one block: P parameters, L levers, V derived, S state, R outcomes ([rows, W]); DP, DL, DS the same of the
donors ([donors, rows, W]).
"""
