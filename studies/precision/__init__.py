"""How often the error that a stopped run states covers the truth."""
