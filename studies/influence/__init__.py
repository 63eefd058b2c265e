"""Measures what each input and each mechanism changes, one at a time. All else and all random numbers stay the same."""
