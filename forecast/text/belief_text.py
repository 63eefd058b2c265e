"""A run under beliefs as plain text and as data for JSON: old and new answers side by side."""

import textwrap
from collections.abc import Sequence
from typing import Any

from forecast.analysis.draw_band import DrawBand
from forecast.analysis.headlines import BY_WEEK, durable, lasting_years
from forecast.analysis.members import Members
from forecast.beliefs.reweighting import BelievedOutcome, Change, Difference, Reweighted, Shift
from forecast.config.belief_models import OWN
from forecast.config.beliefs import Belief
from forecast.display.digits import format_value, number_or_none, plain_estimate, range_text
from forecast.experiment.distributions import spread_of
from forecast.text.branch_table_text import DECIMALS, NARROWEST, cell_text, outcome_label
from forecast.text.table import Line, aligned, blocks

WIDEST = 120
HEAD = ("outcome", "prior", "belief", "shift", "gap, prior", "gap, belief", "shift of gap", "draws, belief", "answer")
NOTES = (
    "prior, belief: the outcome in this branch under the priors of the run and under the belief. gap: the branch minus "
    "the reference, over the same members. shift: belief minus prior over the same draws, so its error is small; * the "
    "shift is clear: 0 lies outside its 95% interval. draws: band between draws of the gap, 10% to 90%, without noise "
    "of chance. tie: the gap is under two errors, or under one point of a probability. ~ the band spans zero: draws of "
    "both signs are likely. ±: Monte Carlo standard error.",
)
COMPACT_NOTES = (
    "The branch minus the reference, over the same members. (in brackets): a tie, which is under two errors or under "
    "one point of a probability. ~ the band between draws spans zero: draws of both signs are likely. * the shift from "
    "the priors is clear: 0 lies outside its 95% interval. ! the sign is reversed. ±: Monte Carlo standard error.",
)
EMULATOR = (
    "The emulator of the run, from which Moscow expects its gains, is kept. A fresh run with the belief as prior fits "
    "it anew; docs/howto/beliefs.md shows how much that moves."
)
_WORDS: dict[Change, str] = {
    "same": "{new}, as before",
    "tie": "tie, as before",
    "reversed": "REVERSED: {new}, was {old}",
}


def belief_lines(result: Reweighted, width: int) -> list[str]:
    """Write what is believed, of which inputs, and what the weighted draws are worth."""
    belief, weights = result.belief, result.weights
    lines = _wrap([f"{belief.name}: {' '.join(belief.about.split())}", f"G{_grade(belief)[1:]}."], width)
    for prior, believed in belief.inputs:
        old, new = spread_of(prior), spread_of(believed)
        lines += _wrap(
            [
                f"  {prior.name}: mean {new.mean:.2g} (80% between {new.low:.2g} and {new.high:.2g}) in place of "
                f"{old.mean:.2g} ({old.low:.2g} and {old.high:.2g}), unit {prior.unit}; prior of grade {prior.grade}"
            ],
            width,
        )
    draws = weights.draw.size
    tail = (
        "no heavy tail" if weights.pareto_k != weights.pareto_k else f"tail of the weights k = {weights.pareto_k:.2f}"
    )
    worst = "" if weights.least != weights.least else f", those of the worst cluster as {weights.least:,.0f}"
    share = f"{draws:,} draws count as {weights.effective:,.0f} ({weights.effective / draws:.0%}){worst}"
    return [*lines, *_wrap([f"{share}; {tail} (refused above 0.7)."], width)]


def reference_lines(result: Reweighted, reference: str) -> list[str]:
    """Write the headline outcomes of the reference branch."""
    rows = [
        (
            outcome_label(outcome.headline),
            *(cell_text(number, outcome.headline.statistic, "") for number in outcome.value[:2]),
            _shift_text(outcome.value, outcome.is_clear),
        )
        for outcome in result.of(reference)
    ]
    return [f"{reference}, the reference", *aligned(HEAD[:4], rows)]


