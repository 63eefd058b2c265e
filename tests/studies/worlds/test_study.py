"""The study on an invented series: reproducible, paired, and in a world of our own law nothing beats what is true."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from forecast.calibration.level_fit import fit_level
from studies.app import main
from studies.worlds import score_ratios, study
from studies.worlds.catalogue import WORLDS
from studies.worlds.level_priors import ALTERNATIVES, OURS
from studies.worlds.score_ratios import jackknife, over_worlds, relative_to_best
from studies.worlds.starting_point import StartingPoint, starting_point
from studies.worlds.study import HORIZONS, MODELS, TRUE, Scores

MARGIN = 1.35


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """One origin, few samples."""
    for module in (study, score_ratios):
        monkeypatch.setattr(module, "ORIGINS", 1)
    monkeypatch.setattr(study, "SAMPLES", 100)
    monkeypatch.setattr(study, "DRAWS", 300)
    monkeypatch.setattr(study, "ENOUGH", 0.0)
    monkeypatch.setattr(study, "FAN_BATCH", 50)
    monkeypatch.setattr(study, "FAN_SAMPLES", 400)


@pytest.fixture(scope="module")
def start(invented: np.ndarray, inputs: Callable[..., np.ndarray]) -> StartingPoint:
    """Everything fitted to the invented series."""
    from forecast.observations.series import Observations

    weeks = np.datetime64("2031-01-04") + 7 * np.arange(len(invented))
    maps = [
        Observations(f"map {k}", weeks, (), np.empty((len(weeks), 0)), column) for k, column in enumerate(invented.T)
    ]
    return starting_point(maps, inputs(800), seed=5)


def test_that_a_fit_that_starts_warm_is_the_fit(invented: np.ndarray, seed: int) -> None:
    rng = np.random.Generator(np.random.PCG64(seed))
    cold = fit_level(invented, rng)
    warm = fit_level(invented, rng, 3000, start=fit_level(invented[:-8], rng).proposal, rounds=1)
    assert min(cold.ess, warm.ess) > 500.0
    # at 500 effective draws a mean has an error of 0.05 standard deviations: five of the difference are 0.32
    for name in ("scale", "sd", "mean", "shock"):
        one, two = (getattr(f.parameters, name) for f in (cold, warm))
        spread = np.sqrt(cold.weights @ (one - cold.weights @ one) ** 2)
        assert abs(cold.weights @ one - warm.weights @ two) < 0.32 * spread
    assert cold.evidence == pytest.approx(warm.evidence, abs=0.25)


def test_that_more_continuations_begin_with_the_same_ones(start: StartingPoint, small: None) -> None:
    two, three = (study.score_worlds(start, n, lambda line: None, WORLDS[2:3])["persistent"] for n in (2, 3))
    assert two.crps.shape == (2, len(MODELS), len(HORIZONS))
    assert np.array_equal(two.crps, three.crps[:2]) and np.isfinite(three.crps).all()


def test_that_ratios_are_to_the_best_benchmark_and_differences_are_paired() -> None:
    rng = np.random.Generator(np.random.PCG64(1))
    common = np.exp(0.4 * rng.standard_normal((40, 1, 1)))
    crps = common * np.linspace(2.0, 1.0, len(MODELS))[:, None] * np.ones(len(HORIZONS))
    value, error = jackknife(relative_to_best, crps)
    best = np.linspace(2.0, 1.0, len(MODELS))[5]
    assert value[:, -1] == pytest.approx(np.linspace(2.0, 1.0, len(MODELS)) / best)
    assert error == pytest.approx(0.0, abs=1e-12)  # what all share cancels
    table = over_worlds({"one": Scores(crps, crps, (1.0, 1.0))})
    assert table[OURS].mean_less == (0.0, 0.0) and table[ALTERNATIVES[-1].name].worst_less.value < 0.0


@pytest.mark.validate
def test_that_the_command_makes_tables_page_and_object(
    invented_files: list[Path],
    root: Path,
    small: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = ["worlds", str(root / "configs" / "smoke.yaml"), "--worlds", "2"]
    for path in invented_files:
        command += ["--observations", str(path)]
    run, results = study.score_worlds, []

    def once(*arguments: object) -> dict[str, Scores]:
        if not results:
            results.append(run(*arguments))
        return results[0]

    monkeypatch.setattr(study, "score_worlds", once)
    assert main([*command, "--json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert len(content["rows"]) == len(WORLDS) * len(MODELS) * (len(HORIZONS) + 1)
    assert content["n"] == 4 and len(content["priors"]) == len(ALTERNATIVES)
    assert main([*command, "--markdown"]) == 0
    page = capsys.readouterr().out
    assert all(f"### {world.name}" in page for world in WORLDS) and "Do not edit by hand" in page
    assert main([*command[:3], "1", *command[4:]]) == 2
    assert "--worlds 1: must be 2 to 1,000" in capsys.readouterr().err


@pytest.mark.validate
def test_that_in_our_own_world_only_the_truth_is_better(start: StartingPoint) -> None:
    scores = study.score_worlds(start, 12, lambda line: None, WORLDS[:1])["own"]
    value, error = jackknife(relative_to_best, scores.crps)
    ours, true = MODELS.index(OURS), MODELS.index(TRUE)
    print(dict(zip(MODELS, value[:, -1].round(3), strict=True)))
    # a false alarm once in hundreds: three errors each
    assert value[true, -1] < value[ours, -1] + 3.0 * np.hypot(error[true, -1], error[ours, -1])
    assert value[ours, -1] < 1.0 + 3.0 * error[ours, -1]
    # what it does not know costs it at most this: the present level and the parameters
    assert value[ours, -1] < MARGIN * value[true, -1]
    gap, gap_error = jackknife(
        lambda crps: relative_to_best(crps)[:, -1] - relative_to_best(crps)[ours, -1], scores.crps
    )
    assert (gap[ours:] > -3.0 * gap_error[ours:] - 1e-9).all()


@pytest.mark.validate
def test_that_the_light_law_forecasts_what_the_kernel_does(invented: np.ndarray, root: Path) -> None:
    from forecast.config import load_experiment
    from forecast.hindcast.forecaster import Forecaster
    from forecast.observations.series import Observations
    from studies.worlds.front_law import draw_weeks
    from studies.worlds.starting_point import run_inputs

    weeks = np.datetime64("2031-01-04") + 7 * np.arange(len(invented))
    maps = [
        Observations(f"map {k}", weeks, ("S01", "S02"), np.column_stack([0.6 * column, 0.4 * column]), column)
        for k, column in enumerate(invented.T)
    ]
    exp, n = load_experiment(root / "configs" / "offer.yaml"), 4096
    start = starting_point(maps, run_inputs(exp, n), seed=5)
    rng = np.random.Generator(np.random.PCG64(1))
    law = study.our_law(start, start.our_fit, ALTERNATIVES[0], len(start.net), n, rng)
    mine = study.sums_ahead(law, draw_weeks(max(HORIZONS), 2, n, rng))[0]
    theirs = Forecaster(exp, n).forecast(maps, HORIZONS, 0)[:, -1].T
    ends, kernel = (np.quantile(samples, (0.1, 0.5, 0.9), axis=1) for samples in (mine, theirs))
    width = kernel[2] - kernel[0]
    print((ends - kernel) / width)
    # 4,096 samples: an error of 0.02 of the width each; sectors and the thinning of the line are worth a little more
    assert (np.abs(ends - kernel) < 0.1 * width).all()
