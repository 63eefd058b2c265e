"""Which branch is better for whom: actors with stated values, regret, ties, and what became of the offer."""
