"""The CPU driver: pools of members, lane loops over the steps, weekly histograms."""
