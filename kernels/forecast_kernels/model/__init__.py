"""The model: one mechanism a file, short scalar functions, each with its equation and source."""
