"""A part of an experiment given where an experiment is wanted: one line, with what to give instead."""

import pytest

KINDS = {
    "branches/surge_offer.yaml": "a branch",
    "branches/surge_bluff.yaml": "a branch",
    "branches/muddle_through.yaml": "a branch",
    "priors/default.yaml": "a file of priors",
    "priors/default/forces.yaml": "a file of priors",
    "baselines/ukraine-2024-12-20.yaml": "a baseline",
    "baselines/ukraine-2024-12-20/forces.yaml": "a baseline",
}


@pytest.mark.parametrize("verb", ["validate", "plan", "run"])
@pytest.mark.parametrize("name", KINDS)
def test_that_a_part_of_an_experiment_is_one_line(name, verb, configs, call) -> None:
    done = call(verb, configs / name)
    assert (done.code, done.out) == (2, "")
    expected = f"{configs / name}:1:1: this is {KINDS[name]}, not an experiment; give the experiment that names it"
    assert done.err.splitlines() == [expected]


@pytest.mark.parametrize("text", ["experiment: a\npriors: {x: 1}\n", "horizon: 3 years\naid: {}\n", "what: 1\n", ""])
def test_that_other_mistakes_keep_their_own_lines(text, tmp_path, call) -> None:
    (tmp_path / "bad.yaml").write_text(text)
    done = call("validate", tmp_path / "bad.yaml")
    assert done.code == 2
    assert "not an experiment" not in done.err
    assert done.err
