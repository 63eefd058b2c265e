"""Every mechanism of a claim has a mutant, the page says that its test fails, and it does."""

import pytest

from tests import array_model
from tests.mutation import table
from tests.mutation.copies import SOURCE, model, mutated
from tests.mutation.mutants import MUTANTS, Mutant
from tests.mutation.trial import effect, passes, switch_of
from tests.validity.claims import SWITCHES

QUICK = ("C10", "C14")


def caught(mutant: Mutant) -> None:
    switch = switch_of(mutant)
    assert passes(effect(array_model, switch), switch), "as written"
    with model(mutant) as other:
        assert not passes(effect(other, switch), switch), "turned"


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: f"{m.label} {m.outcome}")
def test_that_a_mutant_turns_a_term_that_a_switch_looks_at(mutant: Mutant) -> None:
    text = (SOURCE / f"{mutant.file}.py").read_text()
    assert mutated(text, mutant) != text
    assert switch_of(mutant).weeks >= 52


def test_that_every_claim_with_a_switch_has_a_mutant() -> None:
    assert {mutant.claim for mutant in MUTANTS} == {switch.claim for switch in SWITCHES}


def test_that_a_term_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="is not in"):
        mutated("y = p.accept_troops_other", MUTANTS[0]._replace(old="p.accept_troops", new="0"))
    with pytest.raises(LookupError, match="no switch"):
        switch_of(MUTANTS[0]._replace(outcome="gap_weeks"))


def test_that_the_page_has_every_mutant_and_that_each_was_caught() -> None:
    rows = table.read()
    assert [(row[0], row[2], row[3]) for row in rows] == table.expected()
    assert all(row[-1] == table.FAILS for row in rows)


@pytest.mark.parametrize("mutant", [m for m in MUTANTS if m.claim in QUICK], ids=lambda m: f"{m.label} {m.outcome}")
def test_that_the_test_of_a_claim_fails_when_its_term_is_turned(mutant: Mutant) -> None:
    caught(mutant)


@pytest.mark.validate
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: f"{m.label} {m.outcome}")
def test_that_each_test_fails_when_its_term_is_turned(mutant: Mutant) -> None:
    """Inputs and draws are fixed: nothing is left to chance."""
    caught(mutant)
