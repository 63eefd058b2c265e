"""What each input and each mechanism changes: one of them is moved, everything else and all random numbers are kept."""
