"""The results of a run in sentences for readers without statistics, written from the numbers for every branch."""

import math

from forecast.analysis.branch_table import BranchTable, Cell, OutcomeRow
from forecast.analysis.comparison import Standing, standings
from forecast.analysis.estimates import Estimate, clear
from forecast.analysis.headlines import YEARS_IN_WORDS
from forecast.analysis.members import Members
from forecast.display.digits import UNKNOWN, value_text

FIGHTING_STOPS = (
    "In the model the fighting stops after a collapse, so fewer losses may come from an earlier ceasefire or from a "
    "collapse."
)
LOSSES_CAUTION = (
    "Fewer losses are not always good news: they may come from an earlier ceasefire or from a collapse, after which "
    "the fighting stops in the model. Read the line on losses together with the line on collapse."
)


def of_hundred(estimate: Estimate) -> str:
    """Write a probability as a frequency: '36 of 100'. The error is shown if it reaches about one in a hundred."""
    percent, error = 100.0 * estimate.value, 100.0 * estimate.mcse
    if math.isnan(percent):
        return UNKNOWN
    if percent == 0.0:
        return "none"
    if percent == 100.0:
        return "all"
    if 0.0 < percent < 1.0:
        return "fewer than 1 of 100"
    if 99.0 < percent < 100.0:
        return "more than 99 of 100"
    error_text = f" (±{error:.0f})" if error >= 0.95 else ""
    return f"{percent:.0f} of 100{error_text}"


def result_sentences(members: Members, table: BranchTable) -> list[str]:
    """Write one paragraph of plain text for each outcome that the run reaches, in reading order."""
    defender, attacker = members.manifest.sides[:2]
    defender_name, attacker_name = members.side_name(defender), members.side_name(attacker)
    lasting = YEARS_IN_WORDS.get(table.years or 0, "")
    named = [
        _frequency_sentence(
            members, table, name, f"The outcome called {name}{_in_brackets(success.about)} comes about in "
        )
        for name, success in members.run.experiment.success.items()
    ]
    sentences = [
        _frequency_sentence(members, table, "ceasefire_by_w104", "A ceasefire comes within two years in "),
        _frequency_sentence(members, table, table.lasts, f"Where such a ceasefire comes, it lasts {lasting} in "),
        _frequency_sentence(
            members,
            table,
            table.durable,
            f"A ceasefire comes within two years and lasts {lasting} in ",
        ),
        *named,
        _amount_sentence(
            members,
            table,
            "net_km2_w52",
            "km2",
            "On the front alone (land lost in a collapse is not counted), after a year and in the median future, "
            f"{attacker_name} has taken ",
        ),
        _amount_sentence(
            members,
            table,
            f"losses_{defender}_w104",
            "thousand",
            f"The killed and wounded of {defender_name} in two years are, on average, ",
            f" {FIGHTING_STOPS}",
        ),
        _frequency_sentence(
            members,
            table,
            f"collapse_{defender}_by_w104",
            f"{defender_name} collapses militarily within two years in ",
        ),
    ]
    return [sentence for sentence in sentences if sentence]


def focus_sentences(members: Members, table: BranchTable) -> list[str]:
    """Say where the tested branch is behind and where it is ahead, one sentence per outcome; 'behind' comes first."""
    if members.tested_branch is None:
        return []
    defender = members.manifest.sides[0]
    name = members.side_name(defender)
    comparisons = {s.headline.target: s for s in standings(members, table, members.tested_branch)}
    outcomes = [
        (table.durable, True, f"In ceasefires that last {YEARS_IN_WORDS.get(table.years or 0, '')}"),
        (table.lasts, True, "In how often a ceasefire lasts once it has come"),
        (table.row("ceasefire_by_w104"), True, "In how often a ceasefire comes"),
        (table.row(f"losses_{defender}_w104"), False, f"In keeping the losses of {name} low"),
        (table.row(f"collapse_{defender}_by_w104"), False, f"In keeping {name} from a collapse"),
        *((table.row(success), True, f"In {success}") for success in members.run.experiment.success),
    ]
    sentences = [
        _compare_sentence(comparisons[row.headline.target], more_is_better, start)
        for row, more_is_better, start in outcomes
        if row is not None
    ]
    return sorted(sentences, key=lambda sentence: " is behind " not in sentence)


def _frequency_sentence(members: Members, table: BranchTable, outcome: OutcomeRow | str | None, start: str) -> str:
    row = table.row(outcome) if isinstance(outcome, str) else outcome
    if row is None:
        return ""
    (first, cell), *rest = _sort_branches(row)
    shares = [f"{of_hundred(cell.estimate)} simulated futures under {first}"]
    shares += [f"{of_hundred(cell.estimate)} under {branch}" for branch, cell in rest]
    return f"{start}{_join(shares)}.{_unclear_lead(members, table, row)}"


def _amount_sentence(
    members: Members, table: BranchTable, target: str, unit: str, start: str, caution: str = ""
) -> str:
    row = table.row(target)
    if row is None:
        return ""
    amounts = [f"{value_text(cell.estimate)} {unit} under {branch}" for branch, cell in _sort_branches(row)]
    return f"{start}{_join(amounts)}.{_unclear_lead(members, table, row)}{caution}"


def _sort_branches(row: OutcomeRow) -> list[tuple[str, Cell]]:
    """Sort the branches from the highest value to the lowest; unknown values come last."""

    def rank(item: tuple[str, Cell]) -> tuple[float, str]:
        value = item[1].estimate.value
        return (math.inf if math.isnan(value) else -value), item[0]

    return sorted(row.cells.items(), key=rank)


def _unclear_lead(members: Members, table: BranchTable, row: OutcomeRow) -> str:
    """Write a sentence if the first branch is not clearly above the second; else nothing."""
    order = [branch for branch, _ in _sort_branches(row)]
    if len(order) < 2:
        return ""
    first, second = (row.headline.linear(members, branch) for branch in order[:2])
    if clear((first - second).estimate, table.clusters):
        return ""
    return f" This run cannot tell whether {order[0]} or {order[1]} is higher."


def _in_brackets(about: str | None) -> str:
    if not about:
        return ""
    lower = about[0].lower() + about[1:] if about[1:2].islower() or about[1:2] == " " else about
    return f" ({lower.rstrip('.')})"


def _compare_sentence(comparison: Standing, more_is_better: bool, start: str) -> str:
    better, worse = comparison.more, comparison.less
    if not more_is_better:
        better, worse = worse, better
    parts = [f"behind {_join(list(better))}"] if better else []
    parts += [f"ahead of {_join(list(worse))}"] if worse else []
    if not parts:
        return f"{start}, it is too close to call with every other branch."
    close = f"; it is too close to call with {_join(list(comparison.close))}" if comparison.close else ""
    return f"{start}, it is {', and '.join(parts)}{close}."


def _join(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
