"""The decision view as plain text: who prefers which branch, what is tied and why, and who gains.

`docs/howto/decide.md` explains every column.
"""

from collections.abc import Sequence
from textwrap import wrap

from forecast.analysis.estimates import Estimate, critical
from forecast.decisions.actors import Floor
from forecast.decisions.decision import ActorDecision, Decision
from forecast.decisions.ties import Gap
from forecast.display.digits import UNKNOWN, format_value, value_text
from forecast.text.offer_text import course_sentence, fate_lines, frontier_lines
from forecast.text.table import aligned

COLUMNS = ("group", "utility", "behind", "draws 10%", "draws 90%", "best in", "regret", "regret 90%", "worst 10%")
LEGEND = (
    "Utility in points: 100 is the best end of every term, 0 the worst. Weights, scales and floors are judgments "
    "(grade C). group: no branch is clearly ahead of one in group 1; all pairs of a group are tied. behind: utility "
    "minus that of the first branch over the same members; draws 10%, 90%: its band between draws; ~ marks a tie with "
    "the first branch. best in: share of draws in which the branch is the best. regret: utility of the draw's best "
    "branch minus that of this one, mean and 90%. worst 10%: utility that a tenth of the draws fall short of. floors: "
    "share of draws in which all floors hold."
)
TIES = (
    "A tie (~) is a difference of less than {errors:.2g} errors or of less than one point, or one whose sign the draws "
    "do not agree on: its band between draws spans zero. Then which branch is better depends on inputs that are not "
    "known."
)
NOISE = (
    "All shares of draws, bands, regrets and worst tenths are without the noise of chance of small draws. They keep "
    "the form of the noisy means of the draws, which is an assumption."
)
NO_NOISE = (
    "Every draw has one member. So chance is in all regrets and shares of draws, and there are no bands and no floors: "
    "read the means only, or run several replicates."
)
DECIMALS = 1
REASONS = {"chance": "under two errors", "small": "under one point"}
MAX_TURNING = 3


def decision_text(result: Decision, width: int = 100) -> str:
    """Write the decision view: a short answer for every actor, their tables, who gains, the offer, the packages."""
    lines = [
        f"{result.experiment}: {result.members:,} members, {result.draws:,} draws. {result.values.title}",
        f"All numbers are of grade {result.evidence.grade}. Each branch supposes that its donors do what it says.",
        "",
    ]
    lines += [line for text in short_answers(result) for line in wrap(text, width, subsequent_indent="  ")]
    lines += ["", *wrap(LEGEND, width)]
    for decision in sorted(result.actors, key=lambda one: not one.actor.decides):
        lines += ["", *_actor_lines(decision, width)]
    lines += ["", *_gain_lines(result, width), "", *fate_lines(result.fates, width)]
    if result.frontier is not None:
        lines += ["", *frontier_lines(result.frontier, width)]
    lines += ["", *(line for note in notes(result) for line in wrap(note, width)), result.evidence.line]
    return "\n".join(lines)


def short_answers(result: Decision) -> list[str]:
    """Write one sentence on each actor's best branch and its ties, then on the course and cost of these branches."""
    deciding = [one for one in result.actors if one.actor.decides]
    texts = [f"{one.actor.name}: {best_sentence(one)}" for one in deciding]
    if len(deciding) > 1:
        shared = [b for b in result.branches if all(b in one.ranking.best for one in deciding)]
        texts += [_shared_sentence(branch, deciding) for branch in shared]
        if not shared:
            texts.append("No branch is best, or tied for best, for all who decide.")
    shown = dict.fromkeys([*(one.ranking.order[0] for one in deciding), *filter(None, [result.tested])])
    texts += [course_sentence(fate) for fate in result.fates if fate.branch in shown]
    texts += [f"The other side, {one.actor.name}: {best_sentence(one)}" for one in result.actors if one not in deciding]
    return texts


def _shared_sentence(branch: str, deciding: Sequence[ActorDecision]) -> str:
    """Say of a branch that is nowhere clearly behind how far its mean is behind that of each actor's first branch."""
    behind = [
        f"{one.actor.name} {points_text(one.ranking.gaps[branch, first].difference)}"
        f" (best in {percent_text(one.ranking.values[branch].best)} of the draws)"
        for one in deciding
        if (first := one.ranking.order[0]) != branch
    ]
    text = f"For nobody who decides is another branch clearly ahead of {branch}"
    return f"{text}. Its mean against the highest: {'; '.join(behind)}." if behind else f"{text}."


def best_sentence(decision: ActorDecision) -> str:
    """Say which branch is best and by how much, or with which branches it is tied and why."""
    ranking = decision.ranking
    first, *rest = ranking.order
    if not rest:
        return f"{first} is the only branch."
    ties = [branch for branch in rest if branch in ranking.best]
    if not ties:
        lead = ranking.gaps[first, rest[0]]
        low, high = (value_text(end, signed=True, max_decimals=DECIMALS) for end in (lead.low, lead.high))
        band = "" if UNKNOWN in (low, high) else f" (80% of the draws: {low} to {high})"
        return (
            f"{first} is best, {points_text(lead.difference, signed=False)} points of utility ahead of {rest[0]}{band}."
        )
    told = "; ".join(f"{branch} ({tie_text(ranking.gaps[first, branch])})" for branch in ties)
    return f"{first} has the highest mean, but is tied with {told}."


def tie_text(lead: Gap) -> str:
    """Write a tie with its reason, such as 'lead +2.3±0.1, but the draws disagree: -0.1 to +5.6'."""
    reasons = " and ".join(REASONS[tie] for tie in lead.ties if tie != "draws")
    text = f"lead {points_text(lead.difference)}" + (f", {reasons}" if reasons else "")
    if "draws" not in lead.ties:
        return text
    low, high = (value_text(end, signed=True, max_decimals=DECIMALS) for end in (lead.low, lead.high))
    return f"{text}{';' if reasons else ', but'} the draws disagree: {low} to {high}"


