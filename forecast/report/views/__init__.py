"""The views of the report, one module each: claims in words, with a figure or a table."""
