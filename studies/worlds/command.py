"""`python -m studies worlds CONFIG --observations FILE [--observations FILE2]`: scores the prior of the level."""

import sys
from typing import Annotated

import typer

from forecast.cli.options import MAX_SEED, Config, Json, Seed, whole, within
from forecast.cli.output import Output
from studies.options import Markdown, Observations, check_one_format

MIN_WORLDS, MAX_WORLDS = 2, 1000


def command(
    config: Config,
    observations: Observations,
    worlds: Annotated[
        int, typer.Option("--worlds", metavar="N", parser=whole, help="Continuations of each world.")
    ] = 12,
    seed: Seed = None,
    markdown: Markdown = False,
    json: Json = False,
) -> None:
    """Score the prior of the level, and others, in synthetic worlds that continue the observed series.

    The config gives turnover, ruptures and fortification. The printed page is docs/worlds.md.
    """
    within("--worlds", worlds, MIN_WORLDS, MAX_WORLDS)
    check_one_format(markdown, json)
    if seed is not None:
        within("--seed", seed, 0, MAX_SEED)
    from forecast.runner.cache import use_cache_folder

    use_cache_folder()  # before Numba is imported
    from forecast.config import load_experiment
    from forecast.observations.read import read_all
    from studies.worlds import study
    from studies.worlds.page import page, text
    from studies.worlds.score_ratios import WorldsReport, as_json
    from studies.worlds.starting_point import run_inputs, starting_point

    exp = load_experiment(config)
    maps = read_all(observations)
    seed = exp.design.seed if seed is None else seed
    start = starting_point(maps, run_inputs(exp, study.FAN_SAMPLES), seed)
    scores = study.score_worlds(start, worlds, lambda line: print(line, file=sys.stderr, flush=True))
    files = "".join(f" --observations MAP_{k + 1}" for k in range(len(observations)))
    words = f"python -m studies worlds {config}{files} --worlds {worlds} --seed {seed} --markdown"
    report = WorldsReport(scores, study.prior_fans(start), start, str(maps[0].weeks[-1]), words)
    if json:
        Output(json).result(as_json(report))
    else:
        print(page(report) if markdown else text(report), end="")