def points_text(points: Estimate, signed: bool = True) -> str:
    """Write points with their error, such as '+2.3±0.1'."""
    return format_value(points, signed=signed, space="", max_decimals=DECIMALS)


def gap_text(lead: Gap) -> str:
    """Write a difference in points, with ~ before a tie."""
    return f"{'' if lead.is_clear else '~'}{points_text(lead.difference)}"


def percent_text(share: Estimate) -> str:
    """Write a share in per cent with its error, such as '41±3%'; 'none' and 'all' without an error."""
    if share.mcse == 0.0 and share.value in (0.0, 1.0):
        return "none" if share.value == 0.0 else "all"
    return f"{format_value(share, 100.0, space='', max_decimals=DECIMALS)}%"


def floor_text(floor: Floor) -> str:
    """Write a floor: 'cost_us at most 40'."""
    ends = (("at least", floor.at_least), ("at most", floor.at_most))
    return f"{floor.term} {' and '.join(f'{word} {end:g}' for word, end in ends if end is not None)}"


def _actor_lines(decision: ActorDecision, width: int) -> list[str]:
    actor, ranking, floors = decision.actor, decision.ranking, decision.floors
    first = ranking.order[0]
    group = {branch: str(number) for number, tied in enumerate(ranking.groups, 1) for branch in tied}
    rows = []
    for branch in ranking.order:
        worth = ranking.values[branch]
        behind: tuple[str, ...] = ("first", "", "")
        if branch != first:
            lead = ranking.gaps[branch, first]
            behind = (
                gap_text(lead),
                *(value_text(x, signed=True, max_decimals=DECIMALS) for x in (lead.low, lead.high)),
            )
        amounts = (points_text(x, signed=False) for x in (worth.regret, worth.regret_high, worth.worst))
        cells = (branch, group[branch], points_text(worth.utility, signed=False), *behind, percent_text(worth.best))
        rows.append((*cells, *amounts, *(() if floors is None else (percent_text(floors.together[branch]),))))
    head = ("", *COLUMNS, *(() if floors is None else ("floors",)))
    title = f"{actor.name}{'' if actor.decides else ' (the other side)'}: {actor.values.about}"
    lines = [title, *(f"  {line}" for line in aligned(head, rows))]
    for text in _remarks(decision):
        lines += wrap(text, width, initial_indent="  ", subsequent_indent="    ")
    return lines


def _remarks(decision: ActorDecision) -> list[str]:
    """Write what other rules choose, the weights, what would turn the order, the floors, and what is missing."""
    actor, floors = decision.actor, decision.floors
    weights = ", ".join(f"{term} {points:.3g}" for term, points in actor.points.items())
    texts = [_choices(decision), f"Weights (scaled to 100): {weights}.", _turning(decision)]
    if floors is not None:
        texts.append(f"Floors: {'; '.join(map(floor_text, floors.floors))}.")
    if floors is not None and floors.missing:
        texts.append(f"Not counted, because the run cannot measure it: {'; '.join(map(floor_text, floors.missing))}.")
    if decision.missing:
        texts.append(f"The run has no column for {', '.join(decision.missing)}; the other weights are scaled up.")
    return [text for text in texts if text]


def _turning(decision: ActorDecision) -> str:
    """Say which weight alone would turn the order of the first branch and its rival; empty without a rival."""
    if decision.rival is None:
        return ""
    pair = f"{decision.ranking.order[0]} and {decision.rival}"
    if not decision.turning:
        return f"No single weight, changed tenfold or set to 0, turns the order of {pair}."
    told = [
        f"{one.term} at {format_value(one.turns, space='', max_decimals=DECIMALS)} (stated {one.stated:g})"
        for one in decision.turning[:MAX_TURNING]
    ]
    return f"One weight alone turns the order of {pair}: {' or '.join(told)}."


def _choices(decision: ActorDecision) -> str:
    ranking, floors = decision.ranking, decision.floors
    rules = [("Lowest 90% regret", ranking.least_regret), ("best worst tenth", ranking.best_worst)]
    rules += [] if floors is None else [("floors hold most often", floors.best)]
    told = [f"{rule}: {' and '.join(found)}{' (tied)' if len(found) > 1 else ''}" for rule, found in rules]
    return "; ".join(told) + "."


def _gain_lines(result: Decision, width: int) -> list[str]:
    """Write who gains: utility of each branch minus that of the reference, for every actor."""
    others = result.branches[1:]
    if not others:
        return []
    rows = []
    for branch in others:
        gaps = [one.ranking.gaps[branch, result.reference] for one in result.actors]
        rows.append((branch, *map(gap_text, gaps)))
    title = f"Who gains: utility minus that of {result.reference}, in points of each actor; ~ marks a tie"
    note = "Points of two actors cannot be added or compared: each has its own scale."
    return [title, *aligned(("", *(one.actor.name for one in result.actors)), rows), *wrap(note, width)]


def notes(result: Decision) -> list[str]:
    """Write how ties are judged, what is assumed, and who is left out."""
    ranking = result.actors[0].ranking
    texts = [
        TIES.format(errors=max(2.0, critical(result.clusters))) if result.clusters > 1 else TIES.format(errors=2.0)
    ]
    texts.append(NOISE if ranking.noise_removed else NO_NOISE)
    if ranking.effective_draws < 0.999 * result.draws:
        texts.append(f"The weights of the draws leave {ranking.effective_draws:,.0f} effective draws.")
    for actor in result.left_out:
        texts.append(f"{actor.name} is left out: the run has no column for {actor.values.heaviest}.")
    return texts
