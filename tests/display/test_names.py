"""Names for people: every branch, outcome and input of the shipped studies has one, and no two branches share it."""

from pathlib import Path

import pytest

from forecast.config import load_experiment
from forecast.config.canonical import config_hash
from forecast.display.branches import branch_titles, id_as_words
from forecast.display.inputs import PICKS, input_words

CONFIGS = Path(__file__).parents[2] / "configs"


@pytest.mark.parametrize("name", ["offer", "ladder", "sellouts", "packages", "factorial", "today", "cuts"])
def test_that_every_branch_of_a_study_has_a_title_of_its_own(name: str) -> None:
    experiment = load_experiment(CONFIGS / f"{name}.yaml")
    titles = branch_titles(experiment)
    assert all(branch.title for branch in experiment.branches.values())
    assert len(set(titles.values())) == len(titles)
    assert all("_" not in title and len(title) <= 40 for title in titles.values())


def test_that_a_title_is_not_inherited_and_not_hashed(tmp_path: Path) -> None:
    base, own = CONFIGS / "branches/surge_offer.yaml", tmp_path / "own.yaml"
    own.write_text(f"extends: {base}\nabout: longer\n")
    study = tmp_path / "study.yaml"
    study.write_text(f"extends: {CONFIGS / 'offer.yaml'}\nexperiment: mine\nbranches:\n  long_surge: own.yaml\n")
    first = load_experiment(study)
    assert first.branches["long_surge"].title is None
    assert branch_titles(first)["long_surge"] == "Long surge"
    own.write_text(f"extends: {base}\ntitle: $x_1$ 俄罗斯\nabout: longer\n")
    second = load_experiment(study)
    assert branch_titles(second)["long_surge"] == "$x_1$ 俄罗斯"
    assert config_hash(first) == config_hash(second)


def test_that_two_branches_of_one_title_keep_their_ids() -> None:
    experiment = load_experiment(CONFIGS / "sellouts.yaml")
    for name in ("no_aid", "cut_only"):
        experiment.branches[name] = experiment.branches[name].model_copy(update={"title": "A cut"})
    titles = branch_titles(experiment)
    assert (titles["no_aid"], titles["cut_only"]) == ("A cut (no_aid)", "A cut (cut_only)")
    assert id_as_words("my_own__branch") == "My own branch"


def test_that_every_input_has_words_and_a_unit_for_people() -> None:
    experiment = load_experiment(CONFIGS / "offer.yaml")
    for prior in experiment.priors.values():
        words = input_words(prior)
        assert len(words.name) > 5 and "_" not in words.name and "Uniform that" not in words.name
        assert words.grade in "ABC" and words.unit.more != words.unit.less
        text = words.beyond(1.0, above=True)
        assert words.name in text and "1e" not in text


def test_that_inputs_that_only_choose_say_what_they_choose() -> None:
    experiment = load_experiment(CONFIGS / "offer.yaml")
    picks = [prior for prior in experiment.priors.values() if prior.sets in PICKS]
    assert {prior.sets for prior in picks} == set(PICKS)
    for prior in picks:
        low, high = (input_words(prior).beyond(0.5, above) for above in (False, True))
        assert low != high and "0.5" not in low + high
