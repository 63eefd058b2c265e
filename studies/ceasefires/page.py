"""Writes the page docs/ceasefires.md."""

from collections.abc import Iterator

from studies.ceasefires.forecasters import CONSTANT, KAPLAN_MEIER, MODULE, NO_TERMS, RATES_BY_AGE
from studies.ceasefires.leave_one_war_out import YEARS
from studies.ceasefires.published_curves import EVER_FAILED, NOT_COMPARED
from studies.ceasefires.sampling_errors import MISS
from studies.ceasefires.study import ALL, OTHERS, STATES, TIES, CaseComparison, RecordComparison
from studies.ceasefires.tables import (
    BY_BASELINE,
    FORECASTER_LABELS,
    LAWS,
    LOW_ENDS,
    PUBLISHED,
    RETURNS,
    SCORES,
    SELECTED,
    TERMS,
    TRUCES,
    WAR_END,
    count_verdicts,
    tables,
    with_interval,
)
from studies.markdown import TitledTable, bullet, paragraph

HEAD = """# Ceasefires and the end of a war, compared with the record

Made by `python -m studies ceasefires {config}{cases} --draws {draws} --markdown`. Do not edit by hand.

This page compares two outputs of the model with wars that are over: how long a ceasefire lasts, and how soon a war
ends. The hazard of a return to war is the kernel's own (`steps.peace.danger`), week by week, with the priors of the
study and the terms that each past ceasefire had. Nothing is tuned here, and nothing here changes a prior.

**Columns.** *module*: median over {draws:,} draws with its Monte Carlo error, then the central 80 % of the draws,
[10 %, 90 %]. *published*, *record*, *returns*: what was observed, with the central 80 % of its sampling error (Wilson
for shares, Garwood for counts). That error is too small where cases depend on each other. *verdict*: *inside* if the
central 80 % of the draws holds the observed value; *inside with error* if the two intervals only overlap; else
*OUTSIDE* or *MISS*. Even if the module is right, one point in five lies outside its band, and points of one curve are
not independent.
"""
FIGURE = """![Two panels: share of ceasefires failed by age, published and from the module; and returns to war, observed
and expected, by age](figures/ceasefire_calibration.svg)
"""
CURVES = """**Role.** The bands of the module were estimated on the first row. So that row checks the code and the
other two baselines; it is not a test. The next three rows are subsets of the same file. The other rows include
ceasefires after a victory, for which the module has no prior of its own: their log hazard is lowered by a draw of
N(0.85, 0.38) (model.md 1.2), and imposed regimes never fail. Winners fail less in their first years than this gives.
"""
ENDS = """In the record, wars past their second year end at a rate that does not change with age (0.35, 0.31, 0.33,
0.33, 0.5 a year). The model's rate falls from year to year, because the draws in which a side will not settle are
those that are left. Shares without an interval have no printed n. The ends of young wars (26 % in a month, a further
25 % in a year) say nothing about a war past its second year. A win of the defender is not among the ends that the
kernel knows, so *won* counts one side only. The forecasts of a crowd are not a record: the priors give them a weight
of at most 0.3, and the page uses nothing from after 20 December 2024.
"""
SELECTION = """## What the tables are worth

- **The compiled cases were selected; they are not a sample.** Well-known failures are over-represented, above all
  among proxies and non-states. So a correct module should expect fewer returns than were observed there. The cases
  between states include most of the larger ones.
- **Ceasefires with a name are those that lasted at first.** A ceasefire that broke within days seldom has a name. So
  their hazard in the first month looks too low, and truces look too stable.
- **The conflict data set cannot show a failure inside a year**, because an episode ends after a quiet calendar year.
  Its ceasefires enter here at the age of one year, as the module has them then. It numbers conflicts by dispute, so a
  new war of old enemies does not count as a return: the row *between the same states* counts those. It includes ends
  by conquest and states that no longer exist, and terms are not coded. The row *as if every war had had a winner* is
  the most that terms could explain.
- **Terms are the compiler's coding**, often of what was signed rather than of what was done. The people who coded
  them knew how each case ended. The same holds for the grouping into wars.
- **The module's baselines come from an overlapping record** (188 pairs of states, 1914 to 2001). Leaving a war out
  removes it from the refit and from the references, but not from the priors.
- A war and all ceasefires between the same enemies are one group: {wars} groups of {cases} cases. Intervals of ratios
  draw whole groups again, 4,000 times.
"""
BREAKS = """An agreement ends in one of two ways, and each failure counts for one of them. A failure that was a full
return to war at once belongs to the hazard of a return to war, which has its own table above; two of the four failures
between states in the first month were of this kind. A *break* is a failure that began as smaller fighting. Its law is
H(age) = -ln(1 - p30) (age/30 days)^shape, times exp(-0.44) where monitors stood, fitted by maximum likelihood to ends
that are known within intervals; a full return censors it. The truces of Donbas ran under monitors, so their chance
without monitors is higher than what was seen. The priors have these centres; that between states is wider, because the
list is selected. Cases that the conflict data set confirms break less often than those that only reference works have.
Neither part is a sample: the data set ends an episode only after a quiet calendar year, and reference works remember
failures.
"""
LEFT_OUT = """Every ceasefire is forecast from the ceasefires of the other wars; no war informs its own forecast.
*module, priors* is what `forecast run` uses. *module, refitted* learns a common shift of the log hazard (normal
prior, sd 0.5) and the weights of the three baselines from the other wars. The references do not use terms, but they
know how often such cases fail: a constant rate, rates in the six bands of age, and a Kaplan-Meier curve. Brier scores
weight each ceasefire by the inverse chance of not being censored; the decomposition (reliability, resolution,
uncertainty) uses only those whose fate is known. A ratio below 1 and a log density above 0 favour the forecast in the
second column. Kaplan-Meier has no density. Concordance is not shown for forecasts without terms: leaving a war out
makes them rank backwards. The Monte Carlo errors of the refit, which uses the same draws, are similar to those of the
module.
"""