def outcome_lines(result: Reweighted, branch: str, reference: str) -> list[str]:
    """Write the table of one branch, with a line for each headline outcome.

    Parameters
    ----------
    result : Reweighted
        Old and new answers.
    branch, reference : str
        The branch, and the branch that is subtracted.
    """
    rows = []
    for outcome in result.of(branch):
        gap, statistic = outcome.difference, outcome.headline.statistic
        assert gap is not None
        rows.append(
            (
                outcome_label(outcome.headline),
                *(cell_text(number, statistic, "") for number in outcome.value[:2]),
                _shift_text(outcome.value, outcome.is_clear),
                *(format_value(number, signed=True, space="") for number in gap.numbers[:2]),
                _shift_text(gap.numbers, gap.is_clear),
                range_text(gap.new_band.low, gap.new_band.high),
                answer_text(gap),
            )
        )
    return [f"{branch}, and its gap to {reference}", *aligned(HEAD, rows, right=len(HEAD) - 2)]


def answer_text(gap: Difference) -> str:
    """Write what the belief does to the sign of a difference, such as 'tie now, was more'."""
    text = _WORDS.get(gap.change, "{new} now, was {old}").format(new=gap.new_side, old=gap.old_side)
    return f"{text} ~" if gap.is_open and gap.new_side != "tie" else text


def answer_lines(result: Reweighted, reference: str, width: int) -> list[str]:
    """Say in sentences whether the belief changes the answer.

    Parameters
    ----------
    result : Reweighted
        Old and new answers.
    reference : str
        The branch that is subtracted.
    width : int
        Characters in a line.
    """
    groups: dict[Change, list[BelievedOutcome]] = {}
    for outcome in result.differences:
        if outcome.difference is not None:
            groups.setdefault(outcome.difference.change, []).append(outcome)
    count = len(result.differences)
    kept, ties = len(groups.get("same", [])), len(groups.get("tie", []))
    opened = sum(o.difference is not None and o.difference.is_open for o in groups.get("same", []))
    parts = [
        f"{result.belief.name}: of {count} differences from {reference}, {kept} keep their sign and {ties} stay ties.",
        *(_group_sentence(words, groups.get(change, [])) for change, words in _SENTENCES.items()),
    ]
    if opened:
        parts.append(f"Of those that keep their sign, {opened} have a band between draws that spans zero.")
    return _wrap([" ".join(filter(None, parts))], width)


_SENTENCES: dict[Change, str] = {
    "reversed": "reversed",
    "now a tie": "now a tie",
    "no longer a tie": "no longer a tie",
}
_MOST_NAMED = 4


def _group_sentence(words: str, outcomes: Sequence[BelievedOutcome]) -> str:
    if not outcomes:
        return "None is reversed." if words == "reversed" else ""
    named = [f"{o.headline.short} in {o.branch}{_star(o)}" for o in outcomes[:_MOST_NAMED]]
    more = f" and {len(outcomes) - _MOST_NAMED} more" if len(outcomes) > _MOST_NAMED else ""
    return f"{len(outcomes)} {'is' if len(outcomes) == 1 else 'are'} {words}: {', '.join(named)}{more}."


def _star(outcome: BelievedOutcome) -> str:
    return "" if outcome.difference is None or outcome.difference.is_clear else " (shift not clear)"


def compact_lines(results: Sequence[Reweighted], members: Members, reference: str, width: int) -> list[str]:
    """Write the main differences from the reference: a block for each outcome, a line for each belief.

    Parameters
    ----------
    results : sequence of Reweighted
        Old and new answers under each belief.
    members : Members
        The run.
    reference : str
        The branch that is subtracted.
    width : int
        Characters in a line.
    """
    lines: list[str] = []
    for target in main_targets(members):
        rows = {o.branch: o for o in results[0].differences if o.headline.target == target}
        if not rows:
            continue
        headline = next(iter(rows.values())).headline
        old: dict[str, str] = {b: _old_cell(o.difference) for b, o in rows.items() if o.difference}
        body: list[Line] = [("as run", old)]
        for result in results:
            found = {o.branch: o.difference for o in result.differences if o.headline.target == target}
            body.append((result.belief.name, {b: _new_cell(gap) for b, gap in found.items() if gap}))
        lines += ["", f"{headline.label}, minus {reference}", *blocks(body, rows, max(width, NARROWEST))]
    return lines


def main_targets(members: Members) -> list[str]:
    """The outcomes of the compact table: a ceasefire, one that lasts, sovereignty, and losses of the defender."""
    years = lasting_years(members.manifest.horizon)
    lasting = [] if years is None else [durable(years)]
    side = members.manifest.sides[0]
    return [f"ceasefire_by_w{BY_WEEK}", *lasting, "sovereignty_w520", f"losses_{side}_w104"]


