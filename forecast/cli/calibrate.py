"""`forecast calibrate`: fits front, attrition and salient to observations, and writes parts of a config."""

from typing import TYPE_CHECKING, Annotated

import typer

from forecast.cli.options import MAX_SEED, Config, Json, Out, Quiet, Seed, Set, overrides, whole, within
from forecast.cli.output import Output

if TYPE_CHECKING:
    import numpy as np

Observed = Annotated[
    list[str],
    typer.Option(
        "--observations",
        metavar="FILE",
        help="Observed weekly gains (see docs/data.md); repeat for more maps of the front.",
    ),
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Use only weeks that end by this date. [default: all]")
]
Check = Annotated[
    int,
    typer.Option(
        "--check", metavar="N", parser=whole, help="Also check the fit on N synthetic records with a known truth."
    ),
]
Draws = Annotated[int, typer.Option("--draws", metavar="N", parser=whole, help="Draw N samples from the posterior.")]


def command(
    config: Config,
    observations: Observed,
    out: Out = "results",
    draws: Draws = 2000,
    seed: Seed = None,
    check: Check = 0,
    until: Until = None,
    set_: Set = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Fit the front to observations.

    Writes posterior.nc, diagnostics, and three parts of a config: priors.yaml, state.yaml and sectors.yaml. They go to
    DIR/posteriors/front-LASTWEEK; a config uses the parts through `extends`.
    """
    from pathlib import Path

    output = Output(json, quiet)
    within("--draws", draws, 100, 100_000)
    within("--check", check, 0, 100_000)
    if seed is not None:
        within("--seed", seed, 0, MAX_SEED)
    stop = _day(until)
    from forecast.calibration.calibrate import calibrate, check_all
    from forecast.config import load_experiment

    exp = load_experiment(config, overrides(set_))
    seed = exp.design.seed if seed is None else seed
    result = calibrate(exp, observations, stop, draws, seed)
    output.note(*result.missing, *result.doubts)
    checks = check_all(check, result.maps, seed, output.note) if check else []
    folder = Path(out) / "posteriors" / f"front-{result.last}"
    if (folder / "posterior.nc").exists():
        output.note(f"note: replacing the posterior in {folder}")
    files = result.write(folder, checks)
    output.text(*result.lines(checks), "", f"posterior {folder}")
    output.result({"status": "done", "posterior": str(folder), "files": files, **result.plain(checks)})


def _day(text: str | None) -> "np.datetime64 | None":
    if text is None:
        return None
    import numpy as np

    from forecast.errors import ConfigError
    from forecast.observations.fields import FieldError, day

    try:
        day(text)
    except FieldError:
        raise ConfigError.of(f"--until {text}", "is not a date; write YYYY-MM-DD") from None
    return np.datetime64(text.strip(), "D")
