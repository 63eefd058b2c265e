"""What the baseline alone says of the next year, held against what the maps and claims showed of the last one.

`python -m studies prior_predictive CONFIG [--members N] [--data DIR] [--markdown]` simulates the reference
branch without talks or collapse and compares statistics of the front and of casualties with the training series.
Nothing is tuned here; docs/prior_predictive.md is the output.
"""
