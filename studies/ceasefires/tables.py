"""Tables of the comparisons; no number has more digits than its error allows."""

from collections import Counter
from collections.abc import Iterator, Sequence

from forecast.analysis.estimates import Estimate
from forecast.display.digits import fixed, format_value, value_text
from studies.ceasefires.cases import TERMS_OF_COLUMNS
from studies.ceasefires.durability import BASELINES
from studies.ceasefires.forecasters import (
    CONSTANT,
    KAPLAN_MEIER,
    MODULE,
    NO_TERMS,
    NO_WINNER,
    RATES_BY_AGE,
    REFITTED,
)
from studies.ceasefires.leave_one_war_out import YEARS
from studies.ceasefires.sampling_errors import Interval
from studies.ceasefires.study import ALL, CaseComparison, RecordComparison
from studies.markdown import TitledTable

PUBLISHED, WAR_END, TERMS = "Published survival curves", "Time to the end of the war", "What the module is given"
RETURNS, BY_BASELINE = "Returns to war by age", "Between states, each baseline alone"
TRUCES, SCORES = "Truces over by an age", "Scores, one war left out at a time"
LAWS, SELECTED = "Law of a break, fitted", "Is the list of cases selected?"
LOW_ENDS = "How low-intensity fighting ended"

FIVE = YEARS.index(5)
RANKABLE = (MODULE, REFITTED, NO_WINNER)
"""Forecasts that differ between ceasefires for a reason. Leaving a war out makes the others rank backwards."""
SHOWN = (MODULE, REFITTED, CONSTANT, RATES_BY_AGE, KAPLAN_MEIER)
FORECASTER_LABELS = {
    MODULE: "module, priors",
    REFITTED: "module, refitted",
    NO_WINNER: "module, winner not given",
    NO_TERMS: "module, no terms given",
    CONSTANT: "constant rate",
    RATES_BY_AGE: "rates by age",
    KAPLAN_MEIER: "Kaplan-Meier",
}


def tables(comparison: RecordComparison) -> Iterator[TitledTable]:
    """All tables of the study, in the order of the page."""
    yield _published(comparison)
    yield _war_end(comparison)
    if comparison.cases is not None:
        yield TitledTable(TERMS, ("column", "given to the module", "grade"), TERMS_OF_COLUMNS)
        yield _returns(comparison.cases)
        yield _by_baseline(comparison.cases)
        yield _truces(comparison.cases)
        yield _laws(comparison.cases)
        yield _selection(comparison.cases)
        yield _low_ends(comparison.cases)
        yield _scores(comparison.cases, comparison)
        yield _skill(comparison.cases)
        yield _refits(comparison.cases)
        yield _wars(comparison.cases)


def count_verdicts(verdicts: Sequence[str]) -> str:
    """How often each verdict occurs: `31 inside, 18 inside with error`."""
    return ", ".join(f"{count} {verdict}" for verdict, count in Counter(verdicts).items())


def with_interval(value: float, low: float, high: float, places: int = 2, signed: bool = False) -> str:
    """A ratio or score with an interval, such as `0.88 [0.81, 1.16]`.

    Parameters
    ----------
    value, low, high : float
        The value and the ends of its interval.
    places : int
        Digits after the point.
    signed : bool
        Write a plus sign before a positive value.
    """
    sign = "+" if signed and value > 0 else ""
    return f"{sign}{fixed(value, places)} [{fixed(low, places)}, {fixed(high, places)}]"


def _band(low: Estimate, median: Estimate, high: Estimate, scale: float = 100.0) -> str:
    """Median with its Monte Carlo error, then the central 80 % of draws: 23.0±0.3 [4, 34]."""
    max_decimals = 0 if scale > 1.0 else 1
    ends = (value_text(end, scale, max_decimals=max_decimals) for end in (low, high))
    return f"{format_value(median, scale, space='', max_decimals=1)} [{', '.join(ends)}]"


def _share(value: float, interval: Interval | None) -> str:
    """An observed share in per cent with the central 80 % of its sampling error: 42 [31, 55]."""
    if interval is None:
        return f"{100 * value:.0f}"
    return f"{100 * value:.0f} [{100 * interval[0]:.0f}, {100 * interval[1]:.0f}]"


