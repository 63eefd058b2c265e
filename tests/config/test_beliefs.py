"""Belief files: what is read, and what is refused where."""

from collections.abc import Callable
from pathlib import Path

import pytest

from forecast.config import Experiment, load_experiment
from forecast.config.belief_support import outside, scaled, support_of
from forecast.config.beliefs import MAX_BELIEFS, Belief, read_beliefs
from forecast.config.prior import Normal, Triangular
from forecast.errors import ConfigError

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "configs" / "smoke.yaml"
GOOD = "{beta: {mean: 0.2, sd: 0.1}}"
Read = Callable[[str], tuple[Belief, ...]]


@pytest.fixture(scope="module")
def experiment() -> Experiment:
    return load_experiment(CONFIG)


@pytest.fixture
def read(experiment: Experiment, tmp_path: Path) -> Read:
    """read(text): the beliefs of a file `mine.yaml`."""

    def run(text: str) -> tuple[Belief, ...]:
        path = tmp_path / "mine.yaml"
        path.write_text(text)
        return read_beliefs(path, experiment)

    return run


def test_that_three_lines_are_a_belief(read: Read) -> None:
    (belief,) = read("about: It impresses little\npriors:\n  threat_cred_prior: {beta: {mean: 0.2, sd: 0.1}}\n")
    assert (belief.name, belief.grade, belief.source, belief.is_own) == ("mine", "C", "the user's belief", True)
    (each,) = belief.inputs
    assert each.believed.distribution.model_dump() == pytest.approx({"a": 3.0, "b": 12.0})
    assert each.prior.distribution.model_dump() == {"a": 4.0, "b": 6.0}


def test_that_shipped_beliefs_fit_the_shipped_study(experiment: Experiment) -> None:
    for config in (CONFIG, ROOT / "configs" / "offer.yaml"):
        beliefs = read_beliefs(ROOT / "configs" / "beliefs", load_experiment(config))
        assert len(beliefs) >= 6 and all(1 <= len(b.inputs) <= 3 and not b.is_own for b in beliefs)


def test_that_a_fresh_run_with_the_settings_has_the_belief_as_prior(experiment: Experiment, tmp_path: Path) -> None:
    from forecast.config import resolved_yaml

    resolved = tmp_path / "config.yaml"
    resolved.write_text(resolved_yaml(experiment))
    for belief in read_beliefs(ROOT / "configs" / "beliefs", experiment):
        fresh = load_experiment(resolved, belief.settings)
        for each in belief.inputs:
            assert fresh.priors[each.prior.name].distribution == each.believed.distribution


def test_that_units_are_converted_and_clips_stay(read: Read) -> None:
    (belief,) = read(
        "about: x\npriors:\n"
        "  appropriation_lag: {unit: days, lognormal: {median: 70, sdlog: 0.7}}\n"
        "  urals_price_t0: {normal: {mean: 60, sd: 4}}\n"
    )
    lag, price = belief.inputs
    assert lag.believed.distribution.model_dump() == pytest.approx({"median": 10.0, "sdlog": 0.7})
    assert lag.believed.at_most == lag.prior.at_most == 52.0
    assert price.believed.at_least == price.prior.at_least == 30.0


