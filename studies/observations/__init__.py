"""Weekly and daily series of a map, made into an observation file."""
