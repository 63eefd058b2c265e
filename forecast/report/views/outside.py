"""The view of three outside voices: a trend line, a crowd and a base rate, each beside the run."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from forecast.analysis.draw_band import draw_band
from forecast.analysis.draw_groups import first_members
from forecast.analysis.estimates import Estimate, Floats, Sorted, mean
from forecast.config.data_cut import LEVEL
from forecast.config.prior import Prior
from forecast.config.question_weeks import deadline_week
from forecast.display.dates import day_text
from forecast.display.digits import UNKNOWN
from forecast.display.numbers import band_of_shares, percent, rounded
from forecast.report.known_war import known_war
from forecast.report.material import Material
from forecast.report.views.view import MOST_ROWS, View
from forecast.text.outcome_tables import TextTable

TITLE = "What three others say: a trend line, a crowd, a base rate"
BASE_RATE = "agreement_hazard"
YEAR, TWO_YEARS = 52, 104
LOW, HIGH = 0.1, 0.9
READ = "In brackets: the middle 80%. For a share it is that of the draws, for ground that of the futures."
TREND = (
    "The trend line starts from the same pace of week 0 as the run. What it adds is only that the pace stays. A year "
    "is 52 weeks."
)
ANCHORS = (
    "{names} {verb} not wholly outside: in each draw the model sets by one of three anchors how ready the attacker is "
    "to agree, and {same}."
)
CUT = "Where it takes the crowd, it cuts its rate: earlier questions on a ceasefire in this war ended with no."


NEAR, FAR = 0.05, 0.2
"""Differences of chances that count as near and as far."""

ONLY_HERE = "Only to compare them are shares of simulated futures read here as if they were probabilities."


class Voice(NamedTuple):
    """A voice on one question. claim: the sentence, empty for a row of the table only. row: cells of the table."""

    claim: str
    row: tuple[str, str, str, str, str]


def view(material: Material) -> View | None:
    """Put the voices beside the reference branch; None if the run has none of them."""
    trend, crowd, rate = (tuple(f(material)) for f in (_trend, _crowd, _base_rate))
    voices = (*trend, *crowd, *rate)
    if not voices:
        return None
    name = material.titles[material.members.reference]
    notes = [
        TREND if trend else "",
        ONLY_HERE,
        *_what_came(material, crowd),
        *_anchors(crowd, rate),
        *_broken(material, rate),
    ]
    table = TextTable(
        ("voice", "question", "it says", f"this run, “{name}”", "where from (grade)"),
        tuple(voice.row for voice in voices[:MOST_ROWS]),
        READ,
        wordy=True,
    )
    return View(
        "outside",
        TITLE,
        tuple(voice.claim for voice in voices if voice.claim),
        table=table,
        caveats=tuple(filter(None, notes)),
        explained="docs/ceasefires.md",
    )


def _trend(material: Material) -> Iterator[Voice]:
    """The pace of week 0, kept for a year."""
    members, prior = material.members, _prior(material, LEVEL)
    if prior is None or "net_km2_w52" not in members.variables:
        return
    pace = _values(material, prior)
    low, middle, high = (float(np.quantile(pace, level)) for level in (LOW, 0.5, HIGH))
    gains = Sorted(members.values(members.reference, "net_km2_w52"), members.clusters)
    ends = [gains.quantile(level).estimate for level in (LOW, 0.5, HIGH)]
    said = _ground(YEAR * middle, YEAR * low, YEAR * high)
    ours = _ground(ends[1].value, ends[0].value, ends[2].value, ends[1].mcse)
    yield Voice(
        f"Trend line: at the pace of week 0, {rounded(middle)} km² a week, {material.attacker} gains {said} in a year. "
        f"{_ours(material)}: {ours}.",
        (
            "trend line",
            f"ground that {material.attacker} gains in a year",
            said,
            ours,
            _source(prior),
        ),
    )


def _crowd(material: Material) -> Iterator[Voice]:
    """Crowd forecasts of a ceasefire; one of them is told, the others stand in the table."""
    known, members = known_war(material.experiment.baseline), material.members
    if known is None or "ceasefire_week" not in members.variables:
        return
    told = next((c for c in known.crowds if c.is_input), None)
    for crowd in known.crowds:
        week = deadline_week(crowd.by, members.origin)
        if week > material.horizon:
            continue
        ours = _share_by(material, "ceasefire_week", week)
        our_chance = float(np.mean(members.values(members.reference, "ceasefire_week") <= week))
        claim = (
            f"Crowd: {crowd.who} ({crowd.as_of}) said {100.0 * crowd.chance:.0f}% for a ceasefire by "
            f"{day_text(crowd.by)}. {_ours(material)}: {ours}, {_beside(crowd.chance, our_chance)}. It is also an "
            "input of the model, with its rate cut."
        )
        yield Voice(
            claim if crowd is told else "",
            (
                "crowd",
                f"a ceasefire by {day_text(crowd.by)}",
                f"{100.0 * crowd.chance:.0f}%",
                ours,
                f"{crowd.who}, {crowd.as_of}; {crowd.source} ({crowd.grade})",
            ),
        )


def _base_rate(material: Material) -> Iterator[Voice]:
    """The rate at which long wars between states end by agreement, as chances within one and two years."""
    members, prior = material.members, _prior(material, BASE_RATE)
    if prior is None or "ceasefire_week" not in members.variables:
        return
    rate, said = _values(material, prior), {}
    agreed: list[str] = []
    ceased: list[str] = []
    for weeks, words in ((YEAR, "a year"), (TWO_YEARS, "two years")):
        if weeks <= material.horizon:
            chance = -np.expm1(-rate * weeks / YEAR)
            said[words] = _percents(chance), _share_by(material, "ceasefire_week", weeks)
            agreed.append(percent(_mean_by(material, "agreement_week", weeks)))
            ceased.append(percent(_mean_by(material, "ceasefire_week", weeks)))
    theirs = " and ".join(f"{pair[0]} within {words}" for words, pair in said.items())
    claim = (
        f"Base rate: long wars between states end by agreement in {theirs}. {_ours(material)}: agreements "
        f"{' and '.join(agreed)}, ceasefires {' and '.join(ceased)}. It is also an input of the model."
    )
    for number, (words, pair) in enumerate(said.items()):
        source = "the same" if number else _source(prior)
        row = ("base rate", f"an end by agreement within {words}; this run: a ceasefire", *pair, source)
        yield Voice("" if number else claim, row)


def _broken(material: Material, rate: tuple[Voice, ...]) -> Iterator[str]:
    """Say how many agreements the run has: not each becomes a ceasefire."""
    if rate and "agreement_week" in material.members.variables:
        shares = [_share_by(material, "agreement_week", w) for w in (YEAR, TWO_YEARS) if w <= material.horizon]
        yield (
            f"In the run an agreement comes in {' and '.join(shares)} of futures. The base rate is compared with "
            "ceasefires, because an agreement that breaks within four weeks ends no war."
        )


def _what_came(material: Material, crowd: tuple[Voice, ...]) -> Iterator[str]:
    """Say which of the crowd's dates have passed without a ceasefire; later knowledge, so it is no claim."""
    known = known_war(material.experiment.baseline)
    if known is None or not crowd:
        return
    passed = [c for c in known.crowds if c.came is False]
    if passed:
        last = max(c.by for c in passed)
        yield f"What came: no ceasefire by {day_text(last)}, the last of these dates on record (docs/questions.md)."


