"""Names, units, directions and numbers of branches, outcomes and inputs, as people read them."""
