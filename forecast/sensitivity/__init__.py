"""Which inputs an outcome is sensitive to: indices from ordinary runs and from a design of its own."""
