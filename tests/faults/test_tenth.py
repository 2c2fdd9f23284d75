"""A seeded tenth of every fault, in each run of the checks."""

import pytest

from tests.faults.trials import SEED, names, run


@pytest.mark.parametrize("name", names())
def test_a_tenth_of_the_faults_is_held(name: str) -> None:
    trials = list(run(name, full=False, seed=SEED))
    assert trials
    assert not [failure for trial in trials for failure in (trial.failures or ([] if trial.holds else [trial.name]))]
