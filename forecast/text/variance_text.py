"""Where the variance of outcomes and of differences comes from, as tables, sentences and data for JSON."""

import math
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from forecast.analysis.estimates import Estimate
from forecast.analysis.explained import FEWEST_DRAWS_PER_INPUT
from forecast.analysis.members import Members
from forecast.analysis.variance_shares import Pairing, VarianceShares
from forecast.display.digits import UNKNOWN, format_value, plain_estimate
from forecast.experiment.evidence import GRADES, evidence
from forecast.text.table import aligned

NOTES = (
    "not known: share of the variance that lies between draws (epistemic). chance: the rest, which lies between the "
    "members of a draw (aleatory).",
    "A measured, B literature, C judgment: share of the part that is not known which the uncertain inputs of this "
    "grade explain, each input by itself, noise of chance removed. rest: inputs that act together, and effects of a "
    "form that the regression misses. Fixed inputs and constants of the model add no variance, whatever their grade. "
    "n/a: what is not known cannot be told from noise.",
    "pairing: variance of the difference if both branches had other members, over its variance with the same members; "
    "then the same for the part that is not known, and for chance.",
    "The variance is that of one member. For the net gain of ground it is that of the mean, although the other tables "
    "show the median. ± is one Monte Carlo standard error.",
)
FEW_DRAWS = (
    "The grades are not told apart: that takes at least {least:,} draws ({per} for each uncertain input), and this run "
    "has {draws:,}."
)
HEAD = ("not known", "chance", *(f"{grade} {words.split()[-1]}" for grade, words in GRADES.items()), "rest")
PAIRING_HEAD = ("pairing", "not known", "chance")


def variance_lines(members: Members, found: Sequence[VarianceShares], width: int) -> Iterator[str]:
    """Yield lines of text: notes, then for each outcome a table of branches and differences, and a sentence.

    Parameters
    ----------
    members : Members
        The run.
    found : sequence of VarianceShares
        From `variance_shares`, in its order.
    width : int
        Width of the screen in characters, for notes and sentences.
    """
    manifest = members.manifest
    yield f"{manifest.experiment}: {members.count:,} members, {manifest.draws:,} draws"
    for note in NOTES:
        yield from _filled(note, width)
    few = few_draws(members)
    if few is not None:
        yield from _filled(few, width)
    for _, group in groupby(found, key=lambda one: one.headline.target):
        rows = list(group)
        yield ""
        yield f"{rows[0].headline.short}: {rows[0].headline.label}"
        has_pairs = any(one.pairing for one in rows)
        head = ("share of the variance", *HEAD, *(PAIRING_HEAD if has_pairs else ()))
        yield from aligned(head, [_cells(one, has_pairs) for one in rows])
        text = pairing_sentence(rows)
        if text:
            yield from _filled(text, width)
    yield ""
    yield evidence(members.run.experiment).line


def few_draws(members: Members) -> str | None:
    """Say that a run has too few draws for the shares of the grades; None if it has enough."""
    from forecast.analysis.drivers import collect_inputs

    least = FEWEST_DRAWS_PER_INPUT * len(collect_inputs(members).drawn)
    draws = members.manifest.draws
    return FEW_DRAWS.format(least=least, per=FEWEST_DRAWS_PER_INPUT, draws=draws) if draws < least else None


def pairing_sentence(rows: Sequence[VarianceShares]) -> str:
    """Say what pairing is worth: 'Pairing with no_aid is worth so many times the members: surge_offer 6.5 ±0.1'."""
    known = [(one, one.pairing) for one in rows if one.pairing and not math.isnan(one.pairing.total.value)]
    if not known:
        return ""
    parts = [f"{one.branch} {_times(pairing.total)}" for one, pairing in known]
    return f"Pairing with {known[0][0].reference} is worth so many times the members: {', '.join(parts)}."


def plain_variance(members: Members, found: Sequence[VarianceShares]) -> dict[str, Any]:
    """Turn the shares into data for JSON: unrounded numbers, None for NaN."""
    grade = evidence(members.run.experiment)
    return {
        "experiment": members.manifest.experiment,
        "members": members.count,
        "draws": members.manifest.draws,
        "reference": members.reference,
        "grade": grade.grade,
        "inputs": grade.inputs,
        "constants": grade.constants,
        "note": few_draws(members),
        "rows": [_plain(one) for one in found],
    }


def _plain(one: VarianceShares) -> dict[str, Any]:
    content: dict[str, Any] = {
        "target": one.headline.target,
        "label": one.headline.label,
        "unit": one.headline.unit,
        "branch": one.branch,
        "minus": one.reference,
        "variance": None,
        "explained": None,
        "pairing": None if one.pairing is None else _plain_all(one.pairing._asdict()),
    }
    if one.variances is not None:
        content["variance"] = _plain_all({**one.variances._asdict(), "aleatory_share": one.variances.aleatory_share})
    if one.explained is not None:
        grades = {f"grade_{grade}": share for grade, share in one.explained.by_grade.items()}
        content["explained"] = {
            **_plain_all({**grades, "together": one.explained.together, "rest": one.explained.rest}),
            "inputs": one.explained.inputs,
            "degree": one.explained.degree,
        }
    return content


def _plain_all(numbers: dict[str, Estimate]) -> dict[str, Any]:
    return {name: plain_estimate(number) for name, number in numbers.items()}


def _cells(one: VarianceShares, has_pairs: bool) -> tuple[str, ...]:
    name = one.branch if one.reference is None else f"{one.branch} minus {one.reference}"
    shares = (None, None) if one.variances is None else (one.variances.epistemic_share, one.variances.aleatory_share)
    grades = (None,) * (len(GRADES) + 1)
    explained = grades if one.explained is None else (*one.explained.by_grade.values(), one.explained.rest)
    return (name, *map(_percent, (*shares, *explained)), *(_pairing_cells(one.pairing) if has_pairs else ()))


def _pairing_cells(pairing: Pairing | None) -> tuple[str, str, str]:
    if pairing is None:
        return "", "", ""
    total, epistemic, aleatory = (f"x {text}" if text != UNKNOWN else text for text in map(_times, pairing))
    return total, epistemic, aleatory


def _percent(share: Estimate | None) -> str:
    if share is None or math.isnan(share.value):
        return UNKNOWN
    return f"{format_value(share, 100.0, space='', max_decimals=1)}%"


def _times(ratio: Estimate) -> str:
    """Write a ratio with its error; a ratio that chance could make anything is not known."""
    if math.isnan(ratio.value) or math.isnan(ratio.mcse) or ratio.mcse > ratio.value / 2.0:
        return UNKNOWN
    return format_value(ratio, max_decimals=1)


def _filled(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, min(width, 120), subsequent_indent="  ", break_on_hyphens=False)