def page(comparison: RecordComparison, config: str) -> str:
    """The whole page, Markdown; `config` is the path that the page names."""
    by_title = {table.title: table for table in tables(comparison)}
    cases = "" if comparison.cases is None else " --cases DIR"
    lines = [HEAD.format(config=config, cases=cases, draws=comparison.draws.n)]
    if comparison.cases is not None:
        lines += ["## Findings\n", *map(bullet, _findings(comparison, comparison.cases)), "", FIGURE]
    lines += _section(by_title.pop(PUBLISHED), CURVES)
    printed = "; ".join(f"{name}: {share:.0%} of {n}" for name, share, n in EVER_FAILED)
    lines += [paragraph(f"{NOT_COMPARED} Printed shares that ever failed: {printed}."), ""]
    lines += _section(by_title.pop(WAR_END), ENDS)
    if comparison.cases is not None:
        all_cases = comparison.cases.left_out[ALL].cases
        lines.append(SELECTION.format(cases=len(all_cases), wars=len({case.war for case in all_cases})))
        for title in (TERMS, RETURNS, BY_BASELINE, TRUCES):
            lines += _section(by_title.pop(title))
        lines += _section(by_title.pop(LAWS), BREAKS)
        for title in (SELECTED, LOW_ENDS):
            lines += _section(by_title.pop(title))
        lines += _section(by_title.pop(SCORES), LEFT_OUT)
        for table in by_title.values():
            lines += _section(table)
    return "\n".join(lines).rstrip() + "\n"


def _section(table: TitledTable, above: str = "") -> list[str]:
    below = [paragraph(f"{table.note[0].upper()}{table.note[1:]}."), ""] if table.note else []
    return [f"## {table.title}\n", *([above] if above else []), *table.markdown(), "", *below]


def _findings(comparison: RecordComparison, cases: CaseComparison) -> Iterator[str]:
    """What the tables show, computed from them."""
    verdicts = count_verdicts([point.verdict for point in comparison.points])
    yield f"**Published curves**: {verdicts} of {len(comparison.points)} points."
    yield (
        f"**Between states** the module expects {_expected(cases, STATES)}. Where nobody won it expects "
        f"{_expected(cases, TIES)}."
    )
    yield (
        "**Ceasefires of proxies and non-states fail far more often** than the module expects: it expects "
        f"{_expected(cases, OTHERS)}."
    )
    yield from _misses(cases)
    yield from _losses(cases)


def _expected(cases: CaseComparison, scope: str) -> str:
    band = cases.returns[scope][-1]
    return (
        f"{band.median.value:.0f} [{band.low.value:.0f}, {band.high.value:.0f}] returns to war; {band.observed} were "
        "observed"
    )


def _misses(cases: CaseComparison) -> Iterator[str]:
    for scope, bands in cases.returns.items():
        missed = [band for band in bands[:-1] if band.verdict == MISS]
        if missed:
            parts = "; ".join(
                f"{band.name}: {band.observed} observed, "
                f"{with_interval(band.median.value, band.low.value, band.high.value, 1)} expected"
                for band in missed
            )
            yield f"**Missed**, {scope}: {parts}."
    for scope, share in cases.unverified.items():
        if share.verdict == MISS:
            yield (
                f"**Missed**, truces without monitors, {scope}: {share.surely:.0%} of {share.n} over within "
                f"{share.days} days, {share.mean.value:.0%} expected."
            )


def _losses(cases: CaseComparison) -> Iterator[str]:
    for scope, left_out in cases.left_out.items():
        better: list[bool] = []
        worse: list[str] = []
        for other in (CONSTANT, RATES_BY_AGE, KAPLAN_MEIER, NO_TERMS):
            for k, years in enumerate(YEARS):
                ratio = left_out.brier_ratio(MODULE, other, k)
                if ratio.value < 1.0:
                    better.append(ratio.high < 1.0)
                else:
                    worse.append(f"{FORECASTER_LABELS[other]} at {years} y ({with_interval(*ratio)})")
        sentence = (
            f"**One war left out, {scope}**: the module's Brier score is lower in {len(better)} of "
            f"{len(better) + len(worse)} comparisons, in {sum(better)} of them beyond the central 80 % of its error."
        )
        yield sentence + (" The module loses to " + "; ".join(worse) + "." if worse else "")
