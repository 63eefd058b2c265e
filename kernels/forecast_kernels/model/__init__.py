"""The equations of the model: one file per mechanism, short scalar functions with their sources."""
