"""How fast Frontcast is beside its peers: `python -m benchmarks`, or `make bench`. The README says what is measured."""
