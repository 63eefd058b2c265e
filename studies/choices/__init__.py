"""The page docs/choices.md: twelve questions of a policy analyst, each answered in words and by one command."""
