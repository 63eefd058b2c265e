"""Runs the mutants and writes the tables of the page."""

import sys

from tests import array_model
from tests.mutation.copies import model
from tests.mutation.mutants import MUTANTS
from tests.mutation.table import Found, lines, write
from tests.mutation.trial import effect, passes, switch_of
from tests.validity.benchmark_runs import reported


def main(claims: list[str]) -> int:
    """Returns 1 if a switch fails on the model as written, or passes on a mutant."""
    found: list[Found] = []
    as_written = {}
    faults = 0
    for mutant in MUTANTS:
        if claims and mutant.claim not in claims:
            continue
        switch = switch_of(mutant)
        if switch.label not in as_written:
            as_written[switch.label] = effect(array_model, switch)
        before = as_written[switch.label]
        with model(mutant) as other:
            after = effect(other, switch)
        each = Found(mutant, before, after, not passes(after, switch))
        found.append(each)
        sound = passes(before, switch)
        faults += not (sound and each.caught)
        print(lines([each])[-1], "" if sound else "FAILS AS WRITTEN", flush=True)
    if not claims and not faults:
        write("mutations", lines(found))
        write("reported", reported())
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
