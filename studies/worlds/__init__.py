"""Worlds that a forecaster had to reckon with: is the prior of the level good in all of them, or in one that came?"""