def size_lines(results: Sequence[Reweighted]) -> list[str]:
    """Write a table of the effective sizes, with a line for each belief."""
    head = ("belief", "draws", "count as", "share", "worst cluster", "tail k", "grade")
    rows = [
        (
            r.belief.name,
            f"{r.weights.draw.size:,}",
            f"{r.weights.effective:,.0f}",
            f"{r.weights.effective / r.weights.draw.size:.0%}",
            "-" if r.weights.least != r.weights.least else f"{r.weights.least:,.0f}",
            "-" if r.weights.pareto_k != r.weights.pareto_k else f"{r.weights.pareto_k:.2f}",
            f"{r.belief.grade}{', ' + OWN if r.belief.is_own else ''}",
        )
        for r in results
    ]
    return aligned(head, rows, right=len(head) - 2)


def fresh_command(belief: Belief, run: str) -> str:
    """Write the command that runs the belief as a prior, with the emulator of the run."""
    settings = " ".join(f"--set '{setting}'" for setting in belief.settings)
    return f"forecast run {run}/config.yaml --fit {run} {settings}"


def wrapped_notes(notes: Sequence[str], width: int) -> list[str]:
    """Break notes into lines."""
    return _wrap(notes, width)


def _old_cell(gap: Difference) -> str:
    number = format_value(gap.numbers.old, signed=True, space="", max_decimals=DECIMALS)
    if gap.old_side == "tie":
        return f"({number})"
    return number if gap.old_band.low.value > 0.0 or gap.old_band.high.value < 0.0 else f"{number}~"


def _new_cell(gap: Difference) -> str:
    number = format_value(gap.numbers.new, signed=True, space="", max_decimals=DECIMALS)
    marks = ("*" if gap.is_clear else "") + ("!" if gap.change == "reversed" else "")
    return (f"({number})" if gap.new_side == "tie" else f"{number}{'~' if gap.is_open else ''}") + marks


def _shift_text(shift: Shift, is_clear: bool) -> str:
    return format_value(shift.shift, signed=True, space="") + ("*" if is_clear else "")


def _grade(belief: Belief) -> str:
    return f"grade {belief.grade}: {' '.join(belief.source.split())}"


def _wrap(texts: Sequence[str], width: int) -> list[str]:
    wide = min(max(width, NARROWEST), WIDEST)
    return [line for text in texts for line in textwrap.wrap(text, wide, break_on_hyphens=False)]


def plain_belief(result: Reweighted) -> dict[str, Any]:
    """Turn a run under a belief into data for JSON: unrounded numbers, None for NaN."""
    belief, weights = result.belief, result.weights
    return {
        "name": belief.name,
        "about": belief.about,
        "source": belief.source,
        "grade": belief.grade,
        "where": belief.where,
        "inputs": [
            {
                "name": prior.name,
                "unit": prior.unit,
                "grade": prior.grade,
                "prior": spread_of(prior)._asdict(),
                "belief": spread_of(believed)._asdict(),
            }
            for prior, believed in belief.inputs
        ],
        "set": list(belief.settings),
        "draws": weights.draw.size,
        "effective": weights.effective,
        "least_cluster": number_or_none(weights.least),
        "pareto_k": number_or_none(weights.pareto_k),
        "mean_ratio": weights.mass,
        "outcomes": [_plain_outcome(outcome) for outcome in result.outcomes],
    }


def _plain_outcome(outcome: BelievedOutcome) -> dict[str, Any]:
    gap, headline = outcome.difference, outcome.headline
    content: dict[str, Any] = {
        "target": headline.target,
        "unit": headline.unit,
        "statistic": headline.statistic,
        "horizon": headline.horizon,
        "branch": outcome.branch,
        **_plain_shift(outcome.value),
        "clear": outcome.is_clear,
        "difference": None,
    }
    if gap is not None:
        content["difference"] = {
            **_plain_shift(gap.numbers),
            "clear": gap.is_clear,
            "old_side": gap.old_side,
            "new_side": gap.new_side,
            "change": gap.change,
            "old_draws": _plain_band(gap.old_band),
            "new_draws": _plain_band(gap.new_band),
        }
    return content


def _plain_shift(shift: Shift) -> dict[str, Any]:
    return {name: plain_estimate(number) for name, number in shift._asdict().items()}


def _plain_band(band: DrawBand) -> dict[str, Any]:
    return {name: plain_estimate(number) for name, number in band._asdict().items()}
