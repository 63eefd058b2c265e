"""Runs the mutants and writes the tables of the page."""

import sys

from tests import array_model
from tests.mutation.copies import model
from tests.mutation.mutants import MUTANTS
from tests.mutation.table import Found, lines, merged, write
from tests.mutation.trial import effect, passes, switch_of
from tests.validity.benchmark_runs import reported


def main(claims: list[str]) -> int:
    """All mutants, or those of some claims, whose rows then replace those of the page.

    Returns 1 if a switch fails on the model as written, or passes on a mutant: its row on the page says so.
    """
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
    write("mutations", merged(lines(found)) if claims else lines(found))
    if not claims:
        write("reported", reported())
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
