"""Computes statistics of the training series that the shipped baseline needs beside `forecast calibrate`.

`python -m studies front_statistics DATA_DIR` prints them with standard errors; docs/baseline.md says where each one is
used. Only rows up to `LAST_WEEK` are read, whatever the files hold.
"""
