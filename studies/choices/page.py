"""Makes the text of docs/choices.md: a question, its answer in words, the command, and what the command prints."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from forecast.analysis.headlines import YEARS_IN_WORDS
from forecast.experiment.evidence import evidence
from studies.choices.answers import CUT, EUROPE, MUDDLE, OFFER, amount, percent, points
from studies.choices.printed import Printed, printed
from studies.findings.numbers import Numbers
from studies.markdown import bullet, paragraph

if TYPE_CHECKING:
    from forecast.store.reader import Run

MOST_LINES = 70
DECEMBER = ("configs/questions/december-2024.yaml", "--resolved", "configs/questions/december-2024-resolved.yaml")
SCEPTIC = "configs/beliefs/threat_sceptic.yaml"
AID = ("aid_us_eur_bn", "aid_europe_eur_bn", "keepers_cost_eur_bn")


class Answer(NamedTuple):
    """A question, sentences that answer it, and the command with its output."""

    question: str
    sentences: list[str]
    printed: Printed


def page(run: "Run", sweep: Path) -> str:
    """Return docs/choices.md.

    Parameters
    ----------
    run : Run
        A finished run of configs/offer.yaml.
    sweep : Path
        Folder of a finished sweep of configs/sweep_surge.yaml.
    """
    grade = evidence(run.experiment).grade
    parts = [
        "# Which branch is better, for whom, and how sure is that?",
        "<!-- made by `make choices`: do not edit -->",
        paragraph(
            "Twelve questions of a policy analyst, each answered in words and by one command. The numbers come from a "
            f"run of `configs/offer.yaml` (config hash `{run.manifest.config_hash[:8]}`, {run.manifest.members:,} "
            f"members) and a sweep of `configs/sweep_surge.yaml`. **Every number is of grade {grade}**: it rests on "
            "judgments. ± is one Monte Carlo standard error. A band holds 80% of the draws of the inputs, so it says "
            "what we do not know. Two branches are *tied* if chance could make the difference, or it is under one "
            "point, or its sign differs between draws: then the inputs leave open which is better. The "
            "[glossary](glossary.md) explains the terms. The utilities of the capitals are [stated "
            "values](howto/decide.md) that you can change."
        ),
    ]
    for number, answer in enumerate(_answers(run, sweep), 1):
        parts.append(f"## {number}. {answer.question}")
        parts.append("\n".join(bullet(f"{sentence.rstrip('.')} (grade {grade}).") for sentence in answer.sentences))
        parts.append(f"```sh\n{answer.printed.command}\n```")
        parts.append(answer.printed.folded(MOST_LINES))
    return "\n\n".join(parts) + "\n"


def _answers(run: "Run", sweep: Path) -> Iterator[Answer]:
    numbers = Numbers(run)

    def ask(*words: str) -> Printed:
        verb, *rest = words
        return printed((verb, str(run.path), *rest), (verb, "results/offer", *rest))

    decided = ask("decide", "--beliefs", "configs/beliefs")
    yield Answer("Which branch is better for Kyiv?", decided.paragraphs("Kyiv: (?!a )"), decided)
    shared = "No branch is best|For nobody"
    stable = decided._replace(lines=decided.lines[-16:])
    told = decided.paragraphs("Washington: (?!an )", "European capitals: (?!a )", shared, "The other side")
    told += _turning(decided)
    yield Answer("And for Washington, the European capitals and Moscow?", told, stable)
    yield Answer("Which branch brings lasting peace?", list(_lasting(numbers)), ask("summary"))
    offers = decided.paragraphs("surge_offer, of all futures")
    yield Answer(
        "Would Moscow accept the offer, and what would it cost?", [*offers, _costs(numbers)], _fates(ask("decide"))
    )
    known = ask("voi")
    yield Answer("What would change the answer?", known.paragraphs(r"[\w ]+: knowing "), known)
    shares = ask("variance", "--outcome", "durable_5y", "--branch", OFFER)
    yield Answer("How sure is that?", list(_sure(numbers, shares)), shares)
    replaced = ask("compare", "--branch", EUROPE, "--reference", CUT)
    yield Answer("Can Europe replace American aid?", list(_europe(numbers)), replaced)
    words = ("--branch", OFFER, "--outcome", "durable_5y")
    curve = printed(("compare", str(sweep), *words), ("compare", "results/sweep_surge", *words))
    yield Answer("How long must a surge last?", curve.paragraphs(r"  - All", r"  - A(?!ll)"), curve)
    believed = ask("believe", SCEPTIC, "--branch", OFFER)
    yield Answer(
        "What if I do not believe in the threat?",
        list(_believed(believed)),
        believed,
    )
    asked = ask("questions", *DECEMBER)
    yield Answer(
        "How good was the forecast of December 2024?",
        asked.paragraphs(r"\d+ questions", "mean Brier", "These questions"),
        asked,
    )
    ground = ask("sectors", "--weeks", "52", "--branch", MUDDLE, "--branch", OFFER, "--branch", CUT)
    yield Answer("What happens in Donbas and Kursk?", list(_ground(numbers)), ground)
    figure = "forecast plot results/offer branches --out branches.svg"
    drawn = Printed(figure, ("It states the claim, the numbers, the ties and the run.",))
    yield Answer("Is there one figure for a memo?", ["One command draws it, ready to print at 12 cm"], drawn)


def _believed(shown: Printed) -> Iterator[str]:
    """The line of five-year peace in the table of the offer: its gap before and under the belief."""
    rows = [line.split() for line in shown.lines if line.startswith("durable 5y ")]
    if rows:
        before, under, shift = rows[-1][5:8]
        yield (
            f"Lasting peace, five years, the offer minus muddling through: {before.rstrip('*')} as run, "
            f"{under.rstrip('*')} under the belief, a shift of {shift.rstrip('*')} (shares of all futures)"
        )
    yield from shown.paragraphs("threat_sceptic: of", wrapped=True)


def _lasting(numbers: Numbers) -> Iterator[str]:
    for years in (5, 10):
        target, words = f"durable_{years}y", YEARS_IN_WORDS[years]
        yield (
            f"A ceasefire within two years that lasts {words}: {percent(numbers, OFFER, target)} under the offer, "
            f"{percent(numbers, MUDDLE, target)} under muddling through; {points(numbers, OFFER, MUDDLE, target)}"
        )
        yield f"The offer against the sell-out `no_aid`, {words}: {points(numbers, OFFER, 'no_aid', target)}"


def _turning(shown: Printed) -> list[str]:
    """What the judged weights decide: the sentence below the table of each actor."""
    found, actor = [], ""
    for line in shown.lines:
        header = re.match(r"(Kyiv|Washington|European capitals|Moscow)[^:]*: ", line)
        actor = header[1] if header else actor
        if re.match(r"  (One|No single) weight", line):
            found.append(f"The weights of {actor} are stated, not measured: {line.strip()}")
    return found


def _fates(shown: Printed) -> Printed:
    """Keep the part of the decision view on what becomes of the offer and what it costs."""
    first = next(k for k, line in enumerate(shown.lines) if line.startswith("What becomes of the offer"))
    return shown._replace(lines=shown.lines[first:])


def _costs(numbers: Numbers) -> str:
    return f"Aid in two years and troops, all donors together: {amount(numbers, OFFER, MUDDLE, AID, 'billion euro')}"


def _sure(numbers: Numbers, shares: Printed) -> Iterator[str]:
    favour = numbers.difference(OFFER, MUDDLE, "durable_5y").draws.in_favour.value
    yield (
        f"The offer has more lasting peace than muddling through in {100.0 * favour:.0f}% of the draws; its lead is "
        f"{points(numbers, OFFER, MUDDLE, 'durable_5y')}"
    )
    yield from shares.paragraphs("Pairing with")


def _europe(numbers: Numbers) -> Iterator[str]:
    for target, label in (("durable_5y", "lasting peace, five years"), ("collapse_ua_by_w104", "military collapse")):
        yield (
            f"Europe in the lead against the cut alone, {label}: {percent(numbers, EUROPE, target)} against "
            f"{percent(numbers, CUT, target)}; {points(numbers, EUROPE, CUT, target)}"
        )
        yield f"Against muddling through, {label}: {points(numbers, EUROPE, MUDDLE, target)}"


def _ground(numbers: Numbers) -> Iterator[str]:
    row = numbers.difference(OFFER, MUDDLE, "net_km2_w52")
    low, high = (f"{end.value:+,.0f}" for end in row.draws[:2])
    yield (
        f"Net gain of Russia on the whole front in a year, median: {row.value.value:,.0f}±{row.value.mcse:,.0f} km2 "
        f"under the offer, {row.base.value:,.0f}±{row.base.mcse:,.0f} under muddling through; the mean difference lies "
        f"between {low} and {high} km2 in 80% of the draws"
    )
    kursk = amount(numbers, OFFER, MUDDLE, ("salient_km2_w26",), "km2")
    yield f"Area that Ukraine holds in Kursk by week 26, in the mean: {kursk}"