def _published(comparison: RecordComparison) -> TitledTable:
    rows = [
        (
            point.curve.name,
            point.curve.role,
            point.age,
            _share(point.published, point.sampling80),
            _band(point.low, point.median, point.high),
            point.verdict,
        )
        for point in comparison.points
    ]
    head = ("ceasefires", "role", "age", "published, % failed", "module, % failed", "verdict")
    by_baseline = "; ".join(
        f"{name} alone: {count_verdicts([point.verdict for point in points])}"
        for name, points in comparison.points_by_baseline.items()
    )
    note = f"{count_verdicts([point.verdict for point in comparison.points])}. By baseline, {by_baseline}"
    return TitledTable(PUBLISHED, head, rows, note)


def _war_end(comparison: RecordComparison) -> TitledTable:
    rows = [
        (
            row.base.name,
            _share(row.base.share, row.sampling80),
            f"{format_value(row.model, 100.0, space='')} [{100 * row.low:.0f}, {100 * row.high:.0f}]",
            row.verdict,
            row.base.source,
        )
        for row in comparison.war_ends
    ]
    return TitledTable(WAR_END, ("event", "record, %", "model, %", "verdict", "source"), rows)


def _returns(cases: CaseComparison) -> TitledTable:
    rows = [
        (
            scope,
            band.name,
            f"{band.years:.0f}",
            f"{band.observed} [{band.observed80[0]:.1f}, {band.observed80[1]:.1f}]",
            _band(band.low, band.median, band.high, 1.0),
            with_interval(band.ratio, *band.ratio80, places=1),
            _chance(band.chance_below),
            band.verdict,
        )
        for scope, bands in cases.returns.items()
        for band in bands
    ]
    head = ("cases", "age", "years observed", "returns", "expected", "ratio, by war", "chance of no more", "verdict")
    return TitledTable(RETURNS, head, rows)


def _chance(value: float) -> str:
    return f"{value:.2g}" if value < 0.1 else f"{value:.1f}" if value < 0.9 else f"{value:.2f}"


def _by_baseline(cases: CaseComparison) -> TitledTable:
    names = list(cases.by_baseline)
    rows = [
        (
            bands[0].name,
            str(bands[0].observed),
            *(_band(band.low, band.median, band.high, 1.0) for band in bands),
        )
        for bands in zip(*cases.by_baseline.values(), strict=True)
    ]
    return TitledTable(BY_BASELINE, ("age", "returns", *names), rows)


def _truces(cases: CaseComparison) -> TitledTable:
    labelled = [("all truces of Donbas, monitors", share) for share in cases.truces]
    labelled += [(f"named ceasefires without monitors, {scope}", share) for scope, share in cases.unverified.items()]
    rows = [
        (
            label,
            str(share.n),
            f"{share.days} days",
            " to ".join(f"{100 * end:.0f}" for end in dict.fromkeys((share.surely, share.perhaps))),
            _band(share.low, share.mean, share.high),
            share.verdict,
        )
        for label, share in labelled
    ]
    return TitledTable(TRUCES, ("truces", "n", "by", "over, %", "module, %", "verdict"), rows)


def _laws(cases: CaseComparison) -> TitledTable:
    rows = [
        (
            name,
            str(law.n),
            str(law.broken),
            with_interval(100 * law.chance, 100 * law.chance80[0], 100 * law.chance80[1]),
            with_interval(law.shape, *law.shape80),
            f"{100 * law.over(30.0, verified=True):.0f}",
            f"{100 * law.over(365.0):.0f}",
        )
        for name, law in cases.laws.items()
    ]
    head = ("spells", "n", "broken", "in 30 days, %", "shape", "30 days with monitors, %", "1 year, %")
    return TitledTable(LAWS, head, rows)


def _selection(cases: CaseComparison) -> TitledTable:
    rows = [
        (d.name, f"{d.n[0]}, {d.n[1]}", with_interval(d.ratio, d.low, d.high), f"{d.chance:.3f}")
        for d in cases.selection
    ]
    low, high = cases.left_out_chance
    note = f"with one war left out at a time the chance of a break in 30 days between states is {low:.3f} to {high:.3f}"
    return TitledTable(SELECTED, ("groups", "n", "ratio of hazards", "chance if alike"), rows, note)


