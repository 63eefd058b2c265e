"""What each input and each mechanism changes: one of them is varied; all else and all random numbers stay."""
