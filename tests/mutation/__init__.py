"""Does the test of a claim fail when its mechanism is turned round? A mutation test of the rows of docs/coverage.md.

Each mutant is a copy of the array model (tests/array_model, the model written a second time in plain NumPy) with the
sign of one term turned in its source. The switch of the claim (tests/validity/claims.py) is run on the model as
written, where it must pass, and on the mutant, where it must fail.

    python -m tests.mutation               all mutants, and the table on docs/coverage.md
    python -m tests.mutation C01 C24       the mutants of these claims, printed only
"""
