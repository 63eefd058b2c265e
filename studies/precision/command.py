"""`python -m studies precision`: how often the error that a stopped run states covers the truth."""

from typing import TYPE_CHECKING, Annotated

import typer

from forecast.cli.options import within
from forecast.errors import ConfigError

if TYPE_CHECKING:
    from forecast.config import Experiment
    from studies.precision.coverage import Rule, Tally

LAYOUTS = ("sobol", "mc")
CONFIG = "configs/smoke.yaml"
BRANCH, REFERENCE = "surge_offer", "muddle_through"
LEFT_OUT = ("surge_bluff", "europe_led", "no_aid", "status_quo_2024")
LEVEL, GAP, LOSSES = "durable_1y", f"{BRANCH} - {REFERENCE}", "losses_ua_w104"


def command(
    seeds: Annotated[int, typer.Option("--seeds", metavar="N", help="Runs, each with a seed of its own.")] = 400,
    first: Annotated[int, typer.Option("--first", metavar="N", help="The first seed.")] = 1,
    truth: Annotated[int, typer.Option("--truth", metavar="N", help="Members of the run that is the truth.")] = 524_288,
    layouts: Annotated[
        list[str] | None, typer.Option("--layout", metavar="L", help="Only this layout; repeat for more. [sobol, mc]")
    ] = None,
    most: Annotated[int, typer.Option("--most", metavar="N", help="Largest number of members of a run.")] = 8_192,
) -> None:
    """Stop runs of many seeds by several rules, and print how often the truth lies within their stated errors.

    The emulator is fitted once: its error is no part of a standard error of members.
    """
    from forecast.runner.cache import use_cache_folder

    use_cache_folder()  # before Numba is imported
    from studies.precision.coverage import coverage, fixed_fit, truths, with_design

    within("--seeds", seeds, 1, 100_000)
    within("--first", first, 1, 1_000_000)
    exp = experiment()
    fitted = fixed_fit(exp)
    asked = rules(most)
    for layout in layouts or LAYOUTS:
        if layout not in LAYOUTS:
            raise ConfigError.of(f"--layout {layout}", f"must be one of {', '.join(LAYOUTS)}")
        design = with_design(exp, layout=layout)
        known = truths(design, fitted, asked, truth)
        print(*lines(layout, coverage(design, fitted, asked, range(first, first + seeds), known)), sep="\n", flush=True)


def experiment() -> "Experiment":
    """The smoke study with two branches and two replicates; the first check is at 256 draws."""
    from forecast.config import load_experiment

    left_out = [f"branches.{name}=" for name in LEFT_OUT]
    return load_experiment(CONFIG, ["success=", "design.replicates=2", "design.draws=256", *left_out])


def rules(most: int) -> "list[Rule]":
    """The rules under study, each with at most `most` members."""
    from forecast.config.stopping import Asked, Stopping
    from studies.precision.coverage import Rule

    def rule(label: str, *asked: Asked) -> Rule:
        return Rule(label, Stopping(asked=asked, max_members=most))

    def gap(outcome: str, mcse: float) -> Asked:
        return Asked(outcome=outcome, mcse=mcse, branch=BRANCH, minus=REFERENCE)

    both = Asked(outcome=LEVEL, mcse=0.0095), gap(LEVEL, 0.0075), Asked(outcome=LOSSES, mcse=4.3), gap(LOSSES, 1.6)
    return [
        *(rule(f"level {mcse:g}", Asked(outcome=LEVEL, mcse=mcse)) for mcse in (0.02, 0.014, 0.01)),
        *(rule(f"difference {mcse:g}", gap(LEVEL, mcse)) for mcse in (0.014, 0.01, 0.007)),
        rule("several", *both),
    ]


def lines(layout: str, tallies: "dict[tuple[str, str], Tally]") -> list[str]:
    """Write one line for each criterion of each rule: coverage with its interval, and where the runs stopped."""
    from studies.precision.coverage import wilson

    text = [
        f"{layout}: truth within 1.96 standard errors, those of Student's t, 1.96 of the asked; members at the stop"
    ]
    for (rule, name), tally in tallies.items():
        low, high = wilson(tally.normal, tally.seeds)
        t_low, t_high = wilson(tally.student, tally.seeds)
        counts = ", ".join(f"{n:,}: {tally.members.count(n)}" for n in sorted(set(tally.members)))
        text.append(
            f"{rule:16} {name:44} {tally.normal / tally.seeds:.3f} [{low:.3f}, {high:.3f}]  "
            f"{tally.student / tally.seeds:.3f} [{t_low:.3f}, {t_high:.3f}]  {tally.asked / tally.seeds:.3f}  {counts}"
            f"  unmet {tally.unmet}"
        )
    return text
