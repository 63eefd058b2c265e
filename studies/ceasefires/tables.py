"""The comparisons as tables: no number with more digits than its error allows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from forecast.text.digits import format_value
from studies.ceasefires.bands import Band
from studies.ceasefires.curves import Point
from studies.ceasefires.layout import Table, band, between, share
from studies.ceasefires.study import Cases, Study
from studies.ceasefires.terms import MAPPING
from studies.ceasefires.truces import Over
from studies.ceasefires.war_end import Row


def verdicts(words: Sequence[str]) -> str:
    """How many of each verdict."""
    return ", ".join(f"{count} {word}" for word, count in Counter(words).items())


def published(points: Sequence[Point], alone: Mapping[str, Sequence[Point]]) -> Table:
    """Published curves against the module."""
    rows = [
        (
            point.curve.name,
            point.curve.role,
            point.age,
            share(point.published, (point.low80, point.high80)),
            band(point.low, point.median, point.high),
            point.verdict,
        )
        for point in points
    ]
    head = ("ceasefires", "role", "age", "published, % failed", "module, % failed", "verdict")
    each = "; ".join(f"{name} alone: {verdicts([p.verdict for p in found])}" for name, found in alone.items())
    return Table(
        "Published survival curves", head, rows, f"{verdicts([p.verdict for p in points])}. By baseline, {each}"
    )


def ends(rows: Sequence[Row]) -> Table:
    """Base rates of the end of a war."""
    cells = [
        (
            row.base.name,
            share(row.base.share, row.base80),
            f"{format_value(row.model, 100.0, space='')} [{100 * row.low:.0f}, {100 * row.high:.0f}]",
            row.verdict,
            row.base.source,
        )
        for row in rows
    ]
    return Table("Time to the end of the war", ("event", "record, %", "model, %", "verdict", "source"), cells)


def mapping() -> Table:
    """What the module is told."""
    return Table("What the module is told", ("column", "given to the module", "grade"), MAPPING)


def calibration(scopes: Mapping[str, Sequence[Band]]) -> Table:
    """Returns to war by age."""
    rows = [
        (
            scope,
            row.name,
            f"{row.years:.0f}",
            f"{row.seen} [{row.seen80[0]:.1f}, {row.seen80[1]:.1f}]",
            band(row.low, row.median, row.high, 1.0),
            between(row.ratio, *row.ratio80, places=1),
            f"{row.below:.2g}" if row.below < 0.1 else f"{row.below:.1f}" if row.below < 0.9 else f"{row.below:.2f}",
            row.verdict,
        )
        for scope, found in scopes.items()
        for row in found
    ]
    head = ("cases", "age", "years seen", "returns", "expected", "ratio, by war", "chance of no more", "verdict")
    return Table("Returns to war by age", head, rows)


def by_baseline(cases: Cases) -> Table:
    """Expected returns under each baseline alone."""
    names = list(cases.by_baseline)
    first = cases.by_baseline[names[0]]
    rows = [
        (
            row.name,
            str(row.seen),
            *(band(found.low, found.median, found.high, 1.0) for found in (cases.by_baseline[b][k] for b in names)),
        )
        for k, row in enumerate(first)
    ]
    return Table("Between states, each baseline alone", ("age", "returns", *names), rows)


def truce(rows: Sequence[Over], named: Mapping[str, Over]) -> Table:
    """Unverified truces."""
    labelled = [("all truces of one conflict", row) for row in rows]
    labelled += [(f"named ceasefires without monitors, {name}", row) for name, row in named.items()]
    cells = [
        (
            label,
            str(row.n),
            f"{row.days} days",
            " to ".join(f"{100 * end:.0f}" for end in dict.fromkeys((row.surely, row.perhaps))),
            band(row.low, row.mean, row.high),
            row.verdict,
        )
        for label, row in labelled
    ]
    return Table("Truces that nobody verifies", ("truces", "n", "by", "over, %", "module, %", "verdict"), cells)


def tables(found: Study) -> Iterator[Table]:
    """All tables that the study has."""
    from studies.ceasefires.score_tables import learnt, scores, skills, wars

    yield published(found.points, found.alone)
    yield ends(found.ends)
    if found.cases is not None:
        yield mapping()
        yield calibration(found.cases.calibration)
        yield by_baseline(found.cases)
        yield truce(found.cases.truces, found.cases.truce)
        yield scores(found.cases, found.draws)
        yield skills(found.cases)
        yield learnt(found.cases)
        yield wars(found.cases)
