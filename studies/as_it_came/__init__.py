"""Compares the study of December 2024 with the 49 weeks that followed: which branch did they resemble?

Made with hindsight: one branch has the levers that came. docs/as_it_came.md is the output.
"""
