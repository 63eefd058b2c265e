"""The page docs/findings.md and the numbers in README.md, written from finished runs."""
