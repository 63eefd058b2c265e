"""Estimates statistics of the training series that the shipped baseline needs and `forecast calibrate` does not give.

`python -m studies front_statistics DATA_DIR` prints them with standard errors; docs/baseline.md says where each one is
used. Rows after `LAST_WEEK` are not read.
"""