REFUSED = {
    "empty": ("", r"mine\.yaml:1:1: the file is empty"),
    "comment only": ("# nothing\n", "the file is empty"),
    "list": ("- a\n- b\n", "expected `key: value` lines"),
    "no inputs": ("about: x\n", "priors is missing"),
    "no about": (f"priors: {{threat_cred_prior: {GOOD}}}\n", "about is missing"),
    "empty inputs": ("about: x\npriors: {}\n", r"2:1: priors: needs at least 1 entry"),
    "list of inputs": ("about: x\npriors: [1, 2]\n", r"2:9: priors: expected a mapping"),
    "unknown key": (f"about: x\nprior: {{threat_cred_prior: {GOOD}}}\n", r"2:1: unknown key 'prior'; did you mean"),
    "unknown input": (f"about: x\npriors: {{threat_cred_pior: {GOOD}}}\n", r"2:10: .*did you mean 'threat_cred_prior'"),
    "unknown in depth": (
        "about: x\npriors: {threat_cred_prior: {beta: {mean: 0.2, sd: 0.1, tail: 3}}}\n",
        r"unknown key 'priors\.threat_cred_prior\.beta\.tail'",
    ),
    "a number": ("about: x\npriors: {threat_cred_prior: 0.3}\n", "expected a mapping"),
    "a list": ("about: x\npriors: {threat_cred_prior: [0.3]}\n", "expected a mapping"),
    "nothing": ("about: x\npriors: {threat_cred_prior: }\n", r"2:10: priors\.threat_cred_prior is empty"),
    "nan": ("about: x\npriors: {threat_cred_prior: {beta: {mean: .nan, sd: 0.1}}}\n", "expected a number, got '.nan'"),
    "infinite": ("about: x\npriors: {optimism_ru: {normal: {mean: 1e999, sd: 0.1}}}\n", "beyond|number"),
    "half a beta": ("about: x\npriors: {threat_cred_prior: {beta: {mean: 0.2, b: 3}}}\n", "needs a and b, or mean and"),
    "wide beta": ("about: x\npriors: {threat_cred_prior: {beta: {mean: 0.2, sd: 0.9}}}\n", "must be below 0.4"),
    "point": ("about: x\npriors: {threat_cred_prior: {fixed: 0.2}}\n", "run anew with --set"),
    "two kinds": (
        "about: x\npriors: {threat_cred_prior: {beta: {a: 1, b: 1}, normal: {mean: 1, sd: 1}}}\n",
        "exactly one",
    ),
    "wrong unit": (
        "about: x\npriors: {threat_cred_prior: {unit: weeks, beta: {a: 1, b: 1}}}\n",
        r"'weeks' cannot be converted to '1'; the prior is in 1",
    ),
    "scaled beta": ("about: x\npriors: {threat_cred_prior: {unit: '%', beta: {a: 1, b: 1}}}\n", "cannot be converted"),
    "below": (
        "about: x\npriors: {threat_cred_prior: {normal: {mean: 0.2, sd: 0.1}}}\n",
        r"2:10: threat_cred_prior: gives weight to values below 0.*--set",
    ),
    "above": (
        "about: x\npriors: {surge_duration: {uniform: {low: 30, high: 60}}}\n",
        "above 52, where the prior of the run has none",
    ),
    "new value": (
        "about: x\npriors: {surge_size: {choice: {values: [1.5, 4], weights: [1, 1]}}}\n",
        "single value 4, and the prior of the run does not; it has only 1.5, 2, 3",
    ),
    "between values": (
        "about: x\npriors: {surge_size: {uniform: {low: 1.5, high: 3}}}\n",
        "between those of",
    ),
    "new clip": (
        "about: x\npriors: {urals_price_t0: {normal: {mean: 60, sd: 4}, at_least: 40}}\n",
        "single value 40, and the prior of the run does not; it has only 30",
    ),
    "grade": (f"about: x\ngrade: A\npriors: {{threat_cred_prior: {GOOD}}}\n", r"2:8: grade A needs a 'source'"),
    "anchor": (f"about: x\npriors: &all {{threat_cred_prior: {GOOD}}}\n", "anchors are refused"),
    "alias": ("about: x\npriors: *all\n", "aliases are refused|not valid YAML"),
    "deep": ("about: x\npriors: " + "[" * 400, "nesting is deeper"),
    "twice": (
        f"beliefs:\n  a: {{about: x, priors: {{threat_cred_prior: {GOOD}}}}}\n  a: {{about: y}}\n",
        r"3:3: duplicate key 'a'",
    ),
    "both forms": (f"about: x\nbeliefs: {{a: {{about: x, priors: {{threat_cred_prior: {GOOD}}}}}}}\n", "1:1: about: a"),
    "no beliefs": ("beliefs: {}\n", "expected a mapping from names to beliefs"),
    "empty belief": ("beliefs: {a: , b: {about: x}}\n", r"beliefs\.a is empty"),
    "bad name": (f"beliefs: {{My view: {{about: x, priors: {{threat_cred_prior: {GOOD}}}}}}}\n", "not a valid name"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_that_a_wrong_file_is_refused_with_its_place(name: str, read: Read) -> None:
    text, message = REFUSED[name]
    with pytest.raises(ConfigError, match=message) as refused:
        read(text)
    assert all("mine.yaml:" in problem.where for problem in refused.value.problems)


def test_that_too_many_beliefs_are_refused_at_once(read: Read) -> None:
    text = "".join(f"  b{i}: {{about: x}}\n" for i in range(10_000))
    with pytest.raises(ConfigError, match=f"more than {MAX_BELIEFS} beliefs") as refused:
        read(f"beliefs:\n{text}")
    assert len(refused.value.problems) == 1


def test_that_fixed_settled_replaced_and_unused_inputs_are_refused(tmp_path: Path) -> None:
    cases = [
        ((), "aid_lag_procurement_europe", "same value in every draw"),
        (("switches.inputs.optimism_ru=low",), "optimism_ru", "settles it"),
        (("branches.europe_led=", "branches.surge_offer=", "branches.surge_bluff="), "pk_force_size", "no branch"),
    ]
    for settings, name, why in cases:
        path = tmp_path / "mine.yaml"
        path.write_text(f"about: x\npriors: {{{name}: {{triangular: {{min: 10, mode: 40, max: 100}}}}}}\n")
        with pytest.raises(ConfigError, match=why) as refused:
            read_beliefs(path, load_experiment(CONFIG, settings))
        assert "mine.yaml:2:10" in str(refused.value)


def test_that_a_folder_is_read_by_name_and_equal_names_are_refused(experiment: Experiment, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no belief"):
        read_beliefs(tmp_path, experiment)
    text = f"about: x\npriors: {{threat_cred_prior: {GOOD}}}\n"
    for name in ("b-side", "a"):
        (tmp_path / f"{name}.yaml").write_text(text)
    assert [belief.name for belief in read_beliefs(tmp_path, experiment)] == ["a", "b_side"]
    (tmp_path / "c.yaml").write_text(f"beliefs: {{a: {{about: x, priors: {{threat_cred_prior: {GOOD}}}}}}}\n")
    with pytest.raises(ConfigError, match=r"c\.yaml:1:11: belief 'a' is already defined at .*a\.yaml:1:1"):
        read_beliefs(tmp_path, experiment)
    with pytest.raises(ConfigError, match="no such file"):
        read_beliefs(tmp_path / "none.yaml", experiment)


def test_that_the_support_of_a_clipped_normal_has_two_values_of_their_own(experiment: Experiment) -> None:
    prior = experiment.priors["nato_eu_share_t0"]
    assert support_of(prior) == (0.2, 0.52, (0.2, 0.52))
    wider = prior.model_copy(update={"at_most": 0.6})
    assert outside(support_of(wider), support_of(prior)) is not None
    inside = prior.model_copy(update={"distribution": Triangular(min=0.3, mode=0.4, max=0.5)})
    assert outside(support_of(inside), support_of(prior)) is None
    assert scaled(Normal(mean=2.0, sd=1.0), 3.0) == Normal(mean=6.0, sd=3.0)
