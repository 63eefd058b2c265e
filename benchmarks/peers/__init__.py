"""One module a peer: the same model on the same inputs, written another way."""
