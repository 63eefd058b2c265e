"""Observed series of the front: reading and checking the files, aligning further maps, cleaning the record."""