def _low_ends(cases: CaseComparison) -> TitledTable:
    rows = [
        (
            low.name,
            f"{low.years:.1f}",
            str(low.settled),
            f"{low.settled / low.years:.2f}",
            str(low.grown),
            f"{(low.grown + 0.5) / low.years:.3f}",
        )
        for low in cases.low_fighting
    ]
    head = ("record", "years", "settled", "a year", "grown to war", "a year, Jeffreys")
    return TitledTable(LOW_ENDS, head, rows)


def _scores(cases: CaseComparison, comparison: RecordComparison) -> TitledTable:
    rows = []
    for scope, left_out in cases.left_out.items():
        for name, label in FORECASTER_LABELS.items():
            parts, order = left_out.decomposition(name, FIVE), left_out.concordance(name)
            briers = (
                format_value(left_out.module_brier(comparison.draws, k), space="", max_decimals=3)
                if name == MODULE
                else f"{left_out.brier(name, k):.3f}"
                for k in range(len(YEARS))
            )
            rows.append(
                (
                    scope,
                    label,
                    str(len(left_out.cases)),
                    *briers,
                    f"{parts.reliability:.3f} / {parts.resolution:.3f} / {parts.uncertainty:.3f} ({parts.n})",
                    f"{order.value:.2f} ({order.se:.2f})" if name in RANKABLE else "",
                )
            )
    head = ("cases", "forecast", "n", *(f"Brier {y} y" for y in YEARS), "rel / res / unc, 5 y (n)", "concordance (se)")
    return TitledTable(SCORES, head, rows)


def _skill(cases: CaseComparison) -> TitledTable:
    rows = []
    for scope, left_out in cases.left_out.items():
        for name in (MODULE, REFITTED):
            for other in (CONSTANT, RATES_BY_AGE, KAPLAN_MEIER, NO_TERMS, MODULE):
                if name == other:
                    continue
                ratios = (with_interval(*left_out.brier_ratio(name, other, k)) for k in range(len(YEARS)))
                gain = "" if other == KAPLAN_MEIER else with_interval(*left_out.density_gain(name, other), signed=True)
                rows.append((scope, FORECASTER_LABELS[name], FORECASTER_LABELS[other], *ratios, gain))
    head = ("cases", "forecast", "compared with", *(f"ratio {y} y" for y in YEARS), "log density, nats")
    return TitledTable("Skill, one war left out at a time", head, rows)


def _refits(cases: CaseComparison) -> TitledTable:
    rows = [
        (scope, *(f"{weight:.2f}" for weight in refit.baselines), f"{refit.shift:+.1f} ({refit.spread:.1f})")
        for scope, refit in cases.refits.items()
    ]
    return TitledTable("What the refit learns from all wars", ("cases", *BASELINES, "shift of log hazard (sd)"), rows)


def _wars(cases: CaseComparison) -> TitledTable:
    """One row a war: mean forecasts of failure in five years and their mean loss."""
    left_out = cases.left_out[ALL]
    rows = []
    for war in dict.fromkeys(case.war for case in left_out.cases):
        indices = [k for k, case in enumerate(left_out.cases) if case.war == war]
        known = [k for k in indices if left_out.weight[k, FIVE] > 0.0]
        failed = sum(left_out.cases[k].failed and left_out.cases[k].weeks <= 52.0 * YEARS[FIVE] for k in known)
        rows.append(
            (
                left_out.cases[indices[0]].name + (" and others" if len(indices) > 1 else ""),
                f"{failed} of {len(known)}",
                *(
                    f"{100 * left_out.failure[name][indices, FIVE].mean():.0f}"
                    for name in (MODULE, REFITTED, KAPLAN_MEIER)
                ),
                *(f"{left_out.brier_loss[name][known, FIVE].mean():.2f}" if known else "" for name in SHOWN),
            )
        )
    losses = (f"loss: {FORECASTER_LABELS[name]}" for name in SHOWN)
    head = ("war", "failed in 5 y", "module, %", "refitted, %", "Kaplan-Meier, %", *losses)
    return TitledTable("War by war: failure in five years, each forecast from the other wars", head, rows)
