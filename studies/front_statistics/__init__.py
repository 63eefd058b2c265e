"""Computes those statistics of the training series that the baseline needs and `forecast calibrate` does not give.

`python -m studies front_statistics DATA_DIR` prints them with standard errors; docs/baseline.md says where each one is
used. Only rows up to `LAST_WEEK` are read, whatever the files hold.
"""
