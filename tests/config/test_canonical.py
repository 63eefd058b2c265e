"""The resolved config: one file that loads back, one hash, and another number of members."""

from pathlib import Path

import pytest

from forecast.config import canonical, config_hash, load_experiment, resolved_yaml, with_members
from forecast.errors import ConfigError

AWKWARD = tuple(["NO", "1e6", "1_000", "~", "2024-12-20", "12:30", "a: b # c", "- x", "'\"", " x ", "true", "%", "{a}"])
AWKWARD += ("é\u00a0 \U0001f600", "a\nb\n\n", "\ta")


def test_that_the_resolved_yaml_loads_back_to_an_equal_experiment(minimal: Path, tmp_path: Path) -> None:
    experiment = load_experiment(minimal)
    elsewhere = tmp_path / "elsewhere" / "config.yaml"
    elsewhere.parent.mkdir()
    elsewhere.write_text(resolved_yaml(experiment), encoding="utf-8")
    again = load_experiment(elsewhere)
    assert again == experiment
    assert list(again.priors) == list(experiment.priors)
    assert config_hash(again) == config_hash(experiment)
    assert resolved_yaml(again) == resolved_yaml(experiment)


@pytest.mark.parametrize("text", AWKWARD)
def test_that_awkward_text_survives(text: str, minimal: Path, tmp_path: Path) -> None:
    experiment = load_experiment(minimal).model_copy(update={"question": text})
    elsewhere = tmp_path / "config.yaml"
    elsewhere.write_text(resolved_yaml(experiment), encoding="utf-8", newline="")
    assert load_experiment(elsewhere).question == text


@pytest.mark.parametrize("value", ["1 day", "1 month", "0.1 weeks", "1e-7 weeks", "3.3333333333 years", "123456 days"])
def test_that_a_quantity_survives_to_the_last_bit(value: str, minimal: Path, tmp_path: Path) -> None:
    experiment = load_experiment(minimal, [f"branches.threat.offer.deadline={value}"])
    elsewhere = tmp_path / "config.yaml"
    elsewhere.write_text(resolved_yaml(experiment), encoding="utf-8")
    assert load_experiment(elsewhere) == experiment


def test_that_the_hash_sees_every_value(minimal: Path) -> None:
    changes = [
        "design.seed=8",
        "horizon=11 years",
        "question=other",
        "branches.threat.pressure=1 %",
        "baseline.sectors.N1.se.share=0.2",
        "baseline.state.force_low.at_most=9e5",
        "priors.offer_week.triangular.mode=2.5",
        "success.lasting.all.3.is=true",
    ]
    hashes = {config_hash(load_experiment(minimal, [change])) for change in changes}
    assert len(hashes | {config_hash(load_experiment(minimal))}) == len(changes) + 1


def test_that_the_hash_does_not_see_how_a_value_is_written(minimal: Path) -> None:
    plain = config_hash(load_experiment(minimal))
    same = ["horizon=624 weeks", "branches.threat.aid.lead.keep=0.5", "baseline.state.force_low.normal.mean=6e5"]
    assert config_hash(load_experiment(minimal, same)) == plain
    assert len(plain) == 64 and int(plain, 16)


def test_that_the_order_of_the_donors_counts(minimal: Path) -> None:
    plain = config_hash(load_experiment(minimal))
    start = Path("baselines/start.yaml")
    lead, rest = "  lead: {name: Lead donor}\n", "  rest: {name: Other donors}\n"
    start.write_text(start.read_text().replace(lead + rest, rest + lead))
    experiment = load_experiment(minimal)
    assert list(experiment.baseline.donors) == ["rest", "lead"]
    assert config_hash(experiment) != plain


def test_that_canonical_data_is_plain(minimal: Path) -> None:
    def walk(value: object) -> None:
        if isinstance(value, dict):
            assert all(type(key) is str for key in value)
            for item in value.values():
                walk(item)
        elif isinstance(value, list | tuple):
            for item in value:
                walk(item)
        else:
            assert type(value) in (str, int, float, bool)

    walk(canonical(load_experiment(minimal)))


@pytest.mark.parametrize(("n", "draws"), [(4000, 1000), (4001, 1001), (3, 1), (400_000, 100_000)])
def test_that_another_number_of_members_changes_the_draws(n: int, draws: int, minimal: Path, tmp_path: Path) -> None:
    experiment = with_members(load_experiment(minimal), n)
    assert (experiment.design.draws, experiment.members, experiment.design.replicates) == (draws, n, 4)
    elsewhere = tmp_path / "config.yaml"
    elsewhere.write_text(resolved_yaml(experiment), encoding="utf-8")
    assert load_experiment(elsewhere) == experiment


@pytest.mark.parametrize("n", [-3, 0, 2**31])
def test_that_an_impossible_number_of_members_is_refused(n: int, minimal: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        with_members(load_experiment(minimal), n)
    assert str(caught.value) == f"--members {n}: must be 1 to 2,147,483,647"
    assert caught.value.exit_code == 2


def test_that_a_latin_hypercube_is_not_extended(minimal: Path) -> None:
    experiment = load_experiment(minimal, ["design.layout=lhs"])
    assert with_members(experiment, 4000) is experiment
    with pytest.raises(ConfigError) as caught:
        with_members(experiment, 8000)
    assert str(caught.value) == (
        "--members 8000: a Latin hypercube cannot be extended or cut short: set design.draws in the config "
        "(now 1000), or use layout mc or sobol"
    )
