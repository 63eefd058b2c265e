"""Writes the page docs/influence.md, also as plain text. What moves nothing comes first."""

from collections.abc import Iterator
from typing import TypeVar

from forecast.config import config_hash
from forecast.text.table import aligned
from studies.influence import cells
from studies.influence.kernel_cases import FACTORS, QUANTILES, STEP
from studies.influence.study import SETTLED, Influence, InputInfluence, MechanismInfluence
from studies.markdown import TitledTable, paragraph

SMALL = 0.01
INPUT = ("input", "grade", "sets", "unit", "low", "high")
UNCERTAIN = ("members changed", "a member's change", "surest difference", "errors")
MECHANISM = ("mechanism", "grade", "off when")
EFFECT = ("errors", "counting")

_METHOD = """\
One input at a time is set to its {low} and to its {high} quantile in every draw. A fixed input is set to {down:g} \
and {up:g} times its value, a fixed 0 to {step:g} of its unit either way as far as it may, a yes or no to both. One \
mechanism at a time is switched off. All other inputs, what is fitted on the pilot and all random numbers stay the \
same, so every difference is between the same members. All outcome columns of all branches are compared: weeks as \
the chance that the event comes by week 104, yes or no as a chance, reals after an inverse hyperbolic sine (centre \
and scale: median and interquartile range), so that no long tail dominates a mean. The spread of a real is its \
distance from the centre. An effect is the mean difference in standard deviations of the outcome, ± its Monte Carlo \
standard error; for a chance the difference itself follows in brackets. A member's change is the mean size of its \
differences, up or down, for the outcome where that is largest. Grade C is judgment."""

_COUNTS = """\
A difference counts if it exceeds {0:.2f} errors for inputs ({1:,} differences compared) and {2:.2f} for mechanisms \
({3:,}). Then the chance that any of them counts by accident{4} is at most 5% (Bonferroni). A difference that does not \
count may still exist, smaller than the error. What acts only through a lever that no branch here pulls, or only \
together with an input that is fixed at 0, moves nothing here."""

_LARGEST = (
    "Sorted by the largest effect that counts. *counting*: number of differences that count, over outcomes and "
    "branches. A spread is named where the effect on it is more than twice that on any level."
)
_SMALL = f"{_LARGEST} The largest effect is less than {SMALL:g} standard deviations."
_WITH_LESS_WITHOUT = "Differences are with the mechanism less without it."

Item = TypeVar("Item", InputInfluence, MechanismInfluence)


def page(influence: Influence, elsewhere: Influence | None = None) -> str:
    """Return the whole page, in Markdown. `elsewhere` has the items that move nothing, run in another experiment."""
    lines = ["# Influence of inputs and mechanisms", "", "<!-- made by `make influence`: do not edit -->"]
    for text in _introduction(influence):
        lines += ["", paragraph(text)]
    for table in _tables(influence, elsewhere):
        lines += ["", f"## {table.title}", "", paragraph(table.note)]
        lines += ["", *table.markdown()] if table.rows else []
    return "\n".join(lines) + "\n"


def plain(influence: Influence, elsewhere: Influence | None = None) -> str:
    """Return the page for a terminal, without Markdown and with aligned columns."""
    lines = ["Influence of inputs and mechanisms"]
    for text in _introduction(influence):
        lines += ["", paragraph(text)]
    for table in _tables(influence, elsewhere):
        lines += ["", table.title, paragraph(table.note)]
        lines += ["", *aligned(table.head, table.rows, left=len(table.head))] if table.rows else []
    return "\n".join(lines).replace("`", "").replace("*", "") + "\n"


def _introduction(influence: Influence) -> Iterator[str]:
    exp, members = influence.experiment, f"{influence.looks[-1]:,}"
    yield (
        f"Experiment `{exp.experiment}` (config hash `{config_hash(exp)[:8]}`): {members} members in each of "
        f"{len(exp.branches)} branches ({', '.join(f'`{branch}`' for branch in exp.branches)}), {exp.horizon} weeks; "
        f"{members} independent draws with one replicate each, so every member is a cluster of its own."
        f"{_first_look(influence)}"
    )
    low, high = (f"{level:.0%}" for level in QUANTILES)
    yield _METHOD.format(low=low, high=high, down=FACTORS[0], up=FACTORS[1], step=STEP)
    looks = " in either look" if len(influence.looks) > 1 else ""
    critical, tests = influence.critical, influence.tests
    yield _COUNTS.format(critical[0], tests[0], critical[1], tests[1], looks)


