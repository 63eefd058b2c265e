"""The generated reference pages: config keys, columns of results, parameters."""
