"""A seeded tenth of the mutants, in each run of the checks."""

import pytest

from nqdesk.actions import rule_book
from nqdesk.domain.funding.syntax import parse
from tests.mutations.trying import GATE, SEED, Trials, equivalent, sample
from tests.mutations.written import changed_part, written


@pytest.mark.heavy
def test_the_cases_notice_a_tenth_of_the_mutants() -> None:
    trials = Trials()
    held = [mutant for mutant in trials.mutants if mutant.key not in equivalent()]
    tried = sample(held, SEED)
    survivors = [
        f"{mutant.instrument} {mutant.version} {mutant.part}: {changed_part(mutant.original, mutant.mutant)}"
        for mutant in tried
        if trials.killer(mutant) is None
    ]
    assert tried
    assert 1 - len(survivors) / len(tried) >= GATE, survivors


@pytest.mark.heavy
def test_what_is_named_as_equivalent_is_a_mutant_that_no_case_notices() -> None:
    trials = Trials()
    by_key = {mutant.key: mutant for mutant in trials.mutants}
    assert [key for key in equivalent() if key not in by_key] == []
    assert {key: found for key in equivalent() if (found := trials.killer(by_key[key]))} == {}
    assert all(len(reason) > 20 for reason in equivalent().values())


def test_every_expression_can_be_written_and_read_again() -> None:
    for instrument in rule_book.shipped().book.instruments:
        for version in instrument.versions:
            for expression in version.expressions():
                tree = parse(expression.text)
                assert parse(written(tree)) == tree


def test_only_what_differs_is_shown() -> None:
    before = "massnahme.stunden > 120 und nicht person.anspruch_alg"
    after = "massnahme.stunden >= 120 und nicht person.anspruch_alg"
    assert changed_part(before, after) == "massnahme.stunden [> → >=] 120 und nicht person.anspruch_alg"