def _first_look(influence: Influence) -> str:
    if len(influence.looks) == 1:
        return ""
    return (
        f" What has an effect that counts of {SETTLED:g} standard deviations or more at the first "
        f"{influence.looks[0]:,} members is shown from these and not run on all."
    )


def _tables(influence: Influence, elsewhere: Influence | None) -> Iterator[TitledTable]:
    if influence.inputs:
        yield from _input_tables(influence.inputs)
    if influence.mechanisms:
        yield from _mechanism_tables(influence.mechanisms)
    if elsewhere is not None:
        yield _elsewhere_table(elsewhere)


def _input_tables(inputs: tuple[InputInfluence, ...]) -> Iterator[TitledTable]:
    rows = [(*cells.input_cells(item), item.prior.about) for item in inputs if item.verdict.inert]
    note = "No outcome of any member and no weekly series differs."
    yield _table("Inputs that move nothing", note, (*INPUT, "about"), rows)
    uncertain = [item for item in inputs if not item.verdict.inert and not item.verdict.beyond]
    rows = [
        (*cells.input_cells(item), *cells.uncertain_cells(item.verdict))
        for item in sorted(uncertain, key=lambda item: item.verdict.changed)
    ]
    note = "Some members differ, but no mean of an outcome differs beyond its error."
    yield _table("Inputs that move no outcome beyond its error", note, (*INPUT, *UNCERTAIN), rows)
    small, large = _by_size(inputs)
    rows = [(*cells.input_cells(item), *cells.small_effect_cells(item.verdict)) for item in small]
    head = (*INPUT, "a member's change", "moves most", *EFFECT)
    yield _table("Inputs that hardly move outcomes", _SMALL, head, rows)
    rows = [(*cells.input_cells(item), *cells.effect_cells(item.verdict)) for item in large]
    yield _table("Inputs that move outcomes", _LARGEST, (*INPUT, "moves most", *EFFECT), rows)


def _mechanism_tables(mechanisms: tuple[MechanismInfluence, ...]) -> Iterator[TitledTable]:
    uncertain = sorted((m for m in mechanisms if not m.verdict.beyond), key=lambda m: m.verdict.changed)
    rows = [(*cells.mechanism_cells(m), cells.finding(m.verdict), *cells.uncertain_cells(m.verdict)) for m in uncertain]
    title = "Mechanisms whose absence changes no outcome beyond its error"
    yield _table(title, _WITH_LESS_WITHOUT, (*MECHANISM, "finding", *UNCERTAIN), rows)
    small, large = _by_size(mechanisms)
    rows = [(*cells.mechanism_cells(m), *cells.small_effect_cells(m.verdict)) for m in small]
    head = (*MECHANISM, "a member's change", "changes most", *EFFECT)
    yield _table("Mechanisms that hardly change outcomes", _SMALL, head, rows)
    rows = [(*cells.mechanism_cells(m), *cells.effect_cells(m.verdict)) for m in large]
    note = f"{_LARGEST} {_WITH_LESS_WITHOUT}"
    yield _table("Mechanisms that change outcomes", note, (*MECHANISM, "changes most", *EFFECT), rows)


def _elsewhere_table(elsewhere: Influence) -> TitledTable:
    exp = elsewhere.experiment
    note = (
        f"What moves nothing above, at {elsewhere.looks[-1]:,} members in the branches of `{exp.experiment}`: "
        f"{', '.join(f'`{branch}`' for branch in exp.branches)}."
    )
    head = ("input or mechanism", "finding", "surest difference", "errors")
    return _table("The same in other branches", note, head, list(cells.elsewhere_rows(elsewhere)))


def _by_size(items: tuple[Item, ...]) -> tuple[list[Item], list[Item]]:
    """Return the items whose largest effect that counts is small, and the others. Both are sorted, largest first."""
    counting = sorted((item for item in items if item.verdict.beyond), key=lambda item: -item.verdict.size)
    return [i for i in counting if i.verdict.size < SMALL], [i for i in counting if i.verdict.size >= SMALL]


def _table(title: str, note: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> TitledTable:
    """Return a table whose title gives the number of its rows. The column sign of Markdown is removed."""
    clean = [tuple(cell.replace("|", "/") for cell in row) for row in rows]
    return TitledTable(f"{title}: {len(rows)}", head, clean, note if rows else "None.")
