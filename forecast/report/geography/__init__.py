"""Our own generalised lines of the front and its borders, drawn by hand, not for measurement."""
