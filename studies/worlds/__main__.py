"""`python -m studies worlds CONFIG --observations FILE [--observations FILE2] [--worlds N] [--seed N]`."""

import argparse
import json
import sys

from forecast.errors import ConfigError, ForecastError

CONTINUATIONS = 12
LEAST = 2
INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Prints tables, page or object; returns 2 or 3 with one line on stderr if config or series cannot be used."""
    parser = argparse.ArgumentParser(
        prog="python -m studies worlds",
        description="The prior of the level, and others, in synthetic worlds that continue the observed series.",
    )
    parser.add_argument("config", metavar="CONFIG", help="experiment file: turnover, ruptures, fortification")
    parser.add_argument("--observations", action="append", required=True, metavar="FILE", help="one look at the front")
    parser.add_argument(
        "--worlds", type=int, default=CONTINUATIONS, metavar="N", help=f"continuations each ({CONTINUATIONS})"
    )
    parser.add_argument("--seed", type=int, metavar="N", help="default: the seed of the config")
    parser.add_argument("--markdown", action="store_true", help="the page of the documentation instead of tables")
    parser.add_argument("--json", action="store_true", help="one object on one line instead of tables")
    options = parser.parse_args(arguments)
    try:
        print(_output(options), end="")
    except ForecastError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    return 0


def _output(options: argparse.Namespace) -> str:
    if options.worlds < LEAST:
        raise ConfigError.of(f"--worlds {options.worlds}", f"is too few for an error; at least {LEAST}")
    if options.markdown and options.json:
        raise ConfigError.of("--markdown --json", "are two outputs; take one")
    from forecast.runner.cache import use_cache_folder

    use_cache_folder()  # before Numba is imported
    from forecast.config import load_experiment
    from forecast.observations.read import read_all
    from studies.worlds import fans
    from studies.worlds.page import page, text
    from studies.worlds.report import Report, as_json
    from studies.worlds.setting import run_inputs, setting
    from studies.worlds.study import study

    exp = load_experiment(options.config)
    maps = read_all(options.observations)
    seed = exp.design.seed if options.seed is None else options.seed
    now = setting(maps, run_inputs(exp, fans.SAMPLES), seed)
    scores = study(now, options.worlds, lambda line: print(line, file=sys.stderr, flush=True))
    report = Report(scores, fans.fans(now), now, str(maps[0].weeks[-1]), _command(options, seed))
    if options.json:
        return json.dumps(as_json(report)) + "\n"
    return page(report) if options.markdown else text(report)


def _command(options: argparse.Namespace, seed: int) -> str:
    files = "".join(f" --observations MAP_{k + 1}" for k in range(len(options.observations)))
    return f"python -m studies worlds {options.config}{files} --worlds {options.worlds} --seed {seed} --markdown"


if __name__ == "__main__":
    sys.exit(main())
