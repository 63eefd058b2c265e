"""A small study of the user's own, with the shipped files that it needs."""
