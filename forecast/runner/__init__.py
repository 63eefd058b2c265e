"""Runs an experiment on several threads, writes its results, and continues an interrupted run.

A range is the members that one thread computes at a time. A part is one Parquet file of up to 65,536 members.
Member 0 is the first member of a run. docs/glossary.md explains the other terms.
"""