def _anchors(crowd: tuple[Voice, ...], rate: tuple[Voice, ...]) -> Iterator[str]:
    names = [*(["The base rate"] if rate else []), *(["the crowd"] if crowd else [])]
    if names:
        same = "these are two of them" if len(names) > 1 else "this is one of them"
        text = " and ".join(names)
        yield ANCHORS.format(names=text[:1].upper() + text[1:], verb="are" if len(names) > 1 else "is", same=same)
    if crowd:
        yield CUT


def _prior(material: Material, row: str) -> Prior | None:
    """The input that sets a row, if the run uses it."""
    drawn = {prior.name for prior in material.search.priors}
    found = (p for p in material.experiment.priors.values() if p.sets == row)
    return next((p for p in found if p.name in drawn), None)


def _values(material: Material, prior: Prior) -> Floats:
    """The values of an input in the unit of the row that it sets, float64[draws]."""
    return material.members.drawn(prior.name)[first_members(material.members)].astype(np.float64) * prior.factor


def _share_by(material: Material, event: str, week: int) -> str:
    """Write the share of futures with an event by a week in the reference, with its band between draws."""
    members = material.members
    flags = (members.values(members.reference, event) <= week).astype(np.float64)
    band = draw_band(flags, members.draw, members.clusters)
    ends = band_of_shares(band.low.value, band.high.value)
    value = percent(mean(flags, members.clusters).estimate)
    return value if ends == UNKNOWN else f"{value} ({ends})"


def _mean_by(material: Material, event: str, week: int) -> Estimate:
    members = material.members
    return mean((members.values(members.reference, event) <= week).astype(np.float64), members.clusters).estimate


def _beside(theirs: float, ours: float) -> str:
    """Compare a chance of this run with that of a voice."""
    if abs(ours - theirs) < NEAR:
        return "near it"
    return f"{'far ' if abs(ours - theirs) > FAR else ''}{'lower' if ours < theirs else 'higher'}"


def _percents(chances: Floats) -> str:
    low, high = (float(np.quantile(chances, level)) for level in (LOW, HIGH))
    return f"{percent(Estimate(float(chances.mean()), 0.0, chances.size))} ({band_of_shares(low, high)})"


def _ground(middle: float, low: float, high: float, error: float = 0.0) -> str:
    error = 0.0 if math.isnan(error) else error
    return f"{rounded(middle, error)} km² ({rounded(low, error)}-{rounded(high, error)})"


def _ours(material: Material) -> str:
    return f"This run, under “{material.titles[material.members.reference]}”"


def _source(prior: Prior) -> str:
    return f"{prior.source.replace('`', '')} ({prior.grade})"
