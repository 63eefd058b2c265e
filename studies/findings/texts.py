"""The texts of the two pages of findings, from finished runs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from studies.findings.by_chance import chances
from studies.findings.in_short import held, in_short, largest_error
from studies.findings.numbers import Numbers
from studies.findings.sentences import REFERENCE, ten
from studies.markdown import bullet, paragraph

if TYPE_CHECKING:
    from forecast.store.reader import Run

WIDTH = 118


class Sweeps(NamedTuple):
    """Finished runs of configs/switches.yaml, configs/deciding.yaml and configs/switch_pairs.yaml."""

    switches: "Sequence[Run]"
    deciding: "Sequence[Run]"
    pairs: "Sequence[Run]"


class Texts(NamedTuple):
    """Texts that depend on the runs.

    Attributes
    ----------
    short, ten : str
        The findings as a list: plain, and with every verdict.
    error : str
        The largest error of the percentages in `short`, in words.
    bands : str
        The branches with both kinds of uncertainty.
    chances : str
        The branches weighed with the chance of their policy.
    survive, withdrawn, paired, pushed : str
        Conclusions under other settings: each alone, for the other reading of the text, two together, inputs at either
        end.
    made : str
        How the numbers were made.
    """

    short: str
    ten: str
    error: str
    bands: str
    chances: str
    survive: str
    withdrawn: str
    paired: str
    pushed: str
    made: str


def texts(run: "Run", sweeps: Sweeps) -> Texts:
    """Return the texts.

    Parameters
    ----------
    run : Run
        Finished run of configs/offer.yaml.
    sweeps : Sweeps
        Finished sweeps over the switches.
    """
    from forecast.analysis.branch_table import branch_table
    from forecast.analysis.conclusions import conclusions
    from forecast.text.band_text import bands_text
    from forecast.text.conclusion_text import conclusion_lines, survival_lines

    numbers, judged, pushed, paired = Numbers(run), *map(conclusions, sweeps)
    withdrawn = conclusions(sweeps.switches, ["freeze_withdrawn"])
    told = [f"{number}. {sentence}" for number, sentence in enumerate(ten(numbers, judged, pushed, withdrawn), 1)]
    return Texts(
        short="\n".join(bullet(sentence) for sentence in in_short(numbers, held(judged))),
        ten="\n".join(paragraph(sentence, "   ") for sentence in told),
        error=f"{largest_error(numbers):.1f} points",
        bands=block(bands_text(branch_table(numbers.members), WIDTH)),
        chances=chances(numbers, REFERENCE),
        survive=block("\n".join(conclusion_lines(judged, WIDTH))),
        withdrawn=block("\n".join(survival_lines(withdrawn, WIDTH))),
        paired=block("\n".join(survival_lines(paired, WIDTH))),
        pushed=block("\n".join(survival_lines(pushed, WIDTH))),
        made=paragraph(
            f"`forecast run configs/offer.yaml` (config hash `{run.manifest.config_hash[:8]}`, "
            f"{run.manifest.members:,} members in each branch), `forecast run configs/switches.yaml --members "
            f"{judged.members}`, `forecast run configs/deciding.yaml --members {pushed.members}` and `forecast run "
            f"configs/switch_pairs.yaml --members {paired.members}`; then `python -m studies findings results/offer "
            "results` writes this page, its tables and the numbers in README.md. `make findings` does all, with the "
            "number of members that the configs have."
        ),
    )


def block(text: str) -> str:
    """Return a text as a fenced block."""
    return f"```text\n{text}\n```"
