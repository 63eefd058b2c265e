"""What the run says, in sentences for readers without statistics, from the numbers alone and for every branch."""

import math

from forecast.analysis.branch_table import Cell, OutcomeRow
from forecast.analysis.comparison import Standing, standings
from forecast.analysis.estimates import Estimate, clear, critical
from forecast.analysis.headlines import IN_WORDS
from forecast.report.material import Material
from forecast.report.panel import Table
from forecast.text.digits import UNKNOWN, value_text

MORE = "more"
FEWER = "fewer"
STOPPED = (
    " After a collapse nobody fights in the model: fewer losses may come from an earlier ceasefire or from a collapse."
)
CAUTION = (
    "Fewer losses are not always good news: they may come from an earlier ceasefire or from a collapse, after which "
    "nobody fights in the model. Read the line on losses together with the line on collapse."
)


def of_hundred(estimate: Estimate) -> str:
    """A probability as a natural frequency: '36 of 100'; as many digits as its error allows, at least whole ones."""
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
    wide = f" (±{error:.0f})" if error >= 0.95 else ""
    return f"{percent:.0f} of 100{wide}"


def sentences(material: Material) -> list[str]:
    """Paragraphs of plain text, in the order in which they are read."""
    table, side = material.table, material.members.manifest.sides[0]
    lasting = IN_WORDS.get(table.years or 0, "")
    named = [
        _frequency(material, table.row(name), f"What is called {name}{_meaning(success.about)} comes about in ")
        for name, success in material.experiment.success.items()
    ]
    found = [
        _frequency(material, table.row("ceasefire_by_w104"), "A ceasefire comes within two years in "),
        _frequency(material, table.lasts, f"Where such a ceasefire comes, it lasts {lasting} in "),
        _frequency(
            material, table.durable, f"Both together, a ceasefire within two years that lasts {lasting}, come about in "
        ),
        *named,
        _amount(
            material,
            table.row("net_km2_w52"),
            "km2",
            f"On the front alone (land lost in a collapse is not in it) {material.attacker} has taken after a year, in "
            "the median future, ",
        ),
        _amount(
            material,
            table.row(f"losses_{side}_w104"),
            "thousand",
            f"The killed and wounded of {material.defender} in two years are, on average, ",
            STOPPED,
        ),
        _frequency(
            material,
            table.row(f"collapse_{side}_by_w104"),
            f"{material.defender} collapses militarily within two years in ",
        ),
    ]
    return [text for text in found if text]


def standing_table(material: Material) -> Table | None:
    """Which branches have more and less of each outcome than the focus branch."""
    if material.focus is None:
        return None
    found = standings(material.members, material.table, material.focus)
    rows = tuple((s.headline.label, _names(s.more), _names(s.less), _names(s.close)) for s in found)
    return Table(
        ("outcome", f"more of it than {material.focus}", "less of it", "too close to call"),
        rows,
        "More is not better in itself: more losses are worse, more ceasefires may be shorter ones. "
        f"{STOPPED.strip()} {_rule(material.table.clusters)} {_many(len(found) * (len(material.branches) - 1))} None "
        "of this covers errors in the assumptions.",
        wordy=True,
    )


def _rule(clusters: int) -> str:
    """What too close to call means."""
    if clusters < 2:
        return "Too close to call: everything, since a single group of draws has no standard error."
    return (
        f"Too close to call: the paired difference is within {critical(clusters):.2f} standard errors of 0 (the 97.5% "
        f"point of Student's t with {clusters - 1:,} degrees of freedom, one fewer than the groups of draws)."
    )


def _many(count: int) -> str:
    """What so many comparisons do to a 95% rule."""
    return (
        f"The table makes {count} comparisons, each on its own: where nothing differs, about one in 20 would still "
        "look clear by chance."
    )


def _frequency(material: Material, row: OutcomeRow | None, start: str) -> str:
    if row is None:
        return ""
    (first, cell), *rest = _ordered(row)
    said = [f"{of_hundred(cell.estimate)} simulated futures under {first}"]
    said += [f"{of_hundred(cell.estimate)} under {branch}" for branch, cell in rest]
    return f"{start}{_listed(said)}.{_lead(material, row)}"


def _amount(material: Material, row: OutcomeRow | None, unit: str, start: str, caution: str = "") -> str:
    if row is None:
        return ""
    said = [f"{value_text(cell.estimate)} {unit} under {branch}" for branch, cell in _ordered(row)]
    return f"{start}{_listed(said)}.{_lead(material, row)}{caution}"


def _ordered(row: OutcomeRow) -> list[tuple[str, Cell]]:
    return sorted(row.cells.items(), key=lambda item: (-_number(item[1].estimate.value), item[0]))


def _number(value: float) -> float:
    return value if value == value else float("-inf")


def _lead(material: Material, row: OutcomeRow) -> str:
    """Whether the first is clearly ahead of the second."""
    order = [b for b, _ in _ordered(row)]
    if len(order) < 2:
        return ""
    first, second = (row.headline.linear(material.members, b) for b in order[:2])
    if clear((first - second).estimate, material.table.clusters):
        return ""
    return f" Between {order[0]} and {order[1]} this run cannot tell which is higher."


def _meaning(about: str | None) -> str:
    if not about:
        return ""
    lower = about[0].lower() + about[1:] if about[1:2].islower() or about[1:2] == " " else about
    return f" ({lower.rstrip('.')})"


def verdicts(material: Material) -> list[str]:
    """Where the branch under test loses and where it wins, one sentence per outcome; what it loses to comes first."""
    if material.focus is None:
        return []
    table, side = material.table, material.members.manifest.sides[0]
    found = {s.headline.target: s for s in standings(material.members, table, material.focus)}
    asked = [
        (table.durable, MORE, f"In ceasefires that last {IN_WORDS.get(table.years or 0, '')}"),
        (table.lasts, MORE, "In how long a ceasefire lasts once it is there"),
        (table.row("ceasefire_by_w104"), MORE, "In how often a ceasefire comes"),
        (table.row(f"losses_{side}_w104"), FEWER, f"In sparing {material.defender} losses"),
        (table.row(f"collapse_{side}_by_w104"), FEWER, f"In sparing {material.defender} a collapse"),
        *((table.row(name), MORE, f"In {name}") for name in material.experiment.success),
    ]
    parts = [_verdict(found[row.headline.target], good, words) for row, good, words in asked if row is not None]
    return sorted(parts, key=lambda part: " it loses to " not in part)


def _verdict(standing: Standing, good: str, words: str) -> str:
    ahead, behind = (standing.more, standing.less) if good == MORE else (standing.less, standing.more)
    if ahead:
        wins = f", and leads {_listed(list(behind))}" if behind else ""
        return f"{words} it loses to {_listed(list(ahead))}{wins}{_tied(standing)}."
    if not behind:
        return f"{words} it cannot be told from any other."
    return f"{words} it leads {_listed(list(behind))}{_tied(standing)}."


def _tied(standing: Standing) -> str:
    return f"; it cannot be told from {_listed(list(standing.close))}" if standing.close else ""


def _names(branches: tuple[str, ...]) -> str:
    return ", ".join(branches) or "none"


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
